using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Desk;

public sealed class CaseTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Two_clerks_claim_at_once_and_one_owns_it_and_the_other_is_told_who(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var cases = bot.Get<DeskCases>();
        for (var round = 0; round < 5; round++)
        {
            var (resident, found) = await bot.RealCaseAsync();
            using var _ = resident;
            var accounts = new[] { await bot.HireAsync(StaffRole.Clerk, found.StationId), await bot.HireAsync(StaffRole.Clerk, found.StationId) };
            var clerks = new[] { await bot.SignInAsync(accounts[0]), await bot.SignInAsync(accounts[1]) };
            var results = await Task.WhenAll(clerks.Select(clerk => Task.Run(() => cases.ClaimAsync(clerk, found.Id))));

            results.Count(result => result is StaffResult.Done).ShouldBe(1);
            var winner = accounts[Array.FindIndex(results, result => result is StaffResult.Done)];
            results.OfType<StaffResult.Taken>().Single().OwnerName.ShouldContain(winner.DisplayName);
            var sheet = (await cases.OpenAsync(clerks[0], found.Id))!;
            sheet.Case.OwnerId.ShouldBe(winner.Id);
            (await cases.ReadAsync(clerks[0], found.Id, 0))!.OwnerId.ShouldBe(winner.Id);
            sheet.Detail.Timeline.Count(entry => entry.Event.Kind == "claimed").ShouldBe(1);
        }
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task From_claim_to_close_the_resident_hears_it_all_in_one_thread(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var cases = bot.Get<DeskCases>();
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var clerk = await bot.ClerkAsync(StaffRole.Clerk, found.StationId);
        var other = await bot.ClerkAsync(StaffRole.Clerk, found.StationId);

        (await cases.SayAsync(clerk, found.Id, "too early", "k0")).ShouldBeOfType<StaffResult.NotOwner>();
        (await cases.ClaimAsync(clerk, found.Id)).ShouldBeOfType<StaffResult.Done>();
        (await cases.SayAsync(clerk, found.Id, "您好,我来帮您问", "k1")).ShouldBeOfType<StaffResult.Done>();
        (await cases.SayAsync(clerk, found.Id, "您好,我来帮您问", "k1")).ShouldBeOfType<StaffResult.Done>();
        (await cases.SayAsync(other, found.Id, "me too", "k2")).ShouldBeOfType<StaffResult.Taken>();
        await resident.SayAsync("好的,谢谢");
        var said = (await cases.ReadAsync(clerk, found.Id, 0))!.Activities.Select(ThreadMessage.Of).OfType<ThreadMessage>().ToList();
        said.Count(message => message is { Speaker: Speaker.Staff, Text: "您好,我来帮您问" }).ShouldBe(1);
        said[^1].ShouldSatisfyAllConditions(last => last.Speaker.ShouldBe(Speaker.Resident), last => last.Text.ShouldBe("好的,谢谢"));

        (await cases.HandBackAsync(other, found.Id)).ShouldBeOfType<StaffResult.Taken>();
        (await cases.HandBackAsync(clerk, found.Id)).ShouldBeOfType<StaffResult.Done>();
        (await cases.SayAsync(clerk, found.Id, "too late", "k3")).ShouldBeOfType<StaffResult.NotOwner>();
        (await cases.ClaimAsync(other, found.Id)).ShouldBeOfType<StaffResult.Done>();
        (await cases.CloseAsync(other, found.Id, "no-such-outcome", "x")).ShouldBeOfType<StaffResult.Invalid>();
        (await cases.CloseAsync(other, found.Id, "mediated", "房东周五退")).ShouldBeOfType<StaffResult.Done>();
        var closed = (await cases.OpenAsync(other, found.Id))!;
        closed.Case.State.ShouldBe(CaseState.Closed);
        closed.Detail.ClosingSentence.ShouldBe("房东周五退");
        closed.IsMine.ShouldBeFalse();
        (await resident.AllAsync()).ShouldContain(activity => activity.ToString().Contains("房东周五退", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Transfer_moves_the_case_and_frees_the_conversation_in_one_step(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var cases = bot.Get<DeskCases>();
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var there = (await bot.StationsAsync()).First(s => s.Level == CaseLevel.Station && s.Id != found.StationId);
        var (here, colleague) = (await bot.ClerkAsync(StaffRole.Clerk, found.StationId), await bot.ClerkAsync(StaffRole.Clerk, there.Id));
        (await cases.ClaimAsync(here, found.Id)).ShouldBeOfType<StaffResult.Done>();
        (await cases.TransferAsync(here, found.Id, "NO-SUCH", "")).ShouldBeOfType<StaffResult.Invalid>();

        (await cases.TransferAsync(here, found.Id, there.Id, "please take it")).ShouldBeOfType<StaffResult.Done>();
        (await cases.OpenAsync(here, found.Id)).ShouldBeNull();
        (await cases.SayAsync(here, found.Id, "still me?", "k")).ShouldBeOfType<StaffResult.Unknown>();
        var sheet = (await cases.OpenAsync(colleague, found.Id))!;
        sheet.Case.OwnerId.ShouldBeNull();
        sheet.Detail.Timeline[^1].ShouldSatisfyAllConditions(e => e.Event.Kind.ShouldBe("transferred"), e => e.Comment.ShouldBe("please take it"));
        (await cases.ReadAsync(colleague, found.Id, 0))!.OwnerId.ShouldBeNull();
        (await cases.ClaimAsync(colleague, found.Id)).ShouldBeOfType<StaffResult.Done>();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Every_look_at_personal_data_stands_on_the_timeline(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var cases = bot.Get<DeskCases>();
        var resident = await Talk.BeginAsync(bot);
        using var _ = resident;
        await resident.SayAsync("房东不退我3000块押金,上周三退的房,我电话13812345678");
        var receipt = await resident.FinishAsync("房东是王强");
        var found = await Until.TrueAsync(() => FindAsync(bot, receipt), row => row is not null);
        var account = await bot.HireAsync(StaffRole.Clerk, found!.StationId);
        var clerk = await bot.SignInAsync(account);

        var sheet = (await cases.OpenAsync(clerk, found.Id))!;
        sheet.Petition!.Reporter!.Phone.ShouldBe("+8613812345678");
        await cases.NoteOpenedAsync(sheet);
        await cases.NoteOpenedAsync((await cases.OpenAsync(clerk, found.Id))!);
        (await cases.LookAsync(clerk, found.Id, PersonalField.ReporterPhone, "to call back")).ShouldBe("+8613812345678");
        (await cases.MayLookAsync(clerk, found.Id, PersonalField.Message, "to call back")).ShouldBeTrue();
        (await cases.LookAsync(clerk, found.Id, PersonalField.CounterpartyPhone, "to call back")).ShouldBeNull("there is none");

        var looks = (await cases.OpenAsync(clerk, found.Id))!.Detail.Timeline.Where(e => e.Event.Actor == account.Id).Select(e => (e.Event.Kind, e.Event.Reason));
        looks.ShouldBe([("opened", null), ("looked", "reporter-phone"), ("looked", "message")]);
    }

    [Theory]
    [InlineData("我电话13812345678", "我电话138****5678")]
    [InlineData("打138 1234 5678找我", "打138****5678找我")]
    [InlineData("+86 138-1234-5678", "138****5678")]
    [InlineData("身份证44030119900101123X", "身份证****123X")]
    [InlineData("欠3000元,2026年11月18日,订单20261118", "欠3000元,2026年11月18日,订单20261118")]
    [InlineData("回执 GM-7K3F9-Q2M4T", "回执 GM-7K3F9-Q2M4T")]
    public void Numbers_of_people_are_masked_in_text(string text, string shown) => Masked.InText(text).ShouldBe(shown);

    [Theory]
    [InlineData("+8613812345678", "138****5678")]
    [InlineData("075527401234", "075****1234")]
    [InlineData("110", "****10")]
    public void Phones_are_masked(string phone, string shown) => Masked.Phone(phone).ShouldBe(shown);

    private static async Task<CaseRow?> FindAsync(TestBot bot, string receipt)
    {
        await using var db = bot.Get<CaseworkStore>().Open();
        return await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Receipt == receipt);
    }
}
