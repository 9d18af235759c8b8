using System.Net;
using System.Net.Http.Headers;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Live;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Robots;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Api;

public sealed class EventTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_listener_hears_every_event_once_and_in_order_over_a_restart(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var port = Listener.FreePort();
        var first = await TestBot.StartAsync(database, owned: false, null, $"--urls=http://127.0.0.1:{port}");
        var station = await first.StationAsync(1);
        var before = await first.ArrivedAsync(station);
        await using var listener = await Listener.StartAsync(first.Url, await first.KeyAsync(KeyScopes.EventsRead, KeyScopes.CasesRead));
        var cases = new List<CaseRow>();
        for (var i = 0; i < 10; i++) cases.Add(await first.ArrivedAsync(station));
        await Until.TrueAsync(() => Task.FromResult(listener.Events.Count), n => n >= 5);
        // Killed in the middle.
        for (var i = 0; i < 10; i++) await first.EntryAsync(cases[i], "overdue");
        await first.StopAsync();
        await using var second = await TestBot.StartAsync(database, owned: false, null, $"--urls=http://127.0.0.1:{port}");
        for (var i = 0; i < 10; i++) await second.EntryAsync(cases[i], "supplemented");
        await Until.TrueAsync(() => Task.FromResult(listener.Events.Count), n => n >= 30, seconds: 30);
        listener.Opened.ShouldBeGreaterThan(1);
        await Task.Delay(500);
        var heard = listener.Events.ToList();
        heard.Select(e => e.Id).ShouldBe(heard.Select(e => e.Id).Order());
        heard.Select(e => e.Id).ShouldBeUnique();
        heard.Count.ShouldBe(30);
        heard.ShouldNotContain(e => e.Case == before.Id);
        foreach (var found in cases) heard.Where(e => e.Case == found.Id).Select(e => e.Kind).ShouldBe(["routed", "overdue", "supplemented"]);
        heard[0].Data.GetProperty("receipt").GetString().ShouldBe(cases[0].Receipt);
    }

    [Fact]
    public async Task What_commits_late_is_neither_lost_nor_overtaken()
    {
        await using var bot = await TestBot.StartAsync(Bots.Postgres);
        var found = await bot.ArrivedAsync(await bot.StationAsync(1));
        await using var listener = await Listener.StartAsync(bot.Url, await bot.KeyAsync(KeyScopes.EventsRead));
        await using (var slow = bot.Get<CaseworkStore>().Open())
        {
            await using var open = await slow.Database.BeginTransactionAsync();
            slow.CaseEvents.Add(Entry(found, "noted"));
            await slow.SaveChangesAsync();
            await bot.EntryAsync(found, "overdue");
            await Task.Delay(1500);
            listener.Events.ShouldBeEmpty();
            await open.CommitAsync();
        }
        var heard = await Until.TrueAsync(() => Task.FromResult(listener.Events.ToList()), e => e.Count == 2);
        heard.Select(e => e.Kind).ShouldBe(["noted", "overdue"]);
        heard[0].Data.TryGetProperty("receipt", out _).ShouldBeFalse();

        // A number that was drawn and never came holds nobody up.
        await using (var lost = bot.Get<CaseworkStore>().Open())
        {
            await using var open = await lost.Database.BeginTransactionAsync();
            lost.CaseEvents.Add(Entry(found, "noted"));
            await lost.SaveChangesAsync();
            await open.RollbackAsync();
        }
        await bot.EntryAsync(found, "reopened");
        (await Until.TrueAsync(() => Task.FromResult(listener.Events.ToList()), e => e.Count == 3, seconds: 5))[2].Kind.ShouldBe("reopened");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_stream_tells_of_the_own_area_and_when_somebody_speaks_in_an_own_case(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var stations = (await bot.StationsAsync()).Where(s => s.Level == CaseLevel.Station).ToList();
        var (own, other) = (stations[0], stations.First(s => s.Subdistrict != stations[0].Subdistrict));
        (await bot.Get<CaseService>().TransferAsync(found.Id, own.Id, Actor.System("timer"))).Moved.ShouldBeTrue();
        var key = await bot.KeyAsync(own.Id, [KeyScopes.EventsRead, KeyScopes.CasesRead, KeyScopes.CasesWrite]);
        using var city = bot.System(key);
        await using var listener = await Listener.StartAsync(bot.Url, key);
        var foreign = await bot.ArrivedAsync(other);
        await city.PostAsync($"cases/{found.Id}/claim", new { agent = city.Agent });
        await Until.TrueAsync(() => Task.FromResult(listener.Events.ToList()), e => e.Any(x => x.Kind == "claimed" && x.Case == found.Id));
        await resident.SayAsync("你好");
        await Until.TrueAsync(() => Task.FromResult(listener.Said.ToList()), said => said.Contains(found.Id));
        await city.PostAsync($"cases/{found.Id}/transfer", new { agent = city.Agent, stationId = other.Id });
        await Until.TrueAsync(() => Task.FromResult(listener.Events.ToList()), e => e.Any(x => x.Kind == "transferred" && x.Case == found.Id));
        listener.Events.ShouldNotContain(e => e.Case == foreign.Id);
    }

    [Fact]
    public async Task A_silent_stream_shows_that_it_lives_and_ends_with_its_key()
    {
        await using var bot = await TestBot.StartAsync(Bots.Sqlite, "--Events:Heartbeat=00:00:01", "--Events:StreamsPerKey=1");
        using var http = new HttpClient { BaseAddress = new(bot.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await bot.KeyAsync(null, [KeyScopes.EventsRead], "listens"));
        using var answer = await http.GetAsync("/api/v1/events", HttpCompletionOption.ResponseHeadersRead);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        (await http.GetAsync("/api/v1/events")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var lines = 0;
        for (string? line; lines < 2 && (line = await reader.ReadLineAsync()) is not null;) if (line == ": still here") lines++;
        (await bot.Get<ApiKeys>().EndAsync("listens")).ShouldBeTrue();
        (await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20))).ShouldNotContain("event:");
    }

    private static CaseEventRow Entry(CaseRow found, string kind) => new()
    {
        CaseId = found.Id,
        At = TimeProvider.System.GetUtcNow(),
        Actor = Actor.SystemId,
        Kind = kind,
        FromState = found.State,
        ToState = found.State,
        Origin = "queue",
    };
}
