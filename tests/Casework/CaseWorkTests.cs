using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Tests;

/// <summary>Notes, calls, facts set right, duplicates, colleagues: what staff do with a case besides moving it.</summary>
public class CaseWorkTests
{
    private static readonly Actor Wang = Actor.Staff("wang", "王调解"), Chen = Actor.Staff("chen", "陈调解");

    public static TheoryData<string> Both => [TestStore.Sqlite, TestStore.Postgres];

    [Theory, MemberData(nameof(Both))]
    public async Task Unreachable_only_after_three_logged_tries_since_it_was_last_opened(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var id = await CaseAsync(test);
        await test.Cases.ClaimAsync(id, Wang);
        (await CloseAsync()).Problem.ShouldBe(new TriesMissing(3));
        (await test.Cases.CallAsync(id, new("mother", "reached"), Wang)).Problem.ShouldBe(new CallInvalid("mother", "reached"));
        foreach (var call in (CallLog[])[new("reporter", "no-answer"), new("reporter", "busy"), new("counterparty", "no-answer"), new("other", "wrong-number")])
            (await test.Cases.CallAsync(id, call, Chen)).Moved.ShouldBeTrue();
        (await CloseAsync()).Problem.ShouldBe(new TriesMissing(1));
        (await test.Cases.CallAsync(id, new("reporter", "refused", "让我别再打 13800000000"), Wang)).Case!.State.ShouldBe(CaseState.Claimed);
        (await CloseAsync()).Case!.State.ShouldBe(CaseState.Closed);

        await test.Cases.ReopenAsync(id, Actor.Resident());
        await test.Cases.ClaimAsync(id, Wang);
        (await CloseAsync()).Problem.ShouldBe(new TriesMissing(3));
        (await test.Cases.CallAsync(id, new("reporter", "reached"), Wang)).Case!.State.ShouldBe(CaseState.Contacted);
        var calls = (await test.Reader.DetailAsync(id))!.Timeline.Where(t => t.Event.Kind == "phoned").ToList();
        calls[4].Comment.ShouldBe("让我别再打 13800000000");
        calls[4].Event.Comment!.ShouldNotContain("13800000000");
        CallLog.Of(calls[4].Event).ShouldBe(new("reporter", "refused"));

        Task<CaseMove> CloseAsync() => test.Cases.CloseAsync(id, "unreachable", "一直没联系上您", Wang);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_fact_set_right_keeps_both_values_and_the_desk_follows(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var id = await CaseAsync(test);
        var before = (await test.Reader.DetailAsync(id))!;
        (await ReviseAsync("amount", "三千", "3000")).Problem.ShouldBe(new FactInvalid("amount", FactFault.NotANumber));
        (await ReviseAsync("amount", "-1", "3000")).Problem.ShouldBe(new FactInvalid("amount", FactFault.NotANumber));
        (await ReviseAsync("people", "0", "1")).Problem.ShouldBe(new FactInvalid("people", FactFault.OutOfRange));
        (await ReviseAsync("colour", "red", null)).Problem.ShouldBe(new FactInvalid("colour", FactFault.UnknownField));
        (await ReviseAsync("category", "", "rental.deposit")).Problem.ShouldBe(new FactInvalid("category", FactFault.Required));
        (await ReviseAsync("urgency", "soon", "normal")).Problem.ShouldBe(new FactInvalid("urgency", FactFault.Unknown));
        (await ReviseAsync("building", "XX-1", "TW-000123")).Problem.ShouldBe(new FactInvalid("building", FactFault.Unknown));
        (await ReviseAsync("reporter-phone", "123", "+8613812345678")).Problem.ShouldBe(new FactInvalid("reporter-phone", FactFault.NotAPhone));
        (await ReviseAsync("wish", new string('长', 501), "退还押金")).Problem.ShouldBe(new FactInvalid("wish", FactFault.TooLong));

        (await ReviseAsync("amount", "3,200 元", "3000")).Moved.ShouldBeTrue();
        (await ReviseAsync("amount", "3500", "3000")).Problem.ShouldBe(new CaseChanged(id));
        (await ReviseAsync("amount", "3200", "3200")).Moved.ShouldBeTrue();
        (await ReviseAsync("wish", "", "退还押金")).Moved.ShouldBeTrue();
        (await ReviseAsync("category", "rental.rent-contract", "rental.deposit")).Case!.Leaf.ShouldBe("rental.rent-contract");
        (await ReviseAsync("reporter-phone", "139 0000 0001", "+8613812345678")).Moved.ShouldBeTrue();
        var urgent = (await ReviseAsync("urgency", "emergency", "normal")).Case!;
        urgent.Urgency.ShouldBe("emergency");
        urgent.DueAt.ShouldBe(test.Time.GetUtcNow().AddSeconds(30));
        (await ReviseAsync("urgency", "normal", "emergency")).Case!.DueAt.ShouldBe(urgent.DueAt);

        await test.Cases.ClaimAsync(id, Wang);
        (await test.Cases.ReviseAsync(id, new("kind", "request", "complaint"), Chen)).Problem.ShouldBe(new OwnedByOther("wang", "王调解"));
        var after = (await test.Reader.DetailAsync(id))!;
        after.Petition!.Amount.ShouldBe(before.Petition!.Amount);
        after.Petition.Reporter.ShouldBe(before.Petition.Reporter);
        after.Fact("amount").ShouldBe("3200");
        after.Fact("wish").ShouldBeNull();
        after.Fact("detail").ShouldBe("3单元502");
        after.Fact("reporter-phone").ShouldBe("+8613900000001");
        after.Facts.Select(f => (f.Field, f.Before, f.After, f.ActorName)).Take(2).ShouldBe([("amount", "3000", "3200", "王调解"), ("wish", "退还押金", null, "王调解")]);
        after.Timeline.Count(t => t.Event.Kind == "revised").ShouldBe(6);
        await using var db = test.Store.Open();
        (await db.CaseFacts.Select(f => f.After).ToListAsync()).ShouldAllBe(v => v == null || !v.Contains("13900000001"));
        await test.Cases.CloseAsync(id, "answered", "好了", Wang);
        (await ReviseAsync("amount", "1", "3200")).Problem.ShouldBeOfType<IllegalMove>();

        Task<CaseMove> ReviseAsync(string field, string? value, string? saw) => test.Cases.ReviseAsync(id, new(field, value, saw), Wang);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_place_set_right_moves_the_point_and_not_the_case(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var id = await CaseAsync(test);
        var was = (await test.Reader.FindAsync(id))!;
        var gazetteer = test.Places.Current.Gazetteer;
        // A building next to a station that is on duty now, far from where the matter was thought to be.
        var now = test.Time.GetUtcNow();
        var (building, nearest) = Enumerable.Range(0, gazetteer.BuildingCount).Select(gazetteer.BuildingAt)
            .Select(b => (Building: b, Near: test.Places.Current.Near(b.Point, 200)))
            .First(b => b.Near.Count > 0 && b.Near[0].Station.Id != was.StationId && test.Places.Current.IsOnDuty(b.Near[0].Station, now)
                && Geodesic.Metres(b.Building.Point, new(was.Latitude!.Value, was.Longitude!.Value)) > 2000);
        NearerStation.Of(was, test.Places.Current, now).ShouldBeNull();

        var moved = (await test.Cases.ReviseAsync(id, new("building", building.Code.ToLowerInvariant(), was.Building), Wang)).Case!;
        (moved.Building, moved.Address, moved.Community, moved.StationId).ShouldBe((building.Code, building.Address, building.Community.Name, was.StationId));
        (moved.Latitude, moved.Longitude).ShouldBe((building.Point.Lat, building.Point.Lon));
        moved.DistanceM!.Value.ShouldBeGreaterThan(1000);
        var nearer = NearerStation.Of(moved, test.Places.Current, now)!.Value;
        nearer.Station.Id.ShouldBe(nearest[0].Station.Id);
        (await test.Reader.DetailAsync(id))!.Facts.Select(f => (f.Field, f.Before, f.After)).ShouldBe(
            [("building", was.Building, building.Code), ("address", was.Address, building.Address)], ignoreOrder: true);
        // What the map does not know is kept as it was said; the point stays.
        var odd = (await test.Cases.ReviseAsync(id, new("address", "老榕树底下", building.Address), Wang)).Case!;
        (odd.Address, odd.Latitude).ShouldBe(("老榕树底下", building.Point.Lat));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Duplicates_are_suggested_and_merged_without_chains_or_circles(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var first = await CaseAsync(test, 1);
        test.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await CaseAsync(test, 2);
        var third = await CaseAsync(test, 3);
        var elsewhere = await CaseAsync(test, 4, p => p with { Where = new("none"), Category = new("noise.renovation", 0.9, "resident") });
        var door = test.Places.Current.Gazetteer.FindBuilding("TW-000123")!.Point;
        var near = SmallWorld.Away(door, 80, 45);
        var neighbour = await CaseAsync(test, 5, p => p with { Where = p.Where with { Building = null, Point = new(near.Lat, near.Lon) }, Category = new("rental.rent-contract", 0.9, "resident") });
        var far = SmallWorld.Away(door, 130, 45);
        await CaseAsync(test, 6, p => p with { Where = p.Where with { Building = null, Point = new(far.Lat, far.Lon) } });
        var likely = await test.Reader.DuplicatesAsync((await test.Reader.FindAsync(first))!);
        likely.Select(l => l.Case.Id).ShouldBe([third, second, neighbour], ignoreOrder: true);
        likely[^1].Metres.ShouldBe(80, 0.1);
        likely.ShouldNotContain(l => l.Case.Id == elsewhere);
        (await test.Reader.HistoryAsync((await test.Reader.FindAsync(first))!)).Building.Select(c => c.Id).ShouldBe([second, third], ignoreOrder: true);

        await test.Cases.ClaimAsync(second, Chen);
        (await test.Cases.MergeAsync(second, first, Wang)).Problem.ShouldBe(new OwnedByOther("chen", "陈调解"));
        (await test.Cases.MergeAsync(first, first, Wang)).Problem.ShouldBe(new MergedIntoItself(first));
        var merged = (await test.Cases.MergeAsync(second, first, Chen, "同一个房东")).Case!;
        (merged.State, merged.MergedInto, merged.ClosedAt is not null).ShouldBe((CaseState.Merged, first, true));
        (await test.Cases.MergeAsync(first, second, Wang)).Problem.ShouldBe(new MergedIntoItself(first));
        (await test.Cases.MergeAsync(third, second, Wang)).Case!.MergedInto.ShouldBe(first);
        (await test.Reader.MergedAsync(first)).Select(c => c.Id).ShouldBe([second, third], ignoreOrder: true);
        // Where the first goes, those merged into it go along.
        (await test.Cases.MergeAsync(first, neighbour, Wang)).Moved.ShouldBeTrue();
        (await test.Reader.FindAsync(second))!.MergedInto.ShouldBe(neighbour);
        var receipt = (await test.Reader.FindAsync(first))!.Receipt;
        (await test.Reader.DetailAsync(neighbour))!.Timeline[^1].Event.ShouldSatisfyAllConditions(e => e.Kind.ShouldBe("absorbed"), e => e.Reason.ShouldBe(receipt));

        // What its resident adds is read where the matter is handled.
        await test.Cases.SupplementAsync(second, new Supplement(SamplePetition.Evening, "又来催了"));
        (await test.Reader.DetailAsync(neighbour))!.Petition!.Supplements!.ShouldHaveSingleItem().Text.ShouldBe("又来催了");
        // That it is not the same stands at both, and takes nothing apart by itself.
        await test.Cases.SupplementAsync(second, new Supplement(SamplePetition.Evening, "不是一回事", Mark: SupplementMarks.AnotherMatter));
        foreach (var told in (Guid[])[second, neighbour])
            (await test.Reader.DetailAsync(told))!.Timeline[^1].Event.ShouldSatisfyAllConditions(e => e.Kind.ShouldBe("supplemented"), e => e.Reason.ShouldBe("another-matter"));
        (await test.Reader.FindAsync(second))!.MergedInto.ShouldBe(neighbour);
        (await test.Cases.ReopenAsync(second, Actor.Resident())).Case!.MergedInto.ShouldBeNull();

        await test.Cases.ClaimAsync(neighbour, Wang);
        await test.Cases.CloseAsync(neighbour, "answered", "好了", Wang);
        (await test.Cases.MergeAsync(second, neighbour, Wang)).Problem.ShouldBe(new MergeTargetOver(neighbour, CaseState.Closed));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_tells_of_danger_makes_the_case_an_emergency_and_leaves_it_in_the_hands_it_is_in(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var id = await CaseAsync(test);
        await test.Cases.ClaimAsync(id, Wang);
        await test.Cases.SupplementAsync(id, new Supplement(SamplePetition.Evening, "他拿刀冲过来了", Mark: SupplementMarks.Emergency));
        await test.Cases.SupplementAsync(id, new Supplement(SamplePetition.Evening, "快点", Mark: SupplementMarks.Emergency));
        var detail = (await test.Reader.DetailAsync((await test.Reader.FindAsync(id))!.Receipt))!;
        (detail.Case.Urgency, detail.Case.OwnerId).ShouldBe(("emergency", "wang"));
        detail.Timeline[^1].Event.Reason.ShouldBe("emergency");
        detail.Facts.ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Field.ShouldBe("urgency"), f => f.Before.ShouldBe("normal"), f => f.After.ShouldBe("emergency"));
        detail.Petition!.Supplements!.Select(s => s.Mark).ShouldBe(["emergency", "emergency"]);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Of_two_merged_into_each_other_at_once_one_is_left(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        for (var round = 1; round <= 4; round++)
        {
            var (one, other) = (await CaseAsync(test, 10 * round), await CaseAsync(test, 10 * round + 1));
            var results = await Task.WhenAll(Task.Run(() => test.Cases.MergeAsync(one, other, Wang)), Task.Run(() => test.Cases.MergeAsync(other, one, Chen)));
            results.Count(r => r.Moved).ShouldBe(1);
            results.Single(r => !r.Moved).Problem.ShouldBeOfType<MergedIntoItself>();
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_called_desk_that_takes_over_gets_the_case_and_the_others_are_let_go(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var id = await CaseAsync(test);
        var was = (await test.Reader.FindAsync(id))!;
        await CallAsync("HALL-TL");
        await CallAsync("SUB-FH");
        (await test.Reader.CalledAsync(id)).Count.ShouldBe(2);
        // A desk that was not called leaves it where it lies.
        (await test.Cases.ClaimAsync(id, Chen, "HALL-TL-none", null)).Case!.StationId.ShouldBe(was.StationId);
        (await test.Reader.CalledAsync(id)).ShouldBeEmpty();
        await test.Cases.HandBackAsync(id, Chen);
        await CallAsync("HALL-TL");
        var claimed = (await test.Cases.ClaimAsync(id, Wang, "HALL-TL", null)).Case!;
        (claimed.StationId, claimed.Level, claimed.OwnerId).ShouldBe(("HALL-TL", CaseLevel.Hall, "wang"));
        claimed.DistanceM!.Value.ShouldBeGreaterThan(1000);
        claimed.Reason.ShouldContain("接手");
        (await test.Reader.CalledAsync(id)).ShouldBeEmpty();
        (await test.Reader.DetailAsync(id))!.Timeline[^1].Event.Reason.ShouldBe(claimed.Reason);

        async Task CallAsync(string station)
        {
            await using var db = test.Store.Open();
            db.CaseDesks.Add(new CaseDeskRow { CaseId = id, StationId = station, CalledAt = test.Time.GetUtcNow() });
            await db.SaveChangesAsync();
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_new_waiting_begins_anew(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var id = await CaseAsync(test);
        await using (var db = test.Store.Open()) await db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.EscalationStep, 2).SetProperty(c => c.OverdueAt, test.Time.GetUtcNow()));
        await test.Cases.ClaimAsync(id, Wang);
        test.Time.Advance(TimeSpan.FromHours(1));
        var back = (await test.Cases.HandBackAsync(id, Wang)).Case!;
        (back.EscalationStep, back.OverdueAt, back.RoutedAt, back.DueAt).ShouldBe((0, null, test.Time.GetUtcNow(), test.Time.GetUtcNow().AddMinutes(5)));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_colleague_gets_the_case_in_one_move(string provider)
    {
        await using var test = await TestStore.OpenAsync(provider);
        var id = await CaseAsync(test);
        await test.Cases.ClaimAsync(id, Wang);
        await test.Cases.SpokeAsync(id, Wang);
        (await test.Cases.TransferToPersonAsync(id, Chen, null, Chen)).Problem.ShouldBe(new OwnedByOther("wang", "王调解"));
        (await test.Cases.TransferToPersonAsync(id, Chen, "nowhere", Wang)).Problem.ShouldBe(new UnknownStation("nowhere"));
        var given = (await test.Cases.TransferToPersonAsync(id, Chen, "HALL-TL", Wang, "我下班了")).Case!;
        (given.OwnerId, given.OwnerName, given.StationId, given.State).ShouldBe(("chen", "陈调解", "HALL-TL", CaseState.Contacted));
        (await test.Cases.WithdrawAsync(id, Wang)).Problem.ShouldBe(new OwnedByOther("chen", "陈调解"));
        (await test.Cases.SpokeAsync(id, Chen)).Moved.ShouldBeTrue();
        var last = (await test.Reader.DetailAsync(id))!.Timeline[^1];
        (last.Event.Kind, last.Event.Actor, last.Comment).ShouldBe(("transferred", "wang", "我下班了"));
        (await test.Cases.WithdrawAsync(id, Chen, "电话里说不用了")).Case!.State.ShouldBe(CaseState.Withdrawn);
    }

    internal static async Task<Guid> CaseAsync(TestStore test, int number = 0, Func<Petition, Petition>? change = null)
    {
        var petition = SamplePetition.Deposit();
        if (number > 0) petition = petition with { Id = new Guid(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 3), Receipt = Receipt.New() };
        if (change is not null) petition = change(petition);
        await using (var db = test.Store.Open())
        {
            await db.Database.OpenConnectionAsync();
            await using var insert = PetitionStore.Insert(db.Database.GetDbConnection(), null, petition, test.Protector);
            await insert.ExecuteNonQueryAsync();
        }
        await test.Route.HandleAsync(PetitionEnvelope.ForQueue(petition), default);
        return petition.Id;
    }
}
