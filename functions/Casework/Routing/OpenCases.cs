using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Routing;

/// <summary>
/// Open cases by station. Counted anew at most once a second, and kept up with what this process routes in between: a
/// limit on load is a matter of fairness, not of exactness, and must not cost a count a petition.
/// </summary>
public sealed class OpenCases(CaseworkStore store, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private Dictionary<string, int> counts = [];
    private long countedAt = long.MinValue;

    public async Task<StationLoads> CountAsync(PlacesSnapshot places, CancellationToken cancellation)
    {
        if (IsStale())
        {
            var db = store.Open();
            await using (db.ConfigureAwait(false))
            {
                var counted = await db.Cases.Where(c => c.ClosedAt == null).GroupBy(c => c.StationId).Select(g => new { g.Key, Count = g.Count() })
                    .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation).ConfigureAwait(false);
                lock (gate) (counts, countedAt) = (counted, time.GetTimestamp());
            }
        }
        lock (gate) return StationLoads.Of(places, counts);
    }

    /// <summary>One more at a station.</summary>
    public void Add(string stationId)
    {
        lock (gate) counts[stationId] = counts.GetValueOrDefault(stationId) + 1;
    }

    private bool IsStale()
    {
        lock (gate) return countedAt == long.MinValue || time.GetElapsedTime(countedAt) >= Fresh;
    }
}
