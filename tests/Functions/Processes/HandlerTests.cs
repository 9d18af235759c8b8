using System.Net;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Functions.Tests.StandIn;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Functions.Tests.Processes;

/// <summary>The deployed program under the stand-in of the Functions host, with a real queue and a real database.</summary>
public sealed class HandlerTests(Deployed deployed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_petition_delivered_twice_becomes_one_case(string provider)
    {
        await using var city = await City.CreateAsync(provider);
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);
        var petition = City.Petition();
        var text = PetitionEnvelope.ForQueue(petition, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        for (var i = 0; i < 4; i++) await city.Petitions.SendAsync(text);

        await City.UntilAsync(async () => host.Invocations >= 4 && await city.Petitions.LengthAsync() == 0, Patience, () => host.Current.All);

        await using var db = city.Store.Open();
        var routed = await db.Cases.SingleAsync();
        routed.Id.ShouldBe(petition.Id);
        routed.State.ShouldBe(CaseState.Routed);
        routed.Reason.ShouldNotBeNullOrWhiteSpace();
        routed.Traceparent.ShouldNotBeNull().ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
        (await db.CaseEvents.CountAsync(e => e.CaseId == petition.Id && e.Kind == "routed")).ShouldBe(1);
        host.FailedInvocations.ShouldBe(0);
        (await city.Poison.LengthAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_broken_message_is_parked_and_not_poisoned(string provider)
    {
        await using var city = await City.CreateAsync(provider);
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);
        string[] broken = ["no json", """{"v":2,"kind":"petition"}""", """{"v":1,"kind":"petition","petition":{"receipt":"x"}}""", """{"Id":1,"DequeueCount":"99","PopReceipt":{}}""", "\"\\ud83d\""];
        foreach (var text in broken) await city.Petitions.SendAsync(text);

        await using var db = city.Store.Open();
        await City.UntilAsync(async () => await db.ParkedMessages.CountAsync() >= broken.Length, Patience, () => host.Current.All);
        await City.UntilAsync(async () => await city.Petitions.LengthAsync() == 0, Patience);
        (await db.ParkedMessages.Select(m => m.Reason).ToListAsync()).ShouldAllBe(reason => reason.Length > 0);
        (await db.ParkedMessages.CountAsync()).ShouldBe(broken.Length);
        (await city.Poison.LengthAsync()).ShouldBe(0);
        host.FailedInvocations.ShouldBe(0);
        (await city.Store.CasesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_is_no_base64_goes_to_poison_and_is_parked_there()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);
        await city.Petitions.SendMessageAsync("押金 plain text, never encoded");

        await using var db = city.Store.Open();
        await City.UntilAsync(() => db.ParkedMessages.AnyAsync(), Patience, () => host.Current.All);
        (await db.ParkedMessages.SingleAsync()).Queue.ShouldBe(QueueNames.Poison);
        await City.UntilAsync(async () => await city.Poison.LengthAsync() == 0, Patience);
    }

    [Fact]
    public async Task What_fails_five_times_goes_to_poison_and_from_there_to_the_desk()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        city.Settings["AzureFunctionsJobHost__functionTimeout"] = "00:00:02";
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);
        await city.Store.ExecuteAsync("ALTER TABLE cases RENAME TO cases_away");
        await city.SendAsync(1);

        await using var db = city.Store.Open();
        await City.UntilAsync(() => db.ParkedMessages.AnyAsync(), TimeSpan.FromSeconds(60), () => host.Current.All);
        (await db.ParkedMessages.SingleAsync()).Queue.ShouldBe(QueueNames.Poison);
        host.Failures.Count(f => f.Function == "RoutePetition").ShouldBe(5);
        host.Failures.ShouldAllBe(f => f.Body == """{"error":"try again"}""");
        host.Timeouts.ShouldBe(0, "our own deadline comes before the one that kills the process");
        host.Processes.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Killed_twice_in_the_middle_it_loses_nothing(string provider)
    {
        await using var city = await City.CreateAsync(provider);
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);
        var ids = await city.SendAsync(60);
        for (var kill = 1; kill <= 2; kill++)
        {
            await City.UntilAsync(async () => await city.Store.CasesAsync() >= kill * 8, Patience, () => host.Current.All);
            host.Current.KillHard();
            // On a fast machine everything may be done before the host has even noticed.
            await City.UntilAsync(() => Task.FromResult(host.Processes.Count > kill), Patience, () => host.Current.All);
            await host.ReadyAsync(Patience);
        }
        await City.UntilAsync(async () => await city.Store.CasesAsync() == ids.Count && await city.Petitions.LengthAsync() == 0, TimeSpan.FromSeconds(60), () => host.Current.All);

        await using var db = city.Store.Open();
        (await db.Cases.Select(c => c.Id).ToListAsync()).ShouldBe(ids, ignoreOrder: true);
        (await db.CaseEvents.CountAsync(e => e.Kind == "routed")).ShouldBe(ids.Count);
        (await city.Poison.LengthAsync()).ShouldBe(0);
        host.Processes.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_case_nobody_takes_over_is_marked_by_the_sweep()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);
        await city.SendAsync(1);
        await City.UntilAsync(async () => await city.Store.CasesAsync() == 1, Patience, () => host.Current.All);
        await using var db = city.Store.Open();
        var past = DateTimeOffset.UtcNow.AddSeconds(-1);
        await db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.DueAt, past));
        await City.UntilAsync(() => db.Cases.AnyAsync(c => c.OverdueAt != null), TimeSpan.FromSeconds(20), () => host.Current.All);
    }

    [Fact]
    public async Task A_store_that_hangs_is_answered_before_the_host_would_kill()
    {
        await using var city = await City.CreateAsync(TestStore.Postgres);
        // Long enough for a busy machine to do the work in, once the store is back.
        city.Settings["AzureFunctionsJobHost__functionTimeout"] = "00:00:10";
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);
        await using (var db = city.Store.Open())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlRawAsync("LOCK TABLE cases IN ACCESS EXCLUSIVE MODE");
            await city.SendAsync(1);
            await City.UntilAsync(() => Task.FromResult(!host.Failures.IsEmpty), Patience, () => host.Current.All);
        }
        await City.UntilAsync(async () => await city.Store.CasesAsync() == 1, Patience, () => host.Current.All);
        host.Timeouts.ShouldBe(0);
        host.Processes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Told_to_stop_it_ends_with_zero_and_has_said_nothing_on_stderr()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);
        await city.SendAsync(20);
        await City.UntilAsync(async () => await city.Store.CasesAsync() >= 1, Patience, () => host.Current.All);
        (await host.StopAsync()).ShouldBe(0);
        host.Current.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_log_line_and_no_answer_quotes_what_a_resident_wrote()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);
        var petition = City.Petition();
        var text = PetitionEnvelope.ForQueue(petition);
        (await host.PostAsync("RoutePetition", Body(text))).Status.ShouldBe(HttpStatusCode.OK);
        var (status, answer) = await host.PostAsync("RoutePetition", Body(text.Replace("\"urgency\"", "\"urgence\"", StringComparison.Ordinal)));
        status.ShouldBe(HttpStatusCode.OK);
        answer.ShouldContain("\"Logs\":[\"Parked: ");
        foreach (var private_ in (string[])["押金", "墙脏", petition.Receipt, petition.Receipt[3..], "房东", "502"])
        {
            host.Current.All.ShouldNotContain(private_);
            answer.ShouldNotContain(private_);
        }

        static string Body(string message) => new System.Text.Json.Nodes.JsonObject
        {
            ["Data"] = new System.Text.Json.Nodes.JsonObject { ["item"] = System.Text.Json.JsonSerializer.Serialize(message) },
        }.ToJsonString();
    }

    [Fact]
    public async Task The_largest_message_with_what_a_host_adds_to_it_becomes_a_case()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);
        var petition = City.Petition() with { Description = string.Concat(Enumerable.Repeat("押\"\\😀\n", 20_000)) };
        await city.Petitions.SendAsync(PetitionEnvelope.ForQueue(petition));
        await City.UntilAsync(async () => await city.Store.CasesAsync() == 1, Patience, () => host.Current.All);
        host.FailedInvocations.ShouldBe(0);
    }

    [Fact]
    public async Task The_three_golden_requests_are_answered()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);
        foreach (var (function, file) in (IEnumerable<(string, string)>)[("RoutePetition", "route-petition.json"), ("ParkPoison", "park-poison.json"), ("SweepCases", "sweep-cases.json")])
        {
            var (status, body) = await host.PostAsync(function, Golden.Text(file));
            status.ShouldBe(HttpStatusCode.OK, function);
            body.ShouldStartWith("{");
        }
        await using var db = city.Store.Open();
        (await db.ParkedMessages.CountAsync()).ShouldBe(2, "neither is a whole petition");
    }

    [Fact]
    public async Task No_envelope_is_refused_and_does_no_harm()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);
        foreach (var body in (string[])["", "{}", """{"Data":{}}"""])
        {
            (await host.PostAsync("RoutePetition", body)).Status.ShouldBe(HttpStatusCode.BadRequest);
            (await host.PostAsync("SweepCases", body)).ShouldBe((HttpStatusCode.OK, "{}"));
        }
    }
}
