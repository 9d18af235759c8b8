using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;

namespace IntakeBot.Casework.Tests;

public class MatterTests
{
    private static readonly PlacesSnapshot Places = SmallWorld.Places;
    private static readonly RoutingWords Words = SmallWorld.Content.Routing;

    private static Matter Of(Where where, string description = "很吵", string kind = "complaint", string leaf = "noise.construction", Counterparty? other = null) =>
        Matter.Of(SamplePetition.Deposit() with
        {
            Where = where, Title = "x", Description = description, Kind = kind, Category = new(leaf, 0.9, "resident"), Counterparty = other,
        }, Places, Words);

    private static string? Community(Matter matter) => matter.Community < 0 ? null : Places.Gazetteer.Communities[matter.Community].Name;

    [Fact]
    public void The_building_counts_before_everything()
    {
        var building = Places.Gazetteer.FindBuilding("TL-000042")!;
        var matter = Of(new("qr", "TL-000042", "塘尾新村3巷5号", Point: new(22.78, 113.88), Community: "公明"));
        matter.Source.ShouldBe(PlaceSource.Building);
        matter.Point.ShouldBe(building.Point);
        Community(matter).ShouldBe("田寮");
    }

    [Fact]
    public void Then_the_shared_point_then_the_typed_address()
    {
        var point = Places.Gazetteer.FindBuilding("LC-000500")!.Point;
        Of(new("shared", Point: new(point.Lat, point.Lon), Address: "塘尾新村3巷5号")).ShouldSatisfyAllConditions(
            m => m.Source.ShouldBe(PlaceSource.Shared), m => Community(m).ShouldBe("楼村"));
        Of(new("typed", Address: "塘尾新村三巷", Detail: "5号")).ShouldSatisfyAllConditions(
            m => m.Source.ShouldBe(PlaceSource.Typed), m => Community(m).ShouldBe("塘尾"));
        Of(new("qr", "XX-000001", "塘尾新村三巷5号")).Source.ShouldBe(PlaceSource.Typed);
    }

    [Fact]
    public void A_point_far_away_gives_way_to_the_address()
    {
        var matter = Of(new("shared", Point: new(23.1, 113.3), Address: "塘尾新村3巷5号"));
        matter.Source.ShouldBe(PlaceSource.Typed);
        Of(new("shared", Point: new(23.1, 113.3))).Community.ShouldBe(-1);
    }

    [Theory]
    [InlineData("塘尾", "很吵", "塘尾")]
    [InlineData("塘尾社区", "很吵", "塘尾")]
    [InlineData(null, "玉律社区旁边的工地很吵", "玉律")]
    [InlineData(null, "合水口这边很吵", "合水口")]
    [InlineData(null, "光明区的工地很吵", null)]
    [InlineData(null, "很吵", null)]
    public void Without_a_place_the_community_named_counts(string? where, string description, string? expected)
    {
        var matter = Of(new("none", Community: where), description);
        matter.HasPoint.ShouldBeFalse();
        Community(matter).ShouldBe(expected);
        var decision = Router.Route(Places, matter, SmallWorld.Evening.Date.AddHours(2) is var noon ? new DateTimeOffset(noon, TimeSpan.Zero) : default, StationLoads.None);
        decision.PlaceKnown.ShouldBeFalse();
        decision.Station.Id.ShouldBe(expected is null ? "DISTRICT" : "HALL-" + Places.Gazetteer.Communities[matter.Community].Initials);
        Words.Reason(Places, matter, decision, SmallWorld.Evening, StationLoads.None).ShouldStartWith("地点不明；");
    }

    [Fact]
    public void A_complaint_about_a_station_never_reaches_it()
    {
        var station = Places.Stations.First(s => s.Level == Cases.CaseLevel.Station);
        var where = new Where("shared", Point: new(station.Point.Lat, station.Point.Lon));
        var name = station.Name.Replace("诉求服务站", "", StringComparison.Ordinal);

        var complaint = Of(where, $"{name}的工作人员态度很差", leaf: "services.staff-conduct");
        complaint.Accused!.Ids(Places).ShouldContain(station.Id);
        Of(where, $"{name}旁边的工地很吵").Accused.ShouldBeNull();
        Of(where, $"{name}的人收钱", kind: "report", leaf: "other.unclassified", other: new("official")).Accused!.Ids(Places).ShouldContain(station.Id);
        Of(where, $"表扬{name}", kind: "suggestion", leaf: "services.staff-conduct").Accused.ShouldBeNull();

        for (var hour = 0; hour < 24 * 7; hour++)
            Router.Route(Places, complaint, SmallWorld.Evening.AddHours(hour), StationLoads.None).Station.Id.ShouldNotBe(station.Id);
    }

    [Fact]
    public void A_station_complained_of_without_its_name_means_all_around()
    {
        var building = Places.Gazetteer.FindBuilding("TW-000123")!;
        var near = Places.Near(building.Point, 500).Where(n => n.Station.Level == Cases.CaseLevel.Station).Select(n => n.Station.Id).ToList();
        near.ShouldNotBeEmpty();
        var matter = Of(new("qr", "TW-000123"), "你们服务站的人骂我", leaf: "services.staff-conduct");
        matter.Accused!.Ids(Places).ShouldBe(near, ignoreOrder: true);
        Of(new("qr", "TW-000123"), "居委会的人推来推去", leaf: "services.staff-conduct").Accused!.Ids(Places).ShouldBe(["HALL-TW"]);
    }
}
