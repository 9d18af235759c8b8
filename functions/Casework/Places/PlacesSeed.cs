using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Places;

internal static class PlacesSeed
{
    /// <summary>Writes the first stations. Of several processes that start at once one writes, the others read its rows.</summary>
    public static async Task WriteAsync(
        CaseworkDb db, (IReadOnlyList<StationRow> Stations, IReadOnlyList<ShiftRow> Shifts) sample, DateTimeOffset now, CancellationToken cancellation)
    {
        db.Stations.AddRange(sample.Stations);
        db.Shifts.AddRange(sample.Shifts);
        db.PlacesVersions.Add(new PlacesVersionRow { At = now, Reason = "sample district" });
        try
        {
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        }
        catch (DbUpdateException lost) when (DbFailures.IsDuplicate(lost))
        {
            // Somebody else seeded in the same moment.
        }
        db.ChangeTracker.Clear();
    }
}
