using System.Text;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Security;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Outbox;

/// <summary>The relay's side of the outbox table.</summary>
internal sealed class OutboxStore(HostDbFactory databases, StoreOptions store, StoreTransactions transactions, WriteGate gate, Seal seal, TimeProvider clock)
{
    private const int MostAtOnce = 200;

    /// <summary>Takes rows whose time has come and leases them; of two relays at once only one gets a row.</summary>
    public async Task<IReadOnlyList<OutboxItem>> TakeAsync(TimeSpan lease, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var until = now + lease;
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        var due = await db.Outbox.Where(o => o.State != OutboxState.Done && o.NextAt <= now).OrderBy(o => o.NextAt).Take(MostAtOnce)
            .AsNoTracking().ToListAsync(cancellation);
        var taken = new List<OutboxItem>(due.Count);
        foreach (var row in due)
        {
            var won = await db.Outbox.Where(o => o.Id == row.Id && o.NextAt == row.NextAt)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.NextAt, until), cancellation);
            if (won == 1 && seal.Open(row.Body) is { } message)
                taken.Add(new(row.Id, row.PetitionId, Encoding.UTF8.GetString(message), row.Traceparent, row.Attempts));
        }

        return taken;
    }

    /// <summary>After a restart on SQLite no other relay can hold a row: nothing has to wait for a lease to run out.</summary>
    public async Task ReleaseLeasesAsync(CancellationToken cancellation)
    {
        if (store.Provider != StoreProvider.Sqlite) return;
        var now = clock.GetUtcNow();
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        await db.Outbox.Where(o => o.State == OutboxState.Pending && o.NextAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.NextAt, now), cancellation);
    }

    /// <summary>Notes how sends ended, many in one transaction.</summary>
    public Task MarkAsync(IReadOnlyList<OutboxMark> marks, TimeSpan resendAfter, CancellationToken cancellation) => transactions.RunAsync(
        async (connection, transaction) =>
        {
            var now = clock.GetUtcNow();
            foreach (var mark in marks)
            {
                await using var command = Sql.Command(
                    connection, transaction,
                    """
                    UPDATE outbox SET state = COALESCE(@state, state), attempts = attempts + @tries, sent_at = COALESCE(@sent, sent_at), next_at = COALESCE(@next, next_at), error = @error
                    WHERE id = @id AND state <> @done
                    """);
                var sent = mark.Result == SendResult.Sent;
                var later = mark.Result == SendResult.Later;
                // Sent again and again only ever more seldom: a consumer that is down for a day must not drown when it wakes.
                var next = sent ? now + TimeSpan.FromTicks(resendAfter.Ticks * (1L << Math.Min(mark.Attempts, 6))) : mark.NextAt;
                Sql.Add(command, "state", later ? null : (int)(sent ? OutboxState.Sent : OutboxState.Done));
                Sql.Add(command, "tries", sent || later ? 1 : 0);
                Sql.Add(command, "sent", later ? null : now);
                Sql.Add(command, "next", sent || later ? next : null);
                Sql.Add(command, "error", mark.Error);
                Sql.Add(command, "id", mark.Id);
                Sql.Add(command, "done", (int)OutboxState.Done);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }

            return true;
        },
        cancellation);

    /// <summary>Petitions that the queue has and whose case is not known yet.</summary>
    public async Task<Dictionary<Guid, long>> SentAsync(CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        return await db.Outbox.Where(o => o.State == OutboxState.Sent).OrderBy(o => o.Id).Take(1000).ToDictionaryAsync(o => o.PetitionId, o => o.Id, cancellation);
    }

    public async Task<int> WaitingAsync(CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        return await db.Outbox.CountAsync(o => o.State == OutboxState.Pending, cancellation);
    }

    public async Task PurgeAsync(TimeSpan keep, CancellationToken cancellation)
    {
        var before = clock.GetUtcNow() - keep;
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        await db.Outbox.Where(o => o.State == OutboxState.Done && o.NextAt < before).ExecuteDeleteAsync(cancellation);
    }
}

/// <param name="NextAt">When to try again, for <see cref="SendResult.Later"/>.</param>
internal readonly record struct OutboxMark(long Id, SendResult Result, int Attempts, DateTimeOffset NextAt = default, string? Error = null);
