using System.Text.Json;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Robots;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.Webhooks;

namespace IntakeBot.Host.Tests.Webhooks;

public sealed class WebhookTests
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Events_arrive_signed_in_order_and_without_personal_data(string provider)
    {
        await using var bot = await Receiver.BotAsync(provider);
        await using var city = await Receiver.StartAsync();
        var (hook, secret) = await bot.WebhookAsync(city.Url);
        var (resident, found) = await bot.RealCaseAsync("房东王五不退我3000块押金,上周三退的房,他的电话13900001111");
        using var _ = resident;
        var clerk = await bot.ClerkAsync(Host.Staff.StaffRole.Administrator, null);
        var desk = bot.Get<Host.Desk.Cases.DeskCases>();
        await desk.ClaimAsync(clerk, found.Id);
        await desk.SayAsync(clerk, found.Id, "您好，王五那边我去联系", "1");
        await desk.CloseAsync(clerk, found.Id, "mediated", "押金退了");
        var calls = await Until.TrueAsync(() => Task.FromResult(city.Taken), taken => taken.Any(c => c.Type == "case.closed"));
        calls.Select(c => c.Seq).ShouldBe(calls.Select(c => c.Seq).Order());
        calls.Select(c => c.Id).ShouldBeUnique();
        calls.Select(c => c.Type).ShouldBeSubsetOf(CaseTypes);
        calls.ShouldContain(c => c.Type == "case.claimed");
        foreach (var call in calls)
        {
            call.Case.ShouldBe(found.Id);
            call.Body.ShouldNotContain(found.Receipt);
            call.Body.ShouldNotContain("王五");
            call.Body.ShouldNotContain("1390000");
            call.Body.ShouldNotContain("押金");
        }

        // The reference library takes them, and nothing that was changed or signed with another secret.
        object[] deliveries =
        [
            .. calls.Select(c => new { secret, headers = c.Headers, body = c.Body }),
            new { secret, headers = calls[0].Headers, body = calls[0].Body.Replace("case.", "casex.", StringComparison.Ordinal) },
            new { secret = WebhookSecret.Make(), headers = calls[0].Headers, body = calls[0].Body },
        ];
        var verdicts = JsonSerializer.Deserialize<string[]>(await Peers.RunAsync("standard-webhooks.cjs", JsonSerializer.Serialize(deliveries)))!;
        verdicts[..^2].ShouldAllBe(v => v == "good");
        verdicts[^2..].ShouldAllBe(v => v != "good");
        (await Until.TrueAsync(() => bot.EventsAsync(hook.Id), rows => rows.All(r => r.SentAt is not null))).ShouldAllBe(r => r.NextAt == null && r.Attempts == 1);
        (await bot.HookAsync(hook.Id)).SentAt.ShouldNotBeNull();
        // Neither the log nor the row of a message shows where it goes.
        bot.Logs.Lines.ShouldNotContain(line => line.Contains("secret-of-the-url", StringComparison.Ordinal) || line.Contains(secret, StringComparison.Ordinal));
    }

    private static readonly string[] CaseTypes = [.. Host.Live.CaseEvents.Kinds.Select(kind => "case." + kind)];

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task What_fails_is_tried_again_and_never_overtaken_by_what_came_later(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var bot = await Receiver.BotAsync(database, o => o.Pauses = [TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)]);
        await using var city = await Receiver.StartAsync();
        var refused = 0;
        city.Answer = call => Interlocked.Increment(ref refused) <= 3 ? 503 : 200;
        var (hook, _) = await bot.WebhookAsync(city.Url);
        var station = await bot.StationAsync(1);
        var found = await bot.ArrivedAsync(station);
        await bot.EntryAsync(found, "overdue");
        await bot.EntryAsync(found, "supplemented");
        await Until.TrueAsync(() => Task.FromResult(city.Taken.Count), n => n == 3);
        city.Taken.Select(c => c.Type).ShouldBe(["case.routed", "case.overdue", "case.supplemented"]);
        // The same event bears the same id, however often it is sent.
        city.Calls.Take(4).Select(c => c.Id).Distinct().Count().ShouldBe(1);
        var row = await Until.TrueAsync(() => bot.HookAsync(hook.Id), h => h.FailingSince is null);
        row.Reason.ShouldBeNull();
        (await bot.EventsAsync(hook.Id))[0].Attempts.ShouldBe(4);
    }

    [Fact]
    public async Task Two_replicas_and_a_restart_note_every_event_once_and_deliver_it()
    {
        await using var database = await TestDatabase.CreateAsync(Bots.Postgres);
        await using var city = await Receiver.StartAsync();
        var one = await Receiver.BotAsync(database);
        await using var two = await Receiver.BotAsync(database);
        var (hook, _) = await one.WebhookAsync(city.Url);
        var station = await one.StationAsync(1);
        var cases = new List<Casework.Store.CaseRow>();
        for (var i = 0; i < 12; i++) cases.Add(await (i % 2 == 0 ? one : two).ArrivedAsync(station));
        await one.StopAsync();
        foreach (var found in cases) await two.EntryAsync(found, "overdue");
        await using var three = await Receiver.BotAsync(database);
        await Until.TrueAsync(() => Task.FromResult(city.Taken.Select(c => c.Id).Distinct().Count()), n => n == 24, seconds: 30);
        var rows = await Until.TrueAsync(() => two.EventsAsync(hook.Id), all => all.All(r => r.SentAt is not null));
        rows.Count.ShouldBe(24);
        rows.Select(r => r.EventSeq).ShouldBeUnique();
        // At least once: what was on its way when a replica was killed may come twice, nothing else.
        city.Taken.Count.ShouldBeLessThanOrEqualTo(24 + 8);
        foreach (var found in cases) city.Taken.Where(c => c.Case == found.Id).Select(c => c.Type).Distinct().ShouldBe(["case.routed", "case.overdue"]);
    }

    [Fact]
    public async Task What_waited_when_the_program_was_killed_is_delivered_after_the_start()
    {
        await using var database = await TestDatabase.CreateAsync(Bots.Sqlite);
        await using var city = await Receiver.StartAsync();
        city.Answer = _ => 503;
        var first = await Receiver.BotAsync(database);
        var (hook, _) = await first.WebhookAsync(city.Url);
        var found = await first.ArrivedAsync(await first.StationAsync(1));
        await Until.TrueAsync(() => first.EventsAsync(hook.Id), rows => rows.Count == 1 && rows[0].Attempts > 0);
        await first.StopAsync();
        city.Answer = _ => 200;
        await using var second = await Receiver.BotAsync(database);
        await second.EntryAsync(found, "overdue");
        await Until.TrueAsync(() => Task.FromResult(city.Taken.Count), n => n == 2);
        city.Taken.Select(c => c.Type).ShouldBe(["case.routed", "case.overdue"]);
        (await second.EventsAsync(hook.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_is_gone_is_switched_off_and_gets_what_waited_when_it_is_back()
    {
        await using var bot = await Receiver.BotAsync(Bots.Sqlite);
        await using var city = await Receiver.StartAsync();
        city.Answer = _ => 410;
        var (hook, _) = await bot.WebhookAsync(city.Url);
        await bot.ArrivedAsync(await bot.StationAsync(1));
        var off = await Until.TrueAsync(() => bot.HookAsync(hook.Id), h => !h.Enabled);
        off.Reason.ShouldBe("gone");
        (await bot.Get<WebhookBook>().ListAsync()).Single(s => s.Webhook.Id == hook.Id).Flagged.ShouldBeTrue();
        await Task.Delay(500);
        city.Calls.Count.ShouldBe(1);
        city.Answer = _ => 200;
        await bot.Get<WebhookBook>().EnableAsync(hook.Id, true);
        await Until.TrueAsync(() => Task.FromResult(city.Taken.Count), n => n == 1);
    }

    [Fact]
    public async Task What_never_gets_through_is_given_up_told_and_can_be_sent_again()
    {
        await using var database = await TestDatabase.CreateAsync(Bots.Sqlite);
        await using var bot = await Receiver.BotAsync(database, o => o.Pauses = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100)]);
        await using var city = await Receiver.StartAsync();
        city.Answer = _ => 302;
        var (hook, _) = await bot.WebhookAsync(city.Url);
        await bot.ArrivedAsync(await bot.StationAsync(1));
        var state = await Until.TrueAsync(async () => (await bot.Get<WebhookBook>().ListAsync()).Single(s => s.Webhook.Id == hook.Id), s => s.GivenUp == 1);
        state.Waiting.ShouldBe(0);
        state.Webhook.Reason.ShouldBe("http-302");
        bot.Logs.Lines.ShouldContain(line => line.Contains("given up", StringComparison.Ordinal));
        // A redirect was neither followed nor taken for an answer.
        city.Calls.Count.ShouldBe(3);
        city.Calls.ShouldAllBe(c => c.Path == "/hook" && c.Method == "POST");
        (await bot.Get<WebhookBook>().FailuresAsync(hook.Id)).Single().Reason.ShouldBe("http-302");
        city.Answer = _ => 200;
        (await bot.Get<WebhookBook>().ResendAsync(hook.Id)).ShouldBe(1);
        await Until.TrueAsync(() => Task.FromResult(city.Taken.Count), n => n == 1);
        (await Until.TrueAsync(() => bot.Get<WebhookBook>().FailuresAsync(hook.Id), f => f.Count == 0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_holds_up_nobody_else()
    {
        await using var bot = await Receiver.BotAsync(Bots.Sqlite);
        await using var slow = await Receiver.StartAsync();
        await using var quick = await Receiver.StartAsync();
        slow.Delay = TimeSpan.FromMinutes(1);
        var (hook, _) = await bot.WebhookAsync(slow.Url);
        await bot.WebhookAsync(quick.Url);
        var station = await bot.StationAsync(1);
        for (var i = 0; i < 6; i++) await bot.ArrivedAsync(station);
        await Until.TrueAsync(() => Task.FromResult(quick.Taken.Count), n => n == 6, seconds: 5);
        (await Until.TrueAsync(() => bot.HookAsync(hook.Id), h => h.Reason is not null)).Reason.ShouldBe("timeout");
    }

    [Fact]
    public async Task Only_wanted_kinds_of_the_own_area_are_told()
    {
        await using var bot = await Receiver.BotAsync(Bots.Sqlite);
        await using var city = await Receiver.StartAsync();
        var stations = (await bot.StationsAsync()).Where(s => s.Level == CaseLevel.Station).ToList();
        var (own, other) = (stations[0], stations.First(s => s.Subdistrict != stations[0].Subdistrict));
        var above = (await bot.StationsAsync()).Single(s => s.Level == CaseLevel.Subdistrict && s.Subdistrict == own.Subdistrict);
        var (narrow, _) = await bot.WebhookAsync(city.Url, own.Id, "routed", "closed");
        var (wide, _) = await bot.WebhookAsync(city.Url, above.Id);
        var mine = await bot.ArrivedAsync(own);
        var accused = await bot.ArrivedAsync(own, excluded: own.Id);
        await bot.ArrivedAsync(other);
        await bot.EntryAsync(mine, "overdue");
        await bot.EntryAsync(mine, "looked");
        (await Until.TrueAsync(() => bot.EventsAsync(wide.Id), rows => rows.Count >= 3)).Select(r => (r.CaseId, r.Kind))
            .ShouldBe([(mine.Id, "routed"), (accused.Id, "routed"), (mine.Id, "overdue")]);
        (await bot.EventsAsync(narrow.Id)).Select(r => (r.CaseId, r.Kind)).ShouldBe([(mine.Id, "routed")]);
    }

    [Fact]
    public async Task A_test_delivery_says_what_became_of_it()
    {
        await using var bot = await Receiver.BotAsync(Bots.Sqlite);
        await using var city = await Receiver.StartAsync();
        var (hook, _) = await bot.WebhookAsync(city.Url);
        (await bot.Get<WebhookTrial>().RunAsync(hook)).Delivered.ShouldBeTrue();
        city.Taken.Single().Type.ShouldBe("test");
        city.Answer = _ => 500;
        (await bot.Get<WebhookTrial>().RunAsync(hook)).Reason.ShouldBe("http-500");
    }
}
