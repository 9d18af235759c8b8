using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;

namespace IntakeBot.Casework.Routing;

/// <summary>After a place was set right: whether another station on duty would be nearer than the one the case lies at.</summary>
public static class NearerStation
{
    /// <summary>null: none is, or the place is unknown. A station complained of never counts.</summary>
    public static (Station Station, double Metres)? Of(CaseRow row, PlacesSnapshot places, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(places);
        if (row is not { Latitude: { } lat, Longitude: { } lon }) return null;
        var excluded = Exclusions.Of(row);
        foreach (var (station, metres) in places.Near(new(lat, lon), Router.CircleMetres))
        {
            if (station.Id == row.StationId || metres >= (row.DistanceM ?? double.MaxValue)) return null;
            if (!excluded.Contains(station.Id) && places.IsOnDuty(station, now)) return (station, metres);
        }
        return null;
    }
}
