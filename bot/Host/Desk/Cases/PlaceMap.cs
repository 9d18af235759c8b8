using System.Globalization;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;

namespace IntakeBot.Host.Desk.Cases;

/// <summary>What a station is on the map, by how much it matters.</summary>
internal enum MapMark { OffDuty, OnDuty, Called, Own }

/// <param name="X">Units of the drawing, to the right.</param>
/// <param name="Y">Units of the drawing, down.</param>
/// <param name="Direction">0 north, 1 north-east ... 7 north-west, seen from the matter.</param>
/// <param name="Outside">It lies beyond the drawing and stands at its edge.</param>
internal sealed record MapStation(string Name, MapMark Mark, double Metres, int Direction, double X, double Y, bool Outside);

/// <summary>
/// The surroundings of a matter drawn by the server: the point in the middle, the 500 m circle, the case's station, those called and the
/// neighbours. North is up; nothing is loaded from elsewhere.
/// </summary>
internal sealed record PlaceMap(IReadOnlyList<MapStation> Stations, double Radius)
{
    public const double Side = 320;
    private const double Shown = 620, Margin = 16;
    private const int MostStations = 12;

    /// <summary>null: the place is unknown.</summary>
    public static PlaceMap? Of(CaseRow row, IReadOnlyList<CaseDeskRow> called, PlacesSnapshot places, DateTimeOffset now)
    {
        if (row is not { Latitude: { } lat, Longitude: { } lon }) return null;
        var (north, east) = Geodesic.PerDegree(lat);
        var scale = (Side / 2 - Margin) / Shown;
        var marks = new Dictionary<string, (Station Station, MapMark Mark)>(StringComparer.Ordinal);
        foreach (var (station, _) in places.Near(new(lat, lon), Router.CircleMetres).Take(MostStations))
            marks[station.Id] = (station, places.IsOnDuty(station, now) ? MapMark.OnDuty : MapMark.OffDuty);
        foreach (var desk in called)
            if (places.FindStation(desk.StationId) is { } station) marks[station.Id] = (station, MapMark.Called);
        if (places.FindStation(row.StationId) is { } own) marks[own.Id] = (own, MapMark.Own);
        return new([.. marks.Values.Select(m => At(m.Station, m.Mark)).OrderBy(s => s.Mark).ThenByDescending(s => s.Metres)], Router.CircleMetres * scale);

        MapStation At(Station station, MapMark mark)
        {
            double dx = (station.Point.Lon - lon) * east, dy = (station.Point.Lat - lat) * north;
            var flat = Math.Sqrt(dx * dx + dy * dy);
            var outside = flat > Shown;
            var shrink = outside ? Shown / flat : 1;
            var direction = (int)Math.Round(Math.Atan2(dx, dy) / (Math.PI / 4));
            return new(station.Name, mark, Geodesic.Metres(new(lat, lon), station.Point), (direction + 8) % 8,
                Side / 2 + dx * scale * shrink, Side / 2 - dy * scale * shrink, outside);
        }
    }

    /// <summary>Length of the scale bar of 200 m.</summary>
    public double Bar => Radius * 200 / Router.CircleMetres;

    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
