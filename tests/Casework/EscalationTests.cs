using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Tests;

public class EscalationTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(8));
    private static readonly Actor Wang = Actor.Staff("wang", "王调解");

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Each_step_is_taken_when_its_time_has_come(string provider)
    {
        await using var world = await World.OpenAsync(provider);
        var id = await world.CaseAsync();
        await world.SweepAsync(299);
        (await world.KindsAsync(id)).ShouldBe(["received", "routed"]);

        await world.SweepAsync(300);
        var row = await world.RowAsync(id);
        (row.OverdueAt, row.EscalationStep, row.StationId).ShouldBe((Morning.AddSeconds(300), 1, "A"));
        (await world.DesksAsync(id)).ShouldBe(["B"]);
        (await world.ReasonsAsync(id, "overdue")).ShouldBe(["5 分钟没有人接手。已加叫 乙诉求服务站"]);
        (await world.ReasonsAsync(id, "called")).ShouldBe(["5 分钟没有人接手，已加叫 乙诉求服务站（230 米，值班中）"]);
        await using (var db = world.Test.Store.Open()) (await db.CaseDesks.SingleAsync()).DistanceM!.Value.ShouldBe(230, 0.01);

        await world.SweepAsync(599);
        (await world.DesksAsync(id)).ShouldBe(["B"]);
        await world.SweepAsync(600);
        await world.SweepAsync(600);
        (await world.DesksAsync(id)).ShouldBe(["B", "SUB"]);
        await world.SweepAsync(900);
        await world.SweepAsync(9000);
        (await world.DesksAsync(id)).ShouldBe(["B", "DISTRICT", "SUB"]);
        (await world.KindsAsync(id)).ShouldBe(["received", "routed", "overdue", "called", "called", "called"]);
        (await world.ReasonsAsync(id, "called"))[2].ShouldBe("15 分钟没有人接手，已加叫 光明区诉求服务中心");
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_missed_sweep_catches_up_with_all_steps_in_order_each_once_whoever_sweeps(string provider)
    {
        await using var world = await World.OpenAsync(provider);
        await using var second = world.Test.Second();
        await second.StartAsync();
        List<Guid> ids = [await world.CaseAsync(1), await world.CaseAsync(2, "urgent"), await world.CaseAsync(3, "emergency")];
        var claimed = await world.CaseAsync(4);
        (await world.Test.Cases.ClaimAsync(claimed, Wang)).Moved.ShouldBeTrue();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => (i % 2 == 0 ? world.Test : second).Sweep.HandleAsync(Morning.AddHours(3), default))));
        await world.SweepAsync(3 * 3600);
        foreach (var id in ids)
        {
            (await world.KindsAsync(id)).ShouldBe(["received", "routed", "overdue", "called", "called", "called"]);
            (await world.DesksAsync(id)).ShouldBe(["B", "DISTRICT", "SUB"]);
            (await world.RowAsync(id)).EscalationStep.ShouldBe(3);
            (await world.ReasonsAsync(id, "overdue")).Single().ShouldBe("3 小时没有人接手。已加叫 乙诉求服务站、凤凰街道诉求值班台、光明区诉求服务中心");
        }
        (await world.KindsAsync(claimed)).ShouldBe(["received", "routed", "claimed"]);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task An_emergency_escalates_by_its_own_times(string provider)
    {
        await using var world = await World.OpenAsync(provider);
        var id = await world.CaseAsync(1, "emergency");
        await world.SweepAsync(30);
        (await world.DesksAsync(id)).ShouldBe(["B"]);
        (await world.ReasonsAsync(id, "called")).Single().ShouldStartWith("30 秒没有人接手");
        await world.SweepAsync(60);
        (await world.DesksAsync(id)).ShouldBe(["B", "SUB"]);
        await world.SweepAsync(90);
        (await world.DesksAsync(id)).ShouldBe(["B", "DISTRICT", "SUB"]);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Nobody_near_is_written_down_and_the_next_level_called_without_waiting(string provider)
    {
        await using var world = await World.OpenAsync(provider, otherStation: SmallWorld.Never);
        var id = await world.CaseAsync();
        await world.SweepAsync(300);
        (await world.DesksAsync(id)).ShouldBe(["SUB"]);
        (await world.ReasonsAsync(id, "called")).ShouldBe(
            ["5 分钟没有人接手，500 米内没有别的站可叫：乙 230 米，不在岗", "5 分钟没有人接手，已加叫 凤凰街道诉求值班台"]);
        (await world.RowAsync(id)).EscalationStep.ShouldBe(2);
        await world.SweepAsync(899);
        (await world.DesksAsync(id)).ShouldBe(["SUB"]);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_new_waiting_begins_with_the_first_step_again(string provider)
    {
        await using var world = await World.OpenAsync(provider);
        var id = await world.CaseAsync();
        await world.SweepAsync(3600);
        world.Test.Time.SetUtcNow(Morning.AddSeconds(3600));
        (await world.Test.Cases.ClaimAsync(id, Wang)).Moved.ShouldBeTrue();
        (await world.DesksAsync(id)).ShouldBeEmpty();
        await world.SweepAsync(9000);
        (await world.Test.Cases.HandBackAsync(id, Wang)).Moved.ShouldBeTrue();
        await world.SweepAsync(3600 + 299);
        (await world.DesksAsync(id)).ShouldBeEmpty();
        await world.SweepAsync(3600 + 300);
        (await world.DesksAsync(id)).ShouldBe(["B"]);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Claims_and_sweeps_at_once_leave_no_desk_called_to_a_claimed_case(string provider)
    {
        await using var world = await World.OpenAsync(provider);
        await using var second = world.Test.Second();
        await second.StartAsync();
        var ids = new List<Guid>();
        for (var i = 1; i <= 8; i++) ids.Add(await world.CaseAsync(i));
        await Task.WhenAll(
            Task.Run(() => world.Test.Sweep.HandleAsync(Morning.AddHours(1), default)),
            Task.Run(() => second.Sweep.HandleAsync(Morning.AddHours(1), default)),
            Task.Run(async () => { foreach (var id in ids) await world.Test.Cases.ClaimAsync(id, Wang); }));
        foreach (var id in ids)
        {
            if ((await world.RowAsync(id)).OwnerId is null) continue;
            (await world.DesksAsync(id)).ShouldBeEmpty();
            (await world.KindsAsync(id)).Count(kind => kind == "overdue").ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task Waiting_cases_of_a_station_that_goes_off_duty_go_to_who_is_there(string provider)
    {
        // closes at 10:03
        await using var world = await World.OpenAsync(provider, ownStation: new([new Shift(255, 0, 603)]));
        var id = await world.CaseAsync();
        var inHand = await world.CaseAsync(2);
        await world.Test.Cases.ClaimAsync(inHand, Wang);
        await world.SweepAsync(179);
        (await world.RowAsync(id)).StationId.ShouldBe("A");
        await world.SweepAsync(180);
        await world.SweepAsync(181);
        var row = await world.RowAsync(id);
        (row.StationId, row.DueAt).ShouldBe(("B", Morning.AddSeconds(480)));
        row.Reason.ShouldBe("甲诉求服务站下班时还没人接手，转给在岗的。乙诉求服务站，230 米，在岗；更近的：甲 100 米，10:03 起下班");
        (await world.KindsAsync(id)).ShouldBe(["received", "routed", "rerouted"]);
        (await world.RowAsync(inHand)).StationId.ShouldBe("A");
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task What_is_late_stays_late_when_it_is_sent_on_and_its_escalation_goes_on(string provider)
    {
        // closes at 10:07, when B has been called already
        await using var world = await World.OpenAsync(provider, ownStation: new([new Shift(255, 0, 607)]));
        var id = await world.CaseAsync();
        await world.SweepAsync(300);
        await world.SweepAsync(420);
        var row = await world.RowAsync(id);
        (row.StationId, row.OverdueAt, row.DueAt, row.EscalationStep).ShouldBe(("B", Morning.AddSeconds(300), Morning.AddSeconds(300), 1));
        (await world.DesksAsync(id)).ShouldBeEmpty();
        await world.SweepAsync(600);
        (await world.DesksAsync(id)).ShouldBe(["SUB"]);
        (await world.KindsAsync(id)).ShouldBe(["received", "routed", "overdue", "called", "rerouted", "called"]);
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public async Task A_station_that_comes_on_duty_is_called_to_what_is_late_and_to_nothing_else(string provider)
    {
        // B alone is near, and opens at 10:30
        await using var world = await World.OpenAsync(provider, ownStation: SmallWorld.Never, otherStation: new([new Shift(255, 630, 1440)]));
        var late = await world.CaseAsync();
        (await world.RowAsync(late)).StationId.ShouldBe("HALL");
        await world.SweepAsync(1799);
        (await world.DesksAsync(late)).ShouldBe(["DISTRICT", "SUB"]);
        world.Test.Time.SetUtcNow(Morning.AddSeconds(1750));
        var fresh = await world.CaseAsync(2);
        await world.SweepAsync(1800);
        await world.SweepAsync(1800);
        await world.SweepAsync(1900);
        (await world.DesksAsync(late)).ShouldBe(["B", "DISTRICT", "SUB"]);
        (await world.ReasonsAsync(late, "called"))[^1].ShouldBe("还没有人接手，乙诉求服务站上班了（230 米），加叫");
        (await world.RowAsync(late)).StationId.ShouldBe("HALL");
        (await world.DesksAsync(fresh)).ShouldBeEmpty();
    }

    /// <summary>Two stations near one point, the levels above, and nothing else, in a database.</summary>
    private sealed class World : IAsyncDisposable
    {
        private static readonly GeoPoint Home = SmallWorld.Gazetteer.BuildingAt(SmallWorld.Gazetteer.IndexOf("TW-000123")).Point;

        public required TestStore Test { get; init; }

        public static async Task<World> OpenAsync(string provider, DutyHours? ownStation = null, DutyHours? otherStation = null)
        {
            var test = await TestStore.OpenAsync(provider);
            test.Time.SetUtcNow(Morning);
            await using var db = test.Store.Open();
            await db.Shifts.ExecuteDeleteAsync();
            await db.Stations.ExecuteDeleteAsync();
            var community = SmallWorld.Gazetteer.Communities[SmallWorld.Gazetteer.CommunityOf(Home)];
            var subdistrict = SmallWorld.Gazetteer.Subdistricts[community.Subdistrict];
            var far = SmallWorld.Away(Home, 3000, 0);
            Add("A", "甲诉求服务站", CaseLevel.Station, SmallWorld.Away(Home, 100, 90), ownStation ?? SmallWorld.Always);
            Add("B", "乙诉求服务站", CaseLevel.Station, SmallWorld.Away(Home, 230, 180), otherStation ?? SmallWorld.Always);
            Add("C", "丙诉求服务站", CaseLevel.Station, SmallWorld.Away(Home, 501, 10), SmallWorld.Always);
            Add("HALL", "塘尾社区服务大厅", CaseLevel.Hall, far, SmallWorld.Always);
            Add("SUB", "凤凰街道诉求值班台", CaseLevel.Subdistrict, far, SmallWorld.Always);
            Add("DISTRICT", "光明区诉求服务中心", CaseLevel.District, far, SmallWorld.Always);
            db.PlacesVersions.Add(new PlacesVersionRow { At = Morning, Reason = "test" });
            await db.SaveChangesAsync();
            await test.Places.RefreshAsync();
            return new() { Test = test };

            void Add(string id, string name, CaseLevel level, GeoPoint point, DutyHours hours)
            {
                db.Stations.Add(new StationRow
                {
                    Id = id,
                    Name = name,
                    Level = level,
                    Community = level is CaseLevel.Station or CaseLevel.Hall ? community.Code : null,
                    Subdistrict = level == CaseLevel.District ? null : subdistrict.Code,
                    Latitude = point.Lat,
                    Longitude = point.Lon,
                    LoadLimit = 0,
                    Active = true,
                    Synthetic = true,
                });
                db.Shifts.AddRange(hours.Shifts.Select(s => new ShiftRow { StationId = id, Days = s.Days, FromMinute = s.FromMinute, ToMinute = s.ToMinute }));
            }
        }

        public async Task<Guid> CaseAsync(int number = 1, string urgency = "normal")
        {
            var petition = SamplePetition.Deposit() with { Id = new Guid(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 9), Receipt = Receipt.New(), Urgency = new(urgency) };
            (await Test.Route.HandleAsync(PetitionEnvelope.ForQueue(petition), default)).ShouldBe(HandlerOutcome.Finished);
            return petition.Id;
        }

        /// <param name="seconds">After ten in the morning.</param>
        public async Task SweepAsync(int seconds) => (await Test.Sweep.HandleAsync(Morning.AddSeconds(seconds), default)).ShouldBe(HandlerOutcome.Finished);

        public async Task<CaseRow> RowAsync(Guid id) => (await Test.Reader.FindAsync(id))!;

        public async Task<List<string>> KindsAsync(Guid id) => [.. (await Test.Reader.DetailAsync(id))!.Timeline.Select(t => t.Event.Kind)];

        public async Task<List<string?>> ReasonsAsync(Guid id, string kind) =>
            [.. (await Test.Reader.DetailAsync(id))!.Timeline.Where(t => t.Event.Kind == kind).Select(t => t.Event.Reason)];

        public async Task<List<string>> DesksAsync(Guid id)
        {
            await using var db = Test.Store.Open();
            return await db.CaseDesks.Where(d => d.CaseId == id).Select(d => d.StationId).OrderBy(d => d).ToListAsync();
        }

        public ValueTask DisposeAsync() => Test.DisposeAsync();
    }
}
