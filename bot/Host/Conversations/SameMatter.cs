using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Conversations;

/// <summary>Looks for an open case of the same building and leaf of the last days.</summary>
internal sealed class SameMatter(CaseworkStore store)
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    public async Task<SameFact> FindAsync(string building, string leaf, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = store.Open();
        var since = now - Lately;
        var open = db.Cases.AsNoTracking().Where(c => c.Building == building && c.Leaf == leaf && c.ClosedAt == null && c.SubmittedAt > since);
        var first = await open.OrderBy(c => c.SubmittedAt).Select(c => new { c.PetitionId, c.SubmittedAt }).FirstOrDefaultAsync(cancellation);
        return first is null
            ? new(false)
            : new(true, first.PetitionId, ChinaTime.Of(first.SubmittedAt), await open.CountAsync(cancellation));
    }
}
