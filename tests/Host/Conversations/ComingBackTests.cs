using System.Net;
using System.Text.Json;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Host.Tests.Conversations;

/// <summary>Behaviour 17, leave and come back: the draft waits, nothing begins anew by itself, one question to a draft left alone.</summary>
public sealed class ComingBackTests
{
    private static readonly StaffMember Li = new("staff-li", "李工", StaffRole.Clerk, "ST-1", "塘尾站");

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_second_visit_finds_the_draft_of_this_door_and_asks_how_to_go_on(string provider)
    {
        await using var city = await CityAsync(provider);
        var (bot, clock) = (city.Bot, city.Clock);
        var (first, other) = (bot.Code, bot.Code);
        using var talk = await Talk.BeginAsync(bot, first);
        await talk.SayAsync("房东不退我3000块押金");
        var draft = talk.Id;

        // The same phone at another door: a conversation of its own. Neither is forgotten.
        var elsewhere = await talk.PostJsonAsync("/chat/token", new { building = other }, HttpStatusCode.OK);
        talk.Use(elsewhere.GetProperty("token").GetString()!);
        await talk.PostJsonAsync("/v3/directline/conversations", new { user = new { } }, HttpStatusCode.Created);
        async Task<string> ResumedAsync(object body)
        {
            var resumed = await talk.PostJsonAsync("/chat/resume", body, HttpStatusCode.OK);
            talk.Use(resumed.GetProperty("token").GetString()!);
            return resumed.GetProperty("conversationId").GetString()!;
        }

        (await ResumedAsync(new { })).ShouldBe(elsewhere.GetProperty("conversationId").GetString());
        (await ResumedAsync(new { building = first })).ShouldBe(draft);
        using (var none = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(talk.Http, "/chat/resume", new { building = bot.Code }))
            none.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // A reload says nothing; after a while the bot asks.
        await talk.ListenAsync();
        await talk.PostJsonAsync("/v3/directline/conversations", new { user = new { } }, HttpStatusCode.OK);
        (await talk.ListenAsync()).ShouldBeEmpty();
        clock.Ahead = TimeSpan.FromMinutes(12);
        await talk.PostJsonAsync("/v3/directline/conversations", new { user = new { } }, HttpStatusCode.OK);
        var asked = (await talk.ListenAsync()).ShouldHaveSingleItem();
        asked.GetProperty("text").GetString()!.ShouldContain("房东不退我3000块押金");
        asked.GetProperty("suggestedActions").GetProperty("actions").EnumerateArray().Select(a => a.GetProperty("title").GetString()).ShouldBeSubsetOf(
            ["不清楚", "接着说", "说件新的事"]);
        talk.Asking.ShouldBe("when");
        await talk.PostJsonAsync("/v3/directline/conversations", new { user = new { } }, HttpStatusCode.OK);
        (await talk.ListenAsync()).ShouldBeEmpty();
        await talk.SayAsync("上周三");
        await talk.ListenAsync();
        talk.Asking.ShouldBe("contact");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task The_receipt_on_another_phone_shows_how_it_stands_and_goes_on_from_there(string provider)
    {
        await using var city = await CityAsync(provider);
        var bot = city.Bot;
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var receipt = await talk.FinishAsync();
        var found = await CaseAsync(bot, receipt);
        using var phone = await Talk.BeginAsync(bot, bot.Code);
        await phone.ListenAsync();
        await phone.SayAsync(receipt);
        var heard = await phone.ListenAsync();
        heard.ShouldNotContain(a => a.ToString().Contains("3000", StringComparison.Ordinal));
        phone.Receipt.ShouldBe(receipt);
        await phone.SayAsync("补充一下,合同找到了");
        await using (var db = bot.Get<CaseworkStore>().Open()) (await db.Supplements.CountAsync(s => s.PetitionId == found.PetitionId)).ShouldBe(1);

        await phone.ListenAsync();
        (await bot.Get<StaffMessages>().ClaimAsync(found.Id, Li)).ShouldBeOfType<StaffResult.Done>();
        (await Until.TrueAsync(phone.ListenAsync, said => said.Count > 0)).ShouldHaveSingleItem().GetProperty("text").GetString()!.ShouldContain("接手");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_draft_left_alone_is_asked_about_once_whoever_restarts_and_how_many_replicas_there_are(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        string id;
        int before;
        await using (var bot = await TestBot.StartAsync(database, owned: false, null))
        {
            using var talk = await Talk.BeginAsync(bot, bot.Code);
            await talk.SayAsync("房东不退我3000块押金");
            (id, before) = (talk.Id, (await talk.AllAsync()).Count);
        }

        var clock = new ShiftedTime { Ahead = TimeSpan.FromMinutes(14) };
        await using var next = await TestBot.StartAsync(database, owned: false, builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await using var twin = database.IsPostgres ? await TestBot.StartAsync(database, owned: false, builder => builder.Services.AddSingleton<TimeProvider>(clock)) : null;
        await Task.Delay(2500);
        (await next.Get<StaffMessages>().ReadAsync(id, 0))!.Activities.Count.ShouldBe(before);
        clock.Ahead = TimeSpan.FromMinutes(16);
        var nudged = await Until.TrueAsync(() => next.Get<StaffMessages>().ReadAsync(id, 0), said => said!.Activities.Count > before);
        nudged!.Activities.Count.ShouldBe(before + 1);
        nudged.Activities[^1].Text!.ShouldContain("您还在吗");
        clock.Ahead = TimeSpan.FromDays(3);
        await Task.Delay(2500);
        (await next.Get<StaffMessages>().ReadAsync(id, 0))!.Activities.Count.ShouldBe(before + 1);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task While_staff_are_there_a_draft_is_not_asked_about_and_again_when_they_have_gone(string provider)
    {
        await using var city = await CityAsync(provider);
        var (bot, clock) = (city.Bot, city.Clock);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var found = await CaseAsync(bot, await talk.FinishAsync());
        await talk.SayAsync("还有一件事,楼下烧烤店每天半夜吵得睡不着");
        await talk.ListenAsync();
        if (talk.Asking == "second") await talk.SayAsync("新的一件");
        await bot.Get<StaffMessages>().ClaimAsync(found.Id, Li);
        await talk.ListenAsync();
        clock.Ahead = TimeSpan.FromMinutes(20);
        await Task.Delay(2500);
        (await talk.ListenAsync()).ShouldNotContain(a => a.GetProperty("text").GetString()!.Contains("您还在吗", StringComparison.Ordinal));
        await bot.Get<StaffMessages>().HandBackAsync(found.Id, Li);
        await talk.ListenAsync();
        clock.Ahead = TimeSpan.FromMinutes(36);
        // The token of the page has expired meanwhile; the question is there when it comes back.
        await Until.TrueAsync(() => bot.Get<StaffMessages>().ReadAsync(talk.Id, 0), said => said!.Activities[^1].Text!.Contains("您还在吗", StringComparison.Ordinal));
    }

    internal static async Task<City> CityAsync(string provider)
    {
        var clock = new ShiftedTime();
        var database = await TestDatabase.CreateAsync(provider);
        return new(await TestBot.StartAsync(database, owned: true, builder => builder.Services.AddSingleton<TimeProvider>(clock)), clock);
    }

    internal static async Task<CaseRow> CaseAsync(TestBot bot, string receipt) => (await Until.TrueAsync(
        async () =>
        {
            await using var db = bot.Get<CaseworkStore>().Open();
            return await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Receipt == receipt);
        },
        found => found is not null))!;

    internal sealed record City(TestBot Bot, ShiftedTime Clock) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Bot.DisposeAsync();
    }
}
