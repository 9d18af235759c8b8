using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Channels;

/// <summary>
/// What is not delivered yet, and who delivers it: by compare-and-set in the store, so that pumps of several replicas and an answer
/// that travels with a response never both do.
/// </summary>
internal sealed class Pushes(HostDbFactory databases, StoreTransactions transactions, LiveConversations conversations, ChannelAddresses addresses, PushSignal signal, TimeProvider clock)
{
    /// <summary>Takes all that is new in a conversation for oneself.</summary>
    /// <param name="dueOnly">Only what is due: the pump's own rule after a failure.</param>
    /// <returns>null: nothing is new, or somebody else is delivering it.</returns>
    public async Task<PushClaim?> ClaimAsync(string conversationId, TimeSpan lease, CancellationToken cancellation, bool dueOnly = false)
    {
        var now = clock.GetUtcNow();
        var until = Whole(now + lease);
        var row = await transactions.RunAsync<(long N, long From, long To, string Channel)?>(
            async (connection, transaction) =>
            {
                await using var command = Sql.Command(
                    connection, transaction,
                    """
                    UPDATE conversations SET push_until = @until
                    WHERE id = @id AND push_seq < seq AND (push_until IS NULL OR push_until <= @now) AND (@any = 1 OR push_at <= @now)
                    RETURNING n, push_seq, seq, channel
                    """);
                Sql.Add(command, "until", until);
                Sql.Add(command, "id", conversationId);
                Sql.Add(command, "now", now);
                Sql.Add(command, "any", dueOnly ? 0 : 1);
                await using var found = await command.ExecuteReaderAsync(CancellationToken.None);
                return await found.ReadAsync(CancellationToken.None) ? (found.GetInt64(0), found.GetInt64(1), found.GetInt64(2), found.GetString(3)) : null;
            },
            cancellation);
        if (row is not var (n, from, to, channel)) return null;
        var set = await conversations.ReadAsync(conversationId, from, cancellation);
        if (set is not null && set.Watermark < to)
        {
            // Another replica said something of which no word has come yet: what is in memory here is behind.
            conversations.Forget(conversationId);
            set = await conversations.ReadAsync(conversationId, from, cancellation);
        }

        var activities = set?.Activities.Where(a => a.Seq <= to && !IsResidents(a)).ToArray() ?? [];
        var address = await addresses.FindAsync(conversationId, cancellation) ?? [];
        return new(new(conversationId, channel, address), n, from, to, until, activities);
    }

    /// <summary>Gives the claim back; what came meanwhile is due at once.</summary>
    public async Task DoneAsync(PushClaim claim, PushResult result)
    {
        var now = clock.GetUtcNow();
        var next = now + (result.After ?? TimeSpan.Zero);
        // What is of the resident behind the last one delivered needs no delivery either.
        var upTo = result.After is null || claim.Activities.Count == 0 || claim.Activities[^1].Seq <= result.UpTo ? claim.To : result.UpTo;
        var more = await transactions.RunAsync(
            async (connection, transaction) =>
            {
                await using var command = Sql.Command(
                    connection, transaction,
                    """
                    UPDATE conversations SET push_seq = @to, push_until = NULL, push_at = CASE WHEN seq <= @to THEN NULL ELSE @next END
                    WHERE n = @n AND push_until = @lease RETURNING push_at
                    """);
                Sql.Add(command, "to", upTo);
                Sql.Add(command, "next", next);
                Sql.Add(command, "n", claim.N);
                Sql.Add(command, "lease", claim.Lease);
                var due = await command.ExecuteScalarAsync(CancellationToken.None);
                await using var remember = Sql.Command(
                    connection, transaction,
                    """
                    UPDATE channel_addresses SET attempts = CASE WHEN CAST(@reason AS text) IS NULL THEN 0 ELSE attempts + 1 END, reason = @reason
                    WHERE conversation_id = @id AND NOT (reason IS NULL AND CAST(@reason AS text) IS NULL)
                    """);
                Sql.Add(remember, "reason", result.Reason);
                Sql.Add(remember, "id", claim.Target.ConversationId);
                await remember.ExecuteNonQueryAsync(CancellationToken.None);
                return result.After is null && due is not (null or DBNull);
            },
            CancellationToken.None);
        if (more) signal.Due(claim.Target.ConversationId);
    }

    /// <summary>What a response should have carried and did not is to be pushed after all.</summary>
    /// <param name="from">Delivered up to here.</param>
    /// <param name="to">What was counted as delivered.</param>
    /// <returns>false: more was delivered meanwhile.</returns>
    public async Task<bool> UncarryAsync(string conversationId, long from, long to)
    {
        var now = clock.GetUtcNow();
        var back = await ChangeAsync(
            "UPDATE conversations SET push_seq = @from, push_at = @now WHERE id = @id AND push_seq = @to AND push_until IS NULL",
            ("from", from), ("now", now), ("id", conversationId), ("to", to));
        if (back > 0) signal.Due(conversationId);
        return back > 0;
    }

    /// <summary>What waits is due now, whatever it waited for.</summary>
    public async Task HurryAsync(string conversationId)
    {
        var now = clock.GetUtcNow();
        var hurried = await ChangeAsync("UPDATE conversations SET push_at = @now WHERE id = @id AND push_at > @now", ("now", now), ("id", conversationId));
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

    private Task<int> ChangeAsync(string sql, params (string Name, object Value)[] values) => transactions.RunAsync(
        async (connection, transaction) =>
        {
            await using var command = Sql.Command(connection, transaction, sql);
            foreach (var (name, value) in values) Sql.Add(command, name, value);
            return await command.ExecuteNonQueryAsync(CancellationToken.None);
        },
        CancellationToken.None);

    public static bool IsResidents(NumberedActivity activity) => ActivityBytes.Read(activity.Json).From?.Role == "user";

    // PostgreSQL keeps microseconds: a lease must be found again as it was written.
    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}

/// <param name="Delivered">Sequence number up to which the resident has it.</param>
/// <param name="NextAt">When the rest is tried again; null: all is delivered.</param>
/// <param name="Reason">Why the last delivery failed; null: it did not.</param>
internal sealed record PushState(string Channel, long Delivered, DateTimeOffset? NextAt, string? Reason);
