using IntakeBot.Casework.Cases;

namespace IntakeBot.Casework.Places;

/// <summary>
/// Everything routing needs to know of the world at one moment: gazetteer, stations, rosters, calendar. Immutable; a
/// change makes a new snapshot and swaps it whole (<see cref="PlacesSource"/>).
/// </summary>
public sealed class PlacesSnapshot
{
    private readonly Station[] stations;
    private readonly Dictionary<string, int> byId;
    private readonly int[] halls, subdistrictDesks;
    private readonly PointGrid grid;
    private readonly Spot[] spots;

    public PlacesSnapshot(Gazetteer gazetteer, IEnumerable<Station> stations, DutyCalendar calendar, long version)
    {
        (Gazetteer, Calendar, Version) = (gazetteer, calendar, version);
        // Ordered by id: what is equally near is chosen in the same order on every machine.
        this.stations = [.. stations.Where(s => s.Active).OrderBy(s => s.Id, StringComparer.Ordinal).Select((s, i) => s with { Index = i })];
        byId = this.stations.ToDictionary(s => s.Id, s => s.Index, StringComparer.Ordinal);
        halls = Desks(gazetteer.Communities.Count, CaseLevel.Hall, s => s.Community);
        subdistrictDesks = Desks(gazetteer.Subdistricts.Count, CaseLevel.Subdistrict, s => s.Subdistrict);
        DistrictDesk = Array.FindIndex(this.stations, s => s.Level == CaseLevel.District);

        spots = [.. this.stations.Select(s => new Spot(s.Point))];
        grid = new PointGrid([.. spots.Select(s => s.Lat)], [.. spots.Select(s => s.Lon)]);
    }

    public Gazetteer Gazetteer { get; }
    public DutyCalendar Calendar { get; }
    /// <summary>The row of <c>places_versions</c> this snapshot was read at.</summary>
    public long Version { get; }
    /// <summary>Active stations ordered by id; <see cref="Station.Index"/> is the place in this list.</summary>
    public IReadOnlyList<Station> Stations => stations;

    public Station? FindStation(string id) => byId.TryGetValue(id, out var index) ? stations[index] : null;

    public bool IsOnDuty(Station station, DateTimeOffset moment) => station.Duty.Covers(Calendar.At(moment));

    /// <summary>
    /// Ids of the desks whose cases a desk may see: a station its own, a hall its community's, a subdistrict's desk all of
    /// its subdistrict, the district's desk all.
    /// </summary>
    public IReadOnlyList<string> Under(Station desk) => desk.Level switch
    {
        CaseLevel.Station => [desk.Id],
        CaseLevel.Hall => [.. stations.Where(s => s.Id == desk.Id || (s.Level == CaseLevel.Station && s.Community == desk.Community)).Select(s => s.Id)],
        CaseLevel.Subdistrict => [.. stations.Where(s => s.Subdistrict == desk.Subdistrict && s.Level != CaseLevel.District).Select(s => s.Id)],
        _ => [.. stations.Select(s => s.Id)],
    };

    /// <summary>The minute at which the station came off duty; null when it is on duty or was not for long.</summary>
    public DateTimeOffset? OffDutySince(Station station, DateTimeOffset moment) => DutyTimes.ClosedSince(station.Duty, Calendar, moment);

    /// <summary>The next minute at which somebody is on duty; null when nobody is for long.</summary>
    public DateTimeOffset? OnDutyFrom(Station station, DateTimeOffset moment) => DutyTimes.NextOpening(station.Duty, Calendar, moment);

    /// <summary>The minute at which the duty that runs now ends; null when it has no end, or there is none.</summary>
    public DateTimeOffset? OnDutyUntil(Station station, DateTimeOffset moment) =>
        IsOnDuty(station, moment) ? DutyTimes.NextClosing(station.Duty, Calendar, moment) : null;

    /// <summary>
    /// All service stations and halls within a distance, nearest first, equal ones by id.
    /// </summary>
    /// <param name="metres">At most 500.</param>
    public IReadOnlyList<(Station Station, double Metres)> Near(GeoPoint point, double metres)
    {
        var found = new List<(Station Station, double Metres)>();
        foreach (var piece in grid.Near(point))
            foreach (var i in piece)
                if (IsServicePoint(i) && MetresTo(i, point) is var distance && distance <= metres) found.Add((stations[i], distance));
        found.Sort((a, b) => a.Metres != b.Metres ? a.Metres.CompareTo(b.Metres) : a.Station.Index - b.Station.Index);
        return found;
    }

    internal int DistrictDesk { get; }
    internal int Hall(int community) => community < 0 ? -1 : halls[community];
    internal int SubdistrictDesk(int subdistrict) => subdistrict < 0 ? -1 : subdistrictDesks[subdistrict];
    internal Station StationAt(int index) => stations[index];
    internal PointGrid.Around Around(GeoPoint point) => grid.Near(point);
    /// <summary>Metres from a station where it may be at most <paramref name="limit"/> away; infinity beyond.</summary>
    internal double MetresWithin(int index, GeoPoint point, double limit)
    {
        var square = spots[index].SquareTo(point);
        return square > (limit + 0.001) * (limit + 0.001) ? double.PositiveInfinity : Spot.Rounded(square);
    }

    /// <summary>Subdistrict and district desks are offices: only stations and halls are found by nearness.</summary>
    internal bool IsServicePoint(int index) => stations[index].Level is CaseLevel.Station or CaseLevel.Hall;

    /// <summary>Metres from a station, to the millimetre.</summary>
    internal double MetresTo(int index, GeoPoint point) => spots[index].MetresTo(point);

    private int[] Desks(int count, CaseLevel level, Func<Station, int> area)
    {
        var desks = new int[count];
        Array.Fill(desks, -1);
        foreach (var station in stations)
            if (station.Level == level && area(station) is >= 0 and var at && desks[at] < 0) desks[at] = station.Index;
        return desks;
    }
}

/// <summary>
/// A point with the ellipsoid's measures around it. Flat, with the measures of the middle latitude: within a kilometre that
/// differs from the geodesic by less than a millimetre, and costs a root instead of a dozen sines.
/// </summary>
internal readonly struct Spot
{
    private const double Step = 0.005;
    private readonly double north, northSlope, east, eastSlope;

    public Spot(GeoPoint point)
    {
        (Lat, Lon) = (point.Lat, point.Lon);
        (north, east) = Geodesic.PerDegree(Lat);
        var (northAbove, eastAbove) = Geodesic.PerDegree(Lat + Step);
        (northSlope, eastSlope) = ((northAbove - north) / Step, (eastAbove - east) / Step);
    }

    public double Lat { get; }
    public double Lon { get; }

    /// <summary>Rounded to the millimetre, so that exactly 500 m is not a matter of the last bit.</summary>
    public double MetresTo(GeoPoint point) => Rounded(SquareTo(point));

    /// <summary>The square of the metres, unrounded: enough to rule a station out.</summary>
    public double SquareTo(GeoPoint point)
    {
        double dLat = point.Lat - Lat, half = dLat / 2;
        double dy = dLat * (north + northSlope * half), dx = (point.Lon - Lon) * (east + eastSlope * half);
        return dx * dx + dy * dy;
    }

    public static double Rounded(double square) => Math.Round(Math.Sqrt(square), 3);
}
