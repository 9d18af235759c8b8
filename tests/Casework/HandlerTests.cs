using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Tests;

public class HandlerTests
{
    private static readonly Actor Wang = Actor.Staff("wang", "王调解");

    private static Petition Petition(int number = 1, string urgency = "normal") => SamplePetition.Deposit() with
    {
        Id = new Guid(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1),
        Receipt = Receipt.New(),
        Urgency = new(urgency),
    };

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_petition_becomes_a_case_with_its_first_timeline(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var petition = Petition();
        (await test.Route.HandleAsync(PetitionEnvelope.ForQueue(petition, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), default))
            .ShouldBe(HandlerOutcome.Finished);

        var detail = (await test.Reader.DetailAsync(petition.Id))!;
        detail.Petition.ShouldBeNull(); // the bot has not stored it here, and the case is shown all the same
        var made = detail.Case;
        made.State.ShouldBe(CaseState.Routed);
        made.Receipt.ShouldBe(petition.Receipt);
        made.Community.ShouldBe("塘尾");
        made.PlaceKnown.ShouldBeTrue();
        made.DistanceM.ShouldNotBeNull();
        made.DueAt.ShouldBe(SamplePetition.Evening.AddMinutes(5));
        made.DueAt.Offset.ShouldBe(TimeSpan.Zero);
        made.Traceparent.ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
        test.Places.Current.FindStation(made.StationId).ShouldNotBeNull();
        made.Reason.ShouldContain(test.Places.Current.FindStation(made.StationId)!.Name);
        detail.Timeline.Select(t => (t.Event.Kind, t.Event.FromState, t.Event.ToState, t.Event.Origin)).ShouldBe(
            [("received", null, CaseState.Received, "queue"), ("routed", CaseState.Received, CaseState.Routed, "queue")]);
        detail.Timeline[1].Event.Reason.ShouldBe(made.Reason);
        test.Signals.Cases.ShouldBe([petition.Id]);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task The_same_message_many_times_at_once_makes_one_case(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        await using var second = test.Second();
        await second.StartAsync();
        var message = PetitionEnvelope.ForQueue(Petition());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => (i % 2 == 0 ? test : second).Route.HandleAsync(message, default))));
        outcomes.ShouldAllBe(o => o is HandlerOutcome.Done || o is HandlerOutcome.Busy);
        outcomes.ShouldContain(HandlerOutcome.Finished);
        await using var db = test.Store.Open();
        (await db.Cases.CountAsync()).ShouldBe(1);
        (await db.CaseEvents.CountAsync()).ShouldBe(2);
        (test.Signals.Cases.Count + second.Signals.Cases.Count).ShouldBe(1);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_walk_before_the_first_petition_leaves_no_trace(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        await test.Route.WarmUpAsync(default);
        await using var db = test.Store.Open();
        (await db.Cases.AnyAsync()).ShouldBeFalse();
        (await db.CaseEvents.AnyAsync()).ShouldBeFalse();
        test.Signals.Cases.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Another_petition_with_the_same_receipt_is_no_silent_success(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var first = Petition(1);
        await test.Route.HandleAsync(PetitionEnvelope.ForQueue(first), default);
        await Should.ThrowAsync<InvalidOperationException>(() => test.Route.HandleAsync(PetitionEnvelope.ForQueue(first with { Id = Petition(2).Id }), default));
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task The_case_after_the_last_a_station_may_have_goes_to_another(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        await test.Route.HandleAsync(PetitionEnvelope.ForQueue(Petition(1)), default);
        var first = test.Places.Current.FindStation((await test.Reader.FindAsync(Petition(1).Id))!.StationId)!;
        first.LoadLimit.ShouldBe(30);
        for (var i = 2; i <= 31; i++) await test.Route.HandleAsync(PetitionEnvelope.ForQueue(Petition(i)), default);
        (await test.Reader.FindAsync(Petition(30).Id))!.StationId.ShouldBe(first.Id);
        var next = (await test.Reader.FindAsync(Petition(31).Id))!;
        next.StationId.ShouldNotBe(first.Id);
        next.Reason.ShouldContain("在办 30 件已满");
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_message_that_can_never_be_routed_is_parked_without_anybodys_words(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var broken = PetitionEnvelope.ForQueue(Petition()).Replace("\"kind\":\"complaint\"", "\"kind\":\"rage\"", StringComparison.Ordinal)
            .Replace("\"wish\":", "\"张三13812345678\":", StringComparison.Ordinal);
        foreach (var message in new[] { broken, "no json 13812345678", "{\"v\":9}", "", "{\"\\ud800\":1,\"\\ud800\":2}", "{\"v\":1,\"kind\":\"\\udfff\"}", "\ud800", "{\"v\":1,\"kind\":\"petition\",\"petition\":{\"description\":\"李四\"}}" })
            (await test.Route.HandleAsync(message, default)).ShouldBeOfType<HandlerOutcome.Parked>();
        var poison = PetitionEnvelope.ForQueue(Petition());
        for (var delivery = 0; delivery < 2; delivery++) (await test.Poison.HandleAsync(poison, default)).ShouldBeOfType<HandlerOutcome.Parked>();

        var parked = await test.Reader.ParkedAsync();
        parked.Count.ShouldBe(9);
        parked[0].Queue.ShouldBe("petitions-poison");
        parked[0].Body.ShouldContain(Petition().Id.ToString());
        var shape = System.Text.Json.Nodes.JsonNode.Parse(parked[0].Body)!["message"]!;
        shape["petition"]!["category"]!["leaf"]!.GetValue<string>().ShouldBe("rental.deposit");
        foreach (var hidden in new[] { "title", "description", "receipt", "wish" }) shape["petition"]![hidden]!.GetValue<string>().ShouldBe("…");
        parked[8].Reason.ShouldStartWith("不符合 petition/1 约定（");
        parked[8].Reason.ShouldContain("petition.kind: must be one of".Replace("petition.", "", StringComparison.Ordinal));
        foreach (var row in parked)
            foreach (var secret in new[] { "138", "张三", "李四", "王强", "房东", "押金" })
                $"{row.Reason} {row.Body}".ShouldNotContain(secret);
        await using var db = test.Store.Open();
        (await db.Cases.AnyAsync()).ShouldBeFalse();
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_store_that_is_away_means_try_again(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var away = provider == TestStore.Sqlite
            ? new StoreOptions(StoreProvider.Sqlite, "Data Source=/proc/nowhere/x.db")
            : new StoreOptions(StoreProvider.Postgres, "Host=127.0.0.1;Port=1;Username=x;Timeout=1");
        var route = new Routing.RoutePetition(new CaseworkStore(away), new OwnTransactions(new(away)), test.Places, new Routing.OpenCases(new CaseworkStore(away), test.Time), test.Content, [], test.Time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<Routing.RoutePetition>.Instance);
        (await route.HandleAsync(PetitionEnvelope.ForQueue(Petition()), default)).ShouldBeOfType<HandlerOutcome.Retry>();
        (await route.HandleAsync("{", default)).ShouldBeOfType<HandlerOutcome.Retry>();
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Overdue_cases_are_marked_once_and_claimed_ones_never(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        Petition normal = Petition(1), urgent = Petition(2, "urgent"), emergency = Petition(3, "emergency"), claimed = Petition(4, "emergency");
        foreach (var p in new[] { normal, urgent, emergency, claimed }) await test.Route.HandleAsync(PetitionEnvelope.ForQueue(p), default);
        (await test.Cases.ClaimAsync(claimed.Id, Wang)).Moved.ShouldBeTrue();

        async Task<List<int>> Overdue(TimeSpan after)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => test.Sweep.HandleAsync(SamplePetition.Evening + after, default)));
            await test.Sweep.HandleAsync(SamplePetition.Evening + after, default);
            await using var db = test.Store.Open();
            return [.. (await db.CaseEvents.Where(e => e.Kind == "overdue").OrderBy(e => e.Seq).Select(e => e.CaseId).ToListAsync()).Select(Number)];
        }
        (await Overdue(TimeSpan.FromSeconds(29))).ShouldBeEmpty();
        (await Overdue(TimeSpan.FromSeconds(30))).ShouldBe([3]);
        (await Overdue(TimeSpan.FromMinutes(2))).ShouldBe([3, 2]);
        (await Overdue(TimeSpan.FromHours(9))).ShouldBe([3, 2, 1]);

        (await test.Reader.ListAsync(new CaseFilter { OverdueOnly = true }, new PageOf())).Cases.Select(c => Number(c.Id)).ShouldBe([3, 2, 1]);
        (await test.Reader.ProgressAsync(normal.Receipt))!.Overdue.ShouldBeTrue();
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Cases_of_a_station_that_is_gone_go_to_another(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var petition = Petition();
        await test.Route.HandleAsync(PetitionEnvelope.ForQueue(petition), default);
        var before = (await test.Reader.FindAsync(petition.Id))!;
        await using (var db = test.Store.Open())
        {
            await db.Stations.Where(s => s.Id == before.StationId).ExecuteUpdateAsync(set => set.SetProperty(s => s.Active, false));
            db.PlacesVersions.Add(new PlacesVersionRow { At = test.Time.GetUtcNow(), Reason = "closed" });
            await db.SaveChangesAsync();
        }
        await test.Sweep.HandleAsync(SamplePetition.Evening.AddMinutes(1), default);
        (await test.Reader.FindAsync(petition.Id))!.StationId.ShouldBe(before.StationId);

        (await test.Places.RefreshAsync()).ShouldBeTrue();
        (await test.Places.RefreshAsync()).ShouldBeFalse();
        await test.Sweep.HandleAsync(SamplePetition.Evening.AddMinutes(1), default);
        await test.Sweep.HandleAsync(SamplePetition.Evening.AddMinutes(1), default);
        var detail = (await test.Reader.DetailAsync(petition.Id))!;
        detail.Case.StationId.ShouldNotBe(before.StationId);
        detail.Case.Reason.ShouldContain("已停用");
        detail.Case.DueAt.ShouldBe(SamplePetition.Evening.AddMinutes(6));
        detail.Timeline.Select(t => t.Event.Kind).ShouldBe(["received", "routed", "rerouted"]);
    }

    private static int Number(Guid id) => BitConverter.ToInt32(id.ToByteArray());
}
