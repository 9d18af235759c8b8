using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Places.Sample;

namespace IntakeBot.Casework.Tests;

/// <summary>The shipped content, its sample district made once, and small worlds to route in.</summary>
internal static class SmallWorld
{
    public static readonly CaseworkContent Content = CaseworkContent.Load(CaseworkContent.DefaultDirectory);
    private static readonly Lazy<SampleDistrict> Made = new(() => SampleDistrict.Generate(Content));
    private static readonly Lazy<PlacesSnapshot> MadePlaces = new(() => Snapshot(SampleStations.Of(Content, Made.Value)));

    public static readonly DutyHours Always = new([new Shift(255, 0, 1440)]);
    public static readonly DutyHours Never = new([]);
    public static readonly DateTimeOffset Evening = SamplePetition.Evening;

    public static SampleDistrict Sample => Made.Value;
    public static PlacesSnapshot Places => MadePlaces.Value;
    public static Gazetteer Gazetteer => Sample.Gazetteer;

    /// <summary>Open water of the sample: the stations given, the hall and desks of one community, nothing else.</summary>
    public static PlacesSnapshot With(GeoPoint around, params Station[] stations) => With(around, Always, Always, stations);

    public static PlacesSnapshot With(GeoPoint around, DutyHours hall, DutyHours subdistrict, params Station[] stations)
    {
        var community = Gazetteer.CommunityOf(around);
        var area = Gazetteer.Communities[community];
        var far = new GeoPoint(around.Lat + 0.03, around.Lon);
        return new PlacesSnapshot(Gazetteer,
        [
            .. stations,
            new Station("HALL", "塘尾社区服务大厅", CaseLevel.Hall, community, area.Subdistrict, far, 0, true, true, hall),
            new Station("SUB", "凤凰街道诉求值班台", CaseLevel.Subdistrict, -1, area.Subdistrict, far, 0, true, true, subdistrict),
            new Station("DISTRICT", "光明区诉求服务中心", CaseLevel.District, -1, -1, far, 0, true, true, Always),
        ], Content.Calendar, 1);
    }

    public static Station Station(string id, GeoPoint point, DutyHours? duty = null, int limit = 0, string? name = null) =>
        new(id, name ?? id + "诉求服务站", CaseLevel.Station, Gazetteer.CommunityOf(point), 3, point, limit, true, true, duty ?? Always);

    /// <summary>The point a distance away on a bearing, by bisecting on the geodesic.</summary>
    public static GeoPoint Away(GeoPoint from, double metres, double bearing)
    {
        var (sin, cos) = Math.SinCos(bearing * Math.PI / 180);
        GeoPoint At(double scale) => new(from.Lat + scale * cos / 110_740, from.Lon + scale * sin / 102_650);
        double low = 0, high = metres * 2;
        for (var i = 0; i < 80; i++)
        {
            var middle = (low + high) / 2;
            if (Geodesic.Metres(from, At(middle)) < metres) low = middle;
            else high = middle;
        }
        return At(high);
    }

    private static PlacesSnapshot Snapshot((IReadOnlyList<Store.StationRow> Stations, IReadOnlyList<Store.ShiftRow> Shifts) rows)
    {
        var shifts = rows.Shifts.ToLookup(s => s.StationId, s => new Shift(s.Days, s.FromMinute, s.ToMinute));
        int Community(string? code) => Gazetteer.Communities.ToList().FindIndex(c => c.Code == code);
        int Subdistrict(string? code) => Gazetteer.Subdistricts.ToList().FindIndex(s => s.Code == code);
        return new PlacesSnapshot(Gazetteer, rows.Stations.Select(s => new Station(s.Id, s.Name, s.Level, Community(s.Community), Subdistrict(s.Subdistrict),
            new GeoPoint(s.Latitude, s.Longitude), s.LoadLimit, s.Active, s.Synthetic, new DutyHours(shifts[s.Id]))), Content.Calendar, 1);
    }
}
