using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Places;

namespace IntakeBot.Casework.Routing;

/// <summary>
/// Which desk a matter goes to. Pure, and without allocation: the nearest station within 500 m that is on duty, has room
/// and is not complained of; else the community's hall; closed: the subdistrict's night desk; closed: the district's.
/// </summary>
public static class Router
{
    /// <summary>The service circle.</summary>
    public const double CircleMetres = 500;

    public static RouteDecision Route(PlacesSnapshot places, in Matter matter, DateTimeOffset now, StationLoads loads)
    {
        var moment = places.Calendar.At(now);
        if (matter.HasPoint)
        {
            var (nearest, metres) = Nearest(places, matter, moment, loads);
            if (nearest >= 0) return new RouteDecision(places.StationAt(nearest), metres, true);
        }
        // A point that lies in no community is beyond the district: for the desk that is no usable place.
        var placeKnown = matter.HasPoint && matter.Community >= 0;
        foreach (var desk in (ReadOnlySpan<int>)[places.Hall(matter.Community), places.SubdistrictDesk(matter.Subdistrict)])
        {
            if (desk >= 0 && Takes(places, desk, matter, moment)) return Desk(places, desk, matter, placeKnown);
        }
        if (places.DistrictDesk < 0) throw new InvalidOperationException("there is no active district desk");
        return Desk(places, places.DistrictDesk, matter, placeKnown);
    }

    /// <summary>Why a station would not take a matter now, or None when it would.</summary>
    internal static SkipCause Skips(PlacesSnapshot places, Station station, in Matter matter, DutyMoment moment, StationLoads loads)
    {
        if (matter.Accused is { } accused && accused.Contains(station.Index)) return SkipCause.Accused;
        if (!station.Duty.Covers(moment)) return SkipCause.OffDuty;
        return station.LoadLimit > 0 && loads.Of(station.Index) >= station.LoadLimit ? SkipCause.Full : SkipCause.None;
    }

    private static (int Station, double Metres) Nearest(PlacesSnapshot places, in Matter matter, DutyMoment moment, StationLoads loads)
    {
        var (best, nearest) = (-1, CircleMetres);
        foreach (var piece in places.Around(matter.Point))
        {
            foreach (var i in piece)
            {
                var metres = places.MetresWithin(i, matter.Point, nearest);
                // equally near: the first by id
                if (metres > nearest || (metres == nearest && best >= 0 && i > best) || !places.IsServicePoint(i)) continue;
                if (Skips(places, places.StationAt(i), matter, moment, loads) == SkipCause.None) (best, nearest) = (i, metres);
            }
        }
        return (best, nearest);
    }

    /// <summary>Halls and desks of the levels take whatever comes while they are open.</summary>
    private static bool Takes(PlacesSnapshot places, int desk, in Matter matter, DutyMoment moment) =>
        Skips(places, places.StationAt(desk), matter, moment, StationLoads.None) == SkipCause.None;

    private static RouteDecision Desk(PlacesSnapshot places, int desk, in Matter matter, bool placeKnown)
    {
        var metres = matter.HasPoint ? places.MetresTo(desk, matter.Point) : double.NaN;
        return new RouteDecision(places.StationAt(desk), metres, placeKnown);
    }
}

/// <param name="Metres">From the matter to the station; NaN without a point. Beyond a few kilometres an approximation.</param>
/// <param name="PlaceKnown">False: the desk shows "place unknown".</param>
public readonly record struct RouteDecision(Station Station, double Metres, bool PlaceKnown)
{
    public CaseLevel Level => Station.Level;
}

internal enum SkipCause { None, OffDuty, Full, Accused }
