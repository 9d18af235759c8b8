using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Routing;

internal static class OpenCases
{
    /// <summary>Open cases by station, as they are in this transaction.</summary>
    public static async Task<StationLoads> CountAsync(CaseworkDb db, PlacesSnapshot places, CancellationToken cancellation)
    {
        var counts = await db.Cases.Where(c => c.ClosedAt == null).GroupBy(c => c.StationId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation).ConfigureAwait(false);
        return StationLoads.Of(places, counts);
    }
}
