using IntakeBot.Casework.Places;

namespace IntakeBot.Casework.Routing;

/// <summary>How many open cases each station has.</summary>
public sealed class StationLoads
{
    public static readonly StationLoads None = new([]);
    private readonly int[] open;

    private StationLoads(int[] open) => this.open = open;

    /// <param name="openCases">By station id; stations the snapshot does not know are ignored.</param>
    public static StationLoads Of(PlacesSnapshot places, IEnumerable<KeyValuePair<string, int>> openCases)
    {
        var open = new int[places.Stations.Count];
        foreach (var (id, count) in openCases)
            if (places.FindStation(id) is { } station) open[station.Index] = count;
        return new StationLoads(open);
    }

    internal int Of(int station) => station < open.Length ? open[station] : 0;
}
