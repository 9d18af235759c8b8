using System.Net;
using System.Net.Http.Json;
using IntakeBot.Host.Desk.Drafts;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Desk;

public sealed class DraftTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task What_was_typed_is_there_again_after_the_circuit_is_gone(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var book = bot.Get<DraftBook>();
        var place = DraftBook.Reply(Guid.CreateVersion7());
        await using (var keeper = new DraftKeeper(book, "clerk", place))
            foreach (var text in (string[])["您", "您好", "您好,我13812345678"]) keeper.Typed(text);
        (await book.ReadAsync("clerk", place)).ShouldBe("您好,我13812345678");
        (await book.ReadAsync("other", place)).ShouldBe("");

        await using var db = await bot.Get<IDbContextFactory<HostDb>>().CreateDbContextAsync();
        (await db.Drafts.SingleAsync(d => d.Place == place)).Text.ShouldNotContain("138");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task While_somebody_types_on_it_is_kept_within_a_moment_and_sending_empties_it(string provider)
    {
        var book = (await bots.OnAsync(provider)).Get<DraftBook>();
        var place = DraftBook.Reply(Guid.CreateVersion7());
        await using var keeper = new DraftKeeper(book, "clerk", place);
        keeper.Typed("half a sen");
        await Until.TrueAsync(() => book.ReadAsync("clerk", place), text => text == "half a sen", 5);
        keeper.Typed("half a sentence");
        await keeper.SentAsync();
        (await book.ReadAsync("clerk", place)).ShouldBe("");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Two_pages_of_one_person_may_begin_the_same_draft_at_once(string provider)
    {
        var book = (await bots.OnAsync(provider)).Get<DraftBook>();
        var place = DraftBook.Sentence(Guid.CreateVersion7());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => book.KeepAsync("clerk", place, $"text {i}"))));
        (await book.ReadAsync("clerk", place)).ShouldStartWith("text ");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task All_facts_that_were_being_set_right_are_read_at_once_and_nobody_elses(string provider)
    {
        var book = (await bots.OnAsync(provider)).Get<DraftBook>();
        var (id, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await book.KeepAsync("clerk", DraftBook.Fact(id, "wish"), "退押金");
        await book.KeepAsync("clerk", DraftBook.Fact(id, "amount"), "3000");
        await book.KeepAsync("clerk", DraftBook.Fact(other, "amount"), "1");
        await book.KeepAsync("clerk", DraftBook.Note(id), "x");
        await book.KeepAsync("another", DraftBook.Fact(id, "people"), "2");
        (await book.ReadAllAsync("clerk", DraftBook.Facts(id))).ShouldBe(new Dictionary<string, string> { [DraftBook.Fact(id, "wish")] = "退押金", [DraftBook.Fact(id, "amount")] = "3000" }, ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Nobody_keeps_a_draft_without_signing_in(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(bot.Url) };
        using var refused = await http.PutAsJsonAsync("/desk/drafts", new { place = DraftBook.Reply(Guid.CreateVersion7()), text = "x" });
        refused.StatusCode.ShouldNotBe(HttpStatusCode.NoContent);
        DraftBook.IsPlace("reply/" + Guid.CreateVersion7().ToString("N")).ShouldBeTrue();
        DraftBook.IsPlace("reply/1").ShouldBeFalse();
        var id = Guid.CreateVersion7();
        foreach (var place in (string[])[DraftBook.Fact(id, "reporter-phone"), DraftBook.Call(id, "result"), DraftBook.Outcome(id), DraftBook.TransferTo(id), DraftBook.MergeWith(id)]) DraftBook.IsPlace(place).ShouldBeTrue(place);
        DraftBook.IsPlace(DraftBook.Fact(id, "mother")).ShouldBeFalse();
        DraftBook.IsPlace("other/" + Guid.CreateVersion7().ToString("N")).ShouldBeFalse();
    }
}
