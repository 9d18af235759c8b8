using IntakeBot.Host.Conversations;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Channels;

/// <summary>
/// What is not delivered yet, and who delivers it: by compare-and-set in the store, so that pumps of several replicas and an answer
/// that travels with a response never both do.
/// </summary>
internal sealed class Pushes(HostDbFactory databases, WriteGate gate, LiveConversations conversations, ChannelAddresses addresses, PushSignal signal, TimeProvider clock)
{
    /// <summary>Takes all that is new in a conversation for oneself.</summary>
    /// <param name="dueOnly">Only what is due: the pump's own rule after a failure.</param>
    /// <returns>null: nothing is new, or somebody else is delivering it.</returns>
    public async Task<PushClaim?> ClaimAsync(string conversationId, TimeSpan lease, CancellationToken cancellation, bool dueOnly = false)
    {
        var now = clock.GetUtcNow();
        var until = Whole(now + lease);
        ConversationRow? row;
        await using (var db = databases.CreateDbContext())
        {
            int claimed;
            using (await gate.EnterAsync(cancellation))
            {
                claimed = await db.Conversations
                    .Where(c => c.Id == conversationId && c.PushSeq < c.Seq && (c.PushUntil == null || c.PushUntil <= now) && (!dueOnly || c.PushAt <= now))
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.PushUntil, until), cancellation);
            }

            if (claimed == 0) return null;
            row = await db.Conversations.AsNoTracking().SingleOrDefaultAsync(c => c.Id == conversationId && c.PushUntil == until, cancellation);
        }

        if (row is null) return null;
        var from = row.PushSeq!.Value;
        var set = await conversations.ReadAsync(conversationId, from, cancellation);
        var activities = set?.Activities.Where(a => a.Seq <= row.Seq && !IsResidents(a)).ToArray() ?? [];
        var address = await addresses.FindAsync(conversationId, cancellation) ?? [];
        return new(new(conversationId, row.Channel, address), row.N, from, row.Seq, until, activities);
    }

    /// <summary>Gives the claim back; what came meanwhile is due at once.</summary>
    public async Task DoneAsync(PushClaim claim, PushResult result)
    {
        var now = clock.GetUtcNow();
        var next = now + (result.After ?? TimeSpan.Zero);
        // What is of the resident behind the last one delivered needs no delivery either.
        var upTo = result.After is null || claim.Activities.Count == 0 || claim.Activities[^1].Seq <= result.UpTo ? claim.To : result.UpTo;
        await using var db = databases.CreateDbContext();
        bool more;
        using (await gate.EnterAsync(CancellationToken.None))
        {
            await db.Conversations.Where(c => c.N == claim.N && c.PushUntil == claim.Lease).ExecuteUpdateAsync(
                set => set.SetProperty(c => c.PushSeq, upTo)
                    .SetProperty(c => c.PushUntil, (DateTimeOffset?)null)
                    .SetProperty(c => c.PushAt, c => c.Seq <= upTo ? null : next),
                CancellationToken.None);
            more = result.After is null && await db.Conversations.AnyAsync(c => c.N == claim.N && c.PushAt != null, CancellationToken.None);
            await RememberAsync(db, claim.Target.ConversationId, result);
        }

        if (more) signal.Due(claim.Target.ConversationId);
    }

    /// <summary>What a response should have carried and did not is to be pushed after all.</summary>
    /// <param name="from">Delivered up to here.</param>
    /// <param name="to">What was counted as delivered.</param>
    /// <returns>false: more was delivered meanwhile.</returns>
    public async Task<bool> UncarryAsync(string conversationId, long from, long to)
    {
        var now = clock.GetUtcNow();
        await using var db = databases.CreateDbContext();
        int back;
        using (await gate.EnterAsync(CancellationToken.None))
        {
            back = await db.Conversations.Where(c => c.Id == conversationId && c.PushSeq == to && c.PushUntil == null)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.PushSeq, from).SetProperty(c => c.PushAt, now), CancellationToken.None);
        }

        if (back > 0) signal.Due(conversationId);
        return back > 0;
    }

    /// <summary>What waits is due now, whatever it waited for.</summary>
    public async Task HurryAsync(string conversationId)
    {
        var now = clock.GetUtcNow();
        await using var db = databases.CreateDbContext();
        int hurried;
        using (await gate.EnterAsync(CancellationToken.None))
            hurried = await db.Conversations.Where(c => c.Id == conversationId && c.PushAt > now).ExecuteUpdateAsync(set => set.SetProperty(c => c.PushAt, now), CancellationToken.None);
        if (hurried > 0) signal.Due(conversationId);
    }

    /// <summary>Conversations in which something is due and nobody delivers, the longest due first.</summary>
    public async Task<IReadOnlyList<string>> DueAsync(int most, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var db = databases.CreateDbContext();
        return await db.Conversations.Where(c => c.PushAt <= now && (c.PushUntil == null || c.PushUntil <= now))
            .OrderBy(c => c.PushAt).Select(c => c.Id).Take(most).ToListAsync(cancellation);
    }

    /// <summary>How a push channel's conversation stands, for the desk; null: nothing is pushed there.</summary>
    public async Task<PushState?> StateAsync(string conversationId, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        var row = await db.Conversations.Where(c => c.Id == conversationId && c.PushSeq != null)
            .Select(c => new { c.Channel, c.PushSeq, c.PushAt }).SingleOrDefaultAsync(cancellation);
        if (row is null) return null;
        var reason = await db.ChannelAddresses.Where(a => a.ConversationId == conversationId).Select(a => a.Reason).SingleOrDefaultAsync(cancellation);
        return new(row.Channel, row.PushSeq!.Value, row.PushAt, reason);
    }

    private static async Task RememberAsync(HostDb db, string conversationId, PushResult result)
    {
        var address = db.ChannelAddresses.Where(a => a.ConversationId == conversationId);
        if (result is { Reason: { } reason })
            await address.ExecuteUpdateAsync(set => set.SetProperty(a => a.Reason, reason).SetProperty(a => a.Attempts, a => a.Attempts + 1), CancellationToken.None);
        else
            await address.Where(a => a.Reason != null).ExecuteUpdateAsync(set => set.SetProperty(a => a.Reason, (string?)null).SetProperty(a => a.Attempts, 0), CancellationToken.None);
    }

    public static bool IsResidents(NumberedActivity activity) => ActivityBytes.Read(activity.Json).From?.Role == "user";

    // PostgreSQL keeps microseconds: a lease must be found again as it was written.
    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}

/// <param name="Delivered">Sequence number up to which the resident has it.</param>
/// <param name="NextAt">When the rest is tried again; null: all is delivered.</param>
/// <param name="Reason">Why the last delivery failed; null: it did not.</param>
internal sealed record PushState(string Channel, long Delivered, DateTimeOffset? NextAt, string? Reason);
