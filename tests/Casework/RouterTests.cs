using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;

namespace IntakeBot.Casework.Tests;

public class RouterTests
{
    private static readonly GeoPoint Here = SmallWorld.Gazetteer.FindBuilding("TW-000123")!.Point;
    private static readonly DateTimeOffset Now = SmallWorld.Evening;

    private static Matter Matter(PlacesSnapshot places) => Routing.Matter.At(places.Gazetteer, Here);

    private static (string Id, string Reason) Route(PlacesSnapshot places, DateTimeOffset? at = null, StationLoads? loads = null, Matter? matter = null)
    {
        var what = matter ?? Matter(places);
        var decision = Router.Route(places, what, at ?? Now, loads ?? StationLoads.None);
        return (decision.Station.Id, SmallWorld.Content.Routing.Reason(places, what, decision, at ?? Now, loads ?? StationLoads.None));
    }

    [Theory]
    [InlineData(499.99, "NEAR")]
    [InlineData(500, "NEAR")]
    [InlineData(500.01, "HALL")]
    public void The_circle_ends_at_500_m_exactly(double metres, string expected)
    {
        for (var bearing = 0; bearing < 360; bearing += 5)
        {
            var places = SmallWorld.With(Here, SmallWorld.Station("NEAR", SmallWorld.Away(Here, metres, bearing)));
            Route(places).Id.ShouldBe(expected, $"bearing {bearing}");
        }
    }

    [Fact]
    public void The_nearest_on_duty_wins_and_the_reason_says_why_not_the_nearer()
    {
        var evening = new DutyHours(SmallWorld.Content.Rosters.ShiftsOf("evening"));
        var places = SmallWorld.With(Here,
            SmallWorld.Station("A", SmallWorld.Away(Here, 140, 30), evening, name: "甲子塘小区诉求服务站"),
            SmallWorld.Station("B", SmallWorld.Away(Here, 312, 200), name: "塘尾地铁站诉求服务站"),
            SmallWorld.Station("C", SmallWorld.Away(Here, 400, 100)));
        Route(places).ShouldBe(("B", "塘尾地铁站诉求服务站，312 米，在岗；更近的：甲子塘小区 140 米，22:00 起下班"));
        Route(places, Now.AddHours(4)).Reason.ShouldBe("塘尾地铁站诉求服务站，312 米，在岗；更近的：甲子塘小区 140 米，昨天 22:00 起下班");
        Route(places, Now.AddHours(-1)).ShouldBe(("A", "甲子塘小区诉求服务站，140 米，在岗"));
    }

    [Fact]
    public void Equally_near_stations_are_chosen_in_the_same_order_every_time()
    {
        var point = SmallWorld.Away(Here, 200, 45);
        var stations = new[] { "D", "B", "C" }.Select(id => SmallWorld.Station(id, point)).ToArray();
        for (var turn = 0; turn < 6; turn++)
        {
            Random.Shared.Shuffle(stations);
            Route(SmallWorld.With(Here, stations)).Id.ShouldBe("B");
        }
    }

    [Fact]
    public void The_same_point_in_three_datums_goes_to_the_same_station()
    {
        var places = SmallWorld.With(Here, SmallWorld.Station("NEAR", SmallWorld.Away(Here, 480, 300)));
        foreach (var datum in Enum.GetValues<Datum>())
        {
            var (lat, lon) = Here.In(datum);
            Route(places, matter: Routing.Matter.At(places.Gazetteer, GeoPoint.From(lat, lon, datum))).Id.ShouldBe("NEAR");
        }
        // Taken for WGS-84, the GCJ-02 point would lie outside the circle.
        var (wrongLat, wrongLon) = Here.In(Datum.Gcj02);
        places.MetresTo(places.FindStation("NEAR")!.Index, new GeoPoint(wrongLat, wrongLon)).ShouldBeGreaterThan(500);
    }

    [Theory]
    [InlineData("2026-11-23 23:59", "NIGHT")]
    [InlineData("2026-11-24 00:00", "NIGHT")]
    [InlineData("2026-11-24 01:59", "NIGHT")]
    [InlineData("2026-11-24 02:00", "HALL")]
    public void Night_duty_runs_across_midnight(string at, string expected)
    {
        var night = new DutyHours(SmallWorld.Content.Rosters.ShiftsOf("night"));
        var places = SmallWorld.With(Here, SmallWorld.Station("NIGHT", SmallWorld.Away(Here, 100, 0), night));
        Route(places, DateTimeOffset.ParseExact(at + " +08:00", "yyyy-MM-dd HH:mm zzz", null)).Id.ShouldBe(expected);
    }

    [Fact]
    public void A_full_station_is_passed_over()
    {
        var places = SmallWorld.With(Here,
            SmallWorld.Station("FULL", SmallWorld.Away(Here, 100, 0), limit: 3), SmallWorld.Station("ROOM", SmallWorld.Away(Here, 200, 0), limit: 3));
        StationLoads Loads(int full, int room) => StationLoads.Of(places, new Dictionary<string, int> { ["FULL"] = full, ["ROOM"] = room, ["gone"] = 9 });
        Route(places, loads: Loads(2, 0)).Id.ShouldBe("FULL");
        Route(places, loads: Loads(3, 0)).Reason.ShouldBe("ROOM诉求服务站，200 米，在岗；更近的：FULL 100 米，在办 3 件已满");
        Route(places, loads: Loads(3, 3)).Id.ShouldBe("HALL");
    }

    [Fact]
    public void With_nobody_near_it_goes_up_level_by_level()
    {
        Route(SmallWorld.With(Here)).ShouldBe(("HALL", "塘尾社区服务大厅：500 米内没有能接的服务站，由社区大厅接"));
        Route(SmallWorld.With(Here, SmallWorld.Never, SmallWorld.Always)).ShouldBe(("SUB", "凤凰街道诉求值班台：附近和社区大厅都接不了，由街道值班台接；社区大厅：不在岗"));
        Route(SmallWorld.With(Here, SmallWorld.Never, SmallWorld.Never)).Id.ShouldBe("DISTRICT");
    }

    [Fact]
    public void An_inactive_station_gets_nothing()
    {
        var closed = SmallWorld.Station("CLOSED", Here) with { Active = false };
        Route(SmallWorld.With(Here, closed)).Id.ShouldBe("HALL");
    }

    [Fact]
    public void A_point_across_the_border_may_use_a_station_inside_and_is_else_place_unknown()
    {
        var edge = new GeoPoint(22.70, 113.86);
        var beyond = new GeoPoint(22.6999, 113.86);
        SmallWorld.Gazetteer.CommunityOf(beyond).ShouldBe(-1);
        var inside = SmallWorld.With(Here, SmallWorld.Station("EDGE", edge));
        Route(inside, matter: Routing.Matter.At(inside.Gazetteer, beyond)).Id.ShouldBe("EDGE");
        var none = SmallWorld.With(Here);
        var decision = Router.Route(none, Routing.Matter.At(none.Gazetteer, beyond), Now, StationLoads.None);
        decision.Station.Id.ShouldBe("DISTRICT");
        decision.PlaceKnown.ShouldBeFalse();
        Route(none, matter: Routing.Matter.At(none.Gazetteer, beyond)).Reason.ShouldStartWith("位置不在本区范围");
    }

    [Fact]
    public void A_desk_sees_its_own_level_and_what_is_under_it()
    {
        var places = SmallWorld.Places;
        int Under(string id) => places.Under(places.FindStation(id)!).Count;
        places.Under(places.FindStation("ST-TW-01")!).ShouldBe(["ST-TW-01"]);
        places.Under(places.FindStation("HALL-TW")!).ShouldContain("ST-TW-01");
        places.Under(places.FindStation("SUB-440311004")!).ShouldContain("HALL-TW");
        places.Under(places.FindStation("SUB-440311004")!).ShouldNotContain("DISTRICT");
        Under("DISTRICT").ShouldBe(250);
        places.Stations.Where(s => s.Level == CaseLevel.Subdistrict).Sum(s => Under(s.Id)).ShouldBe(249);
    }

    [Fact]
    public void Wherever_and_whenever_nothing_is_left_unassigned_and_the_choice_is_the_nearest()
    {
        var places = SmallWorld.Places;
        var random = new Random(2026);
        for (var i = 0; i < 4_000; i++)
        {
            var at = Now.AddMinutes(random.Next(0, 60 * 24 * 30));
            var matter = i % 3 == 0
                ? Routing.Matter.At(places.Gazetteer, new GeoPoint(22.68 + random.NextDouble() * 0.17, 113.83 + random.NextDouble() * 0.18))
                : Routing.Matter.At(places.Gazetteer, random.Next(places.Gazetteer.BuildingCount));
            var decision = Router.Route(places, matter, at, StationLoads.None);
            places.IsOnDuty(decision.Station, at).ShouldBeTrue();

            var slow = places.Stations.Where(s => s.Level is CaseLevel.Station or CaseLevel.Hall && places.IsOnDuty(s, at))
                .Select(s => (s.Id, Metres: Math.Round(Geodesic.Metres(s.Point, matter.Point), 3))).Where(s => s.Metres <= 500)
                .OrderBy(s => s.Metres).Select(s => s.Id).FirstOrDefault();
            if (slow is not null) decision.Station.Id.ShouldBe(slow);
            else (decision.Level is CaseLevel.Subdistrict or CaseLevel.District || !(decision.Metres <= 500)).ShouldBeTrue();
        }
    }

    [Fact]
    public void Routing_is_fast_and_allocates_nothing()
    {
        var places = SmallWorld.Places;
        var gazetteer = places.Gazetteer;
        var loads = StationLoads.Of(places, []);
        void Round(int count)
        {
            for (var i = 0; i < count; i++) Router.Route(places, Routing.Matter.At(gazetteer, i * 7 % gazetteer.BuildingCount), Now, loads);
        }
        Round(100_000);
        var (allocated, perSecond) = (long.MaxValue, 0.0);
        for (var turn = 0; turn < 5; turn++)
        {
            var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), System.Diagnostics.Stopwatch.StartNew());
            Round(100_000);
            perSecond = Math.Max(perSecond, 100_000 / watch.Elapsed.TotalSeconds);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        // The quietest round counts: once, beside other tests, the runtime put a whole area of 8 KB on this thread's account. Routings that allocate do so in every round.
        allocated.ShouldBeLessThan(1000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{perSecond:N0} routings a second");
        // Well below what it does, so that a busy machine does not fail; the benchmark measures.
        perSecond.ShouldBeGreaterThan(100_000);
    }
}
