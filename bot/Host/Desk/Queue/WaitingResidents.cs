using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Queue;

/// <summary>Since when residents wait for a word of the member of staff who took their conversation over.</summary>
internal sealed class WaitingResidents(IDbContextFactory<HostDb> store)
{
    /// <returns>Only those who wait, by conversation.</returns>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> SinceAsync(IReadOnlyCollection<string> conversations, CancellationToken cancellation)
    {
        if (conversations.Count == 0) return new Dictionary<string, DateTimeOffset>();
        await using var db = await store.CreateDbContextAsync(cancellation);
        return await db.Conversations.Where(c => conversations.Contains(c.Id) && c.WaitingSince != null)
            .Select(c => new { c.Id, c.WaitingSince }).ToDictionaryAsync(c => c.Id, c => c.WaitingSince!.Value, cancellation);
    }
}
