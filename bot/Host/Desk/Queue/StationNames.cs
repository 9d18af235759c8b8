using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Places;

namespace IntakeBot.Host.Desk.Queue;

/// <summary>Names of stations from the places in memory; the id when a station is gone.</summary>
internal sealed class StationNames(PlacesSource places)
{
    public string Of(string id) => places.Current.FindStation(id)?.Name ?? id;
    public CaseLevel? LevelOf(string id) => places.Current.FindStation(id)?.Level;

    /// <summary>The desks of an area by name; null: all of the district.</summary>
    public IReadOnlyList<(string Id, string Name)> Among(IReadOnlyList<string>? area) =>
        [.. places.Current.Stations.Where(s => area is null || area.Contains(s.Id)).OrderByDescending(s => s.Level).ThenBy(s => s.Name, StringComparer.Ordinal).Select(s => (s.Id, s.Name))];
}
