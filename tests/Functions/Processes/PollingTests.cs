using System.Net.Http.Json;
using System.Text.Json;
using IntakeBot.Casework.Petitions;
using IntakeBot.Functions.Tests.StandIn;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Functions.Tests.Processes;

/// <summary>The program alone, without a Functions host.</summary>
public sealed class PollingTests(Deployed deployed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Two_hundred_messages_become_two_hundred_cases(string provider)
    {
        await using var city = await City.CreateAsync(provider);
        var ids = await city.SendAsync(200);
        await using var process = await StartAsync(city);
        await UntilDrainedAsync(city, ids, process);
        (await city.Poison.LengthAsync()).ShouldBe(0);
        process.Terminate();
        (await process.ExitAsync(Patience)).ShouldBe(0);
        process.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Stopped_in_the_middle_it_finishes_what_is_in_hand_and_leaves_the_rest(string provider)
    {
        await using var city = await City.CreateAsync(provider);
        var ids = await city.SendAsync(200);
        await using (var first = await StartAsync(city))
        {
            await City.UntilAsync(async () => await city.Store.CasesAsync() >= 20, Patience, () => first.All);
            first.Terminate();
            (await first.ExitAsync(Patience)).ShouldBe(0, first.All);
        }
        var done = await city.Store.CasesAsync();
        done.ShouldBeLessThan(200);
        // What was in hand is finished and gone from the queue: nothing waits for a lock to run out.
        (await city.Petitions.LengthAsync()).ShouldBe(200 - done);
        (await city.Petitions.PeekMessagesAsync(32)).Value.ShouldAllBe(m => m.DequeueCount == 0);

        await using var second = await StartAsync(city);
        await UntilDrainedAsync(city, ids, second);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Killed_in_the_middle_it_loses_nothing(string provider)
    {
        await using var city = await City.CreateAsync(provider);
        city.Settings["Polling__MessageLock"] = "00:00:03";
        var ids = await city.SendAsync(40);
        for (var kill = 1; kill <= 3; kill++)
        {
            // Counted before anybody works on them: a quick process has done with all of them in a moment.
            var before = kill == 1 ? 0 : await city.Store.CasesAsync();
            ids = [.. ids, .. await city.SendAsync(40)];
            await using var process = await StartAsync(city);
            await City.UntilAsync(async () => await city.Store.CasesAsync() > before, Patience, () => process.All);
            process.KillHard();
            (await process.ExitAsync(Patience)).ShouldBe(137);
        }
        await using var last = await StartAsync(city);
        await UntilDrainedAsync(city, ids, last);
        (await city.Poison.LengthAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_fails_too_often_goes_to_poison_and_from_there_to_the_desk()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        city.Settings["AzureFunctionsJobHost__functionTimeout"] = "00:00:01";
        city.Settings["AzureFunctionsJobHost__extensions__queues__maxDequeueCount"] = "3";
        city.Settings["Polling__PoisonInterval"] = "00:00:00.2";
        await using var process = await StartAsync(city);
        await city.Store.ExecuteAsync("ALTER TABLE cases RENAME TO cases_away");
        await city.SendAsync(1);
        await using var db = city.Store.Open();
        await City.UntilAsync(() => db.ParkedMessages.AnyAsync(), Patience, () => process.All);
        (await db.ParkedMessages.SingleAsync()).Queue.ShouldBe(QueueNames.Poison);
        process.Output.ShouldContain(line => line.Contains("failed 3 times and went to petitions-poison", StringComparison.Ordinal));
        await City.UntilAsync(async () => await city.Poison.LengthAsync() == 0 && await city.Petitions.LengthAsync() == 0, Patience);
    }

    [Fact]
    public async Task A_message_in_another_encoding_is_parked()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        await using var process = await StartAsync(city);
        await city.Petitions.SendMessageAsync("押金 plain text, never encoded");
        await using var db = city.Store.Open();
        await City.UntilAsync(() => db.ParkedMessages.AnyAsync(), Patience, () => process.All);
        await City.UntilAsync(async () => await city.Petitions.LengthAsync() == 0, Patience);
        process.All.ShouldNotContain("押金");
    }

    [Fact]
    public async Task A_long_run_keeps_its_message_and_is_not_delivered_twice()
    {
        await using var city = await City.CreateAsync(TestStore.Postgres);
        city.Settings["Polling__MessageLock"] = "00:00:02";
        await using var process = await StartAsync(city);
        await using (var db = city.Store.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlRawAsync("LOCK TABLE cases IN ACCESS EXCLUSIVE MODE");
            await city.SendAsync(1);
            await Task.Delay(TimeSpan.FromSeconds(6));
        }
        await City.UntilAsync(async () => await city.Petitions.LengthAsync() == 0, Patience, () => process.All);
        process.Output.Count(line => line.Contains("RoutePetition: done", StringComparison.Ordinal)).ShouldBe(1, process.All);
        (await city.Store.CasesAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task While_the_queue_is_away_health_is_degraded_and_then_it_goes_on()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        var service = city.Petitions.Uri;
        await using var way = new Forwarder(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(service.Host), service.Port));
        way.Open();
        city.Settings["AzureWebJobsStorage"] = city.Connection.Replace($":{service.Port}/", $":{way.Port}/", StringComparison.Ordinal);
        var port = FunctionsHost.FreePort();
        await using var process = await StartAsync(city, port);
        using var http = new HttpClient();
        async Task<string> HealthAsync() => (await http.GetFromJsonAsync<JsonElement>($"http://127.0.0.1:{port}/health/ready")).GetProperty("status").GetString()!;

        (await HealthAsync()).ShouldBe("ready");
        way.Close();
        await City.UntilAsync(async () => await HealthAsync() == "degraded", Patience, () => process.All);
        var ids = await city.SendAsync(5);
        way.Open();
        await UntilDrainedAsync(city, ids, process);
        await City.UntilAsync(async () => await HealthAsync() == "ready", Patience, () => process.All);
        process.Output.Count(line => line.Contains("trying again until it answers", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(3, "said once a queue, not once a try");
    }

    [Fact]
    public async Task A_lone_petition_on_an_idle_queue_is_soon_a_case()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        await using var process = await StartAsync(city);
        await city.Store.CasesAsync();
        var times = new List<TimeSpan>();
        for (var i = 1; i <= 11; i++)
        {
            await Task.Delay(700); // long enough for the polling to slow down
            var began = System.Diagnostics.Stopwatch.StartNew();
            await city.SendAsync(1);
            await City.UntilAsync(async () => await city.Store.CasesAsync() == i, Patience, () => process.All);
            times.Add(began.Elapsed);
        }
        // The median: what a busy machine adds to single ones is none of the program's doing.
        times.Order().ElementAt(5).ShouldBeLessThan(TimeSpan.FromSeconds(1), string.Join(' ', times));
    }

    [Fact]
    public async Task A_case_nobody_takes_over_is_marked_by_the_sweep()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        await using var process = await StartAsync(city);
        await city.SendAsync(1);
        await City.UntilAsync(async () => await city.Store.CasesAsync() == 1, Patience, () => process.All);
        await using var db = city.Store.Open();
        var past = DateTimeOffset.UtcNow.AddSeconds(-1);
        await db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.DueAt, past));
        await City.UntilAsync(() => db.Cases.AnyAsync(c => c.OverdueAt != null), TimeSpan.FromSeconds(20), () => process.All);
    }

    [Fact]
    public async Task Interrupted_by_hand_it_ends_in_order_but_not_with_zero()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        await using var process = await StartAsync(city);
        process.InterruptByHand();
        (await process.ExitAsync(Patience)).ShouldBe(130, process.All);
    }

    private async Task<HandlerProcess> StartAsync(City city, int? port = null)
    {
        // Not from the program's own folder: host.json is found beside the program, wherever it is started.
        var process = new HandlerProcess(deployed.Executable, Path.GetTempPath(), ["--urls", $"http://127.0.0.1:{port ?? FunctionsHost.FreePort()}"], city.Settings);
        await process.SaysAsync("Polling queue petitions ", Patience);
        return process;
    }

    private static async Task UntilDrainedAsync(City city, List<Guid> ids, HandlerProcess process)
    {
        await City.UntilAsync(async () => await city.Petitions.LengthAsync() == 0, TimeSpan.FromSeconds(60), () => process.All);
        await using var db = city.Store.Open();
        (await db.Cases.Select(c => c.Id).ToListAsync()).ShouldBe(ids, ignoreOrder: true);
        (await db.CaseEvents.CountAsync(e => e.Kind == "routed")).ShouldBe(ids.Count);
    }
}
