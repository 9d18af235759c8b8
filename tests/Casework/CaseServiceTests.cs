using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Tests;

public class CaseServiceTests
{
    private static readonly Actor Wang = Actor.Staff("wang", "王调解"), Chen = Actor.Staff("chen", "陈调解");

    private static async Task<(TestStore Test, Petition Petition)> OneCase(string provider)
    {
        var test = await TestStore.OpenAsync(provider);
        var petition = SamplePetition.Deposit();
        await using (var db = test.Store.Open())
        {
            await db.Database.OpenConnectionAsync();
            await using var insert = PetitionStore.Insert(db.Database.GetDbConnection(), null, petition, test.Protector);
            await insert.ExecuteNonQueryAsync();
        }
        (await test.Reader.ProgressAsync(petition.Receipt))!.State.ShouldBe("received");
        await test.Route.HandleAsync(PetitionEnvelope.ForQueue(petition), default);
        return (test, petition);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_case_from_claim_to_rating(string provider)
    {
        var (test, petition) = await OneCase(provider);
        await using var _ = test;
        var id = petition.Id;

        (await test.Cases.CloseAsync(id, "mediated", "谈好了", Wang)).Problem.ShouldBe(new NotOwned());
        (await test.Cases.ClaimAsync(id, Wang)).Case!.OwnerName.ShouldBe("王调解");
        (await test.Cases.ClaimAsync(id, Wang)).Moved.ShouldBeTrue();
        (await test.Cases.ClaimAsync(id, Chen)).Problem.ShouldBe(new OwnedByOther("wang", "王调解"));
        (await test.Cases.HandBackAsync(id, Chen)).Problem.ShouldBe(new OwnedByOther("wang", "王调解"));
        (await test.Cases.AdvanceAsync(id, CaseState.Contacted, Wang)).Moved.ShouldBeTrue();
        (await test.Cases.AdvanceAsync(id, CaseState.Closed, Wang)).Problem.ShouldBe(new IllegalMove(CaseState.Contacted, CaseState.Closed));
        (await test.Cases.HandBackAsync(id, Wang, "我下班了,电话 13800000000")).Case!.OwnerId.ShouldBeNull();
        (await test.Cases.RateAsync(id, 5, true)).Problem.ShouldBeOfType<IllegalMove>();
        (await test.Cases.ClaimAsync(id, Chen)).Moved.ShouldBeTrue();
        (await test.Cases.CloseAsync(id, "magic", "x", Chen)).Problem.ShouldBe(new UnknownOutcome("magic"));
        (await test.Cases.CloseAsync(id, "mediated", "  ", Chen)).Problem.ShouldBe(new SentenceMissing());
        (await test.Cases.CloseAsync(id, "mediated", "房东今天退押金", Chen)).Case!.State.ShouldBe(CaseState.Closed);
        (await test.Cases.RateAsync(id, 9, null)).Problem.ShouldBe(new StarsOutOfRange(9));
        (await test.Cases.RateAsync(id, 2, false)).Case!.Stars.ShouldBe(2);
        (await test.Cases.ReopenAsync(id, Actor.Resident(), "没退")).Case!.State.ShouldBe(CaseState.Reopened);
        (await test.Cases.ReopenAsync(id, Actor.Resident())).Problem.ShouldBe(new IllegalMove(CaseState.Reopened, CaseState.Reopened));
        (await test.Cases.SupplementAsync(id, new Supplement(SamplePetition.Evening, "收据在这里"))).Moved.ShouldBeTrue();
        (await test.Cases.WithdrawAsync(id, Actor.Resident(), "算了")).Case!.Outcome.ShouldBe("withdrawn");
        (await test.Cases.WithdrawAsync(id, Actor.Resident())).Moved.ShouldBeTrue();

        var detail = (await test.Reader.DetailAsync(petition.Receipt))!;
        detail.Timeline.Select(t => (t.Event.Kind, t.Event.Actor, t.Event.ToState.Code())).ShouldBe([
            ("received", "system", "received"), ("routed", "system", "routed"), ("claimed", "wang", "claimed"), ("contacted", "wang", "contacted"),
            ("handed-back", "wang", "routed"), ("claimed", "chen", "claimed"), ("closed", "chen", "closed"), ("rated", "resident", "closed"),
            ("reopened", "resident", "reopened"), ("supplemented", "resident", "reopened"), ("withdrawn", "resident", "withdrawn"),
        ]);
        detail.Timeline[4].Comment.ShouldBe("我下班了,电话 13800000000");
        detail.Timeline[4].Event.Comment!.ShouldNotContain("13800000000");
        detail.Case.Version.ShouldBe(10);
        detail.Petition!.Reporter!.Name.ShouldBe("李四");
        detail.Petition.Supplements!.Single().Text.ShouldBe("收据在这里");
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Of_many_clicks_at_once_one_wins(string provider)
    {
        var (test, petition) = await OneCase(provider);
        await using var _ = test;
        var staff = Enumerable.Range(0, 12).Select(i => Actor.Staff($"s{i}", $"S{i}")).ToList();
        var results = await Task.WhenAll(staff.Select(s => Task.Run(() => test.Cases.ClaimAsync(petition.Id, s))));
        results.Count(r => r.Moved).ShouldBe(1);
        var owner = (await test.Reader.FindAsync(petition.Id))!.OwnerId;
        results.Single(r => r.Moved).Case!.OwnerId.ShouldBe(owner);
        results.Where(r => !r.Moved).ShouldAllBe(r => r.Problem is OwnedByOther && ((OwnedByOther)r.Problem).OwnerId == owner);
        await using var db = test.Store.Open();
        (await db.CaseEvents.CountAsync(e => e.Kind == "claimed")).ShouldBe(1);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_move_joins_the_callers_transaction(string provider)
    {
        var (test, petition) = await OneCase(provider);
        await using var _ = test;
        var told = test.Signals.Cases.Count;
        foreach (var commit in new[] { false, true })
        {
            await using var db = test.Store.Open();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var joined = new OpenTransaction(db.Database.GetDbConnection(), Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(transaction));
            (await test.Cases.ClaimAsync(petition.Id, Wang, joined)).Moved.ShouldBeTrue();
            (await test.Cases.ClaimAsync(petition.Id, Chen, joined)).Problem.ShouldBe(new OwnedByOther("wang", "王调解"));
            if (commit) await transaction.CommitAsync();
            else await transaction.RollbackAsync();
            (await test.Reader.FindAsync(petition.Id))!.OwnerId.ShouldBe(commit ? "wang" : null);
        }
        test.Signals.Cases.Count.ShouldBe(told); // the caller tells
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_case_is_sent_to_another_station(string provider)
    {
        var (test, petition) = await OneCase(provider);
        await using var _ = test;
        (await test.Cases.TransferAsync(petition.Id, "nowhere", Wang)).Problem.ShouldBe(new UnknownStation("nowhere"));
        await test.Cases.ClaimAsync(petition.Id, Chen);
        (await test.Cases.TransferAsync(petition.Id, "HALL-TL", Wang)).Problem.ShouldBeOfType<OwnedByOther>();
        var moved = (await test.Cases.TransferAsync(petition.Id, "HALL-TL", Chen, "归田寮管")).Case!;
        moved.StationId.ShouldBe("HALL-TL");
        moved.Level.ShouldBe(CaseLevel.Hall);
        moved.OwnerId.ShouldBeNull();
        moved.DistanceM!.Value.ShouldBeGreaterThan(1000);
        var last = (await test.Reader.DetailAsync(petition.Id))!.Timeline[^1];
        last.Event.Reason.ShouldStartWith("由");
        last.Comment.ShouldBe("归田寮管");
        (await test.Reader.ListAsync(new CaseFilter { StationIds = ["HALL-TL"] }, new PageOf())).Total.ShouldBe(1);
        (await test.Reader.ListAsync(new CaseFilter { StationIds = ["HALL-TW"] }, new PageOf())).Total.ShouldBe(0);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task What_is_missing_is_said_and_a_supplement_waits_for_its_case(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var id = SamplePetition.Deposit().Id;
        (await test.Cases.ClaimAsync(id, Wang)).Problem.ShouldBe(new CaseNotFound(id));
        (await test.Cases.SupplementAsync(id, new Supplement(SamplePetition.Evening, "还有照片"))).Problem.ShouldBe(new CaseNotFound(id));
        (await test.Reader.DetailAsync(id)).ShouldBeNull();
        (await test.Reader.ProgressAsync("GM-22222-22222")).ShouldBeNull();
        (await test.Reader.CaseExistsAsync([id])).ShouldBeEmpty();
        await using var db = test.Store.Open();
        (await db.Supplements.CountAsync()).ShouldBe(1);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task The_queue_shows_what_is_due_first_page_by_page(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var petitions = Enumerable.Range(0, 6).Select(i => SamplePetition.Deposit() with
        {
            Id = new Guid(i, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 2),
            Receipt = Receipt.New(),
            Urgency = new(i % 3 == 0 ? "emergency" : "normal"),
        }).ToList();
        foreach (var p in petitions)
        {
            test.Time.Advance(TimeSpan.FromSeconds(1));
            await test.Route.HandleAsync(PetitionEnvelope.ForQueue(p), default);
        }
        await test.Cases.ClaimAsync(petitions[0].Id, Wang);
        var first = await test.Reader.ListAsync(new CaseFilter(), new PageOf(0, 4));
        var rest = await test.Reader.ListAsync(new CaseFilter(), new PageOf(1, 4));
        first.Total.ShouldBe(6);
        first.Cases.Concat(rest.Cases).Select(c => c.Id).ShouldBe(new[] { 3, 1, 2, 4, 5, 0 }.Select(i => petitions[i].Id));
        (await test.Reader.ListAsync(new CaseFilter { OwnerId = "wang" }, new PageOf())).Cases.Single().Id.ShouldBe(petitions[0].Id);
        (await test.Reader.ListAsync(new CaseFilter { Over = true }, new PageOf())).Total.ShouldBe(0);
        (await test.Reader.CaseExistsAsync([petitions[1].Id, Guid.Empty])).ShouldBe([petitions[1].Id]);
    }

    [Fact]
    public void The_table_of_moves_is_whole()
    {
        foreach (var from in Enum.GetValues<CaseState>()) CaseMoves.From(from).ShouldNotBeEmpty();
        CaseMoves.Allows(CaseState.Routed, CaseState.Closed).ShouldBeFalse();
        CaseMoves.Allows(CaseState.Closed, CaseState.Reopened).ShouldBeTrue();
        CaseMoves.Before(CaseState.Claimed).ShouldBe([CaseState.Routed, CaseState.Reopened]);
    }
}
