using IntakeBot.Casework.Places;

namespace IntakeBot.Host.Desk.Queue;

/// <summary>Names of stations from the places in memory; the id when a station is gone.</summary>
internal sealed class StationNames(PlacesSource places)
{
    public string Of(string id) => places.Current.FindStation(id)?.Name ?? id;
}
