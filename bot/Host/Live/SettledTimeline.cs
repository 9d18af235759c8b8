using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Live;

/// <summary>
/// Up to where the timeline of all cases is whole. On PostgreSQL entries become visible in the order of their commits, not of their
/// numbers: whoever has read number 12 may still get a number 11. Behind a missing number nothing is settled until every transaction
/// that could bring it has ended, so that what was read up to there is complete for ever, at every replica.
/// </summary>
internal sealed class SettledTimeline(CaseworkStore store, TimeProvider clock) : IDisposable
{
    // At the start the last few are looked at as if they were new.
    private const int Overlap = 256;
    private const int MostAtOnce = 2000;
    // A number is drawn a moment before its transaction is one that others can see.
    private static readonly TimeSpan s_atLeast = TimeSpan.FromMilliseconds(250);
    // Somebody else's transaction that never ends must not silence us; ours end within seconds.
    private static readonly TimeSpan s_atMost = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _one = new(1, 1);
    private long? _upTo;
    private (long Missing, long Since, long Running) _gap = (-1, 0, 0);

    /// <summary>The highest number below which nothing can come any more.</summary>
    public async Task<long> UpToAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            await using var db = store.Open();
            _upTo ??= Math.Max(0, (await db.CaseEvents.MaxAsync(e => (long?)e.Seq, cancellation) ?? 0) - Overlap);
            var from = _upTo.Value;
            foreach (var seq in await db.CaseEvents.Where(e => e.Seq > from).OrderBy(e => e.Seq).Take(MostAtOnce).Select(e => e.Seq).ToListAsync(cancellation))
            {
                // SQLite has one writer: numbers are drawn and committed in one order.
                if (seq > _upTo + 1 && store.Options.Provider == StoreProvider.Postgres && !await IsLostAsync(db, _upTo.Value + 1, cancellation)) break;
                _upTo = seq;
            }
            return _upTo.Value;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    // A number that nobody will bring any more: its transaction was rolled back.
    private async Task<bool> IsLostAsync(CaseworkDb db, long missing, CancellationToken cancellation)
    {
        if (_gap.Missing != missing)
        {
            _gap = (missing, clock.GetTimestamp(), await AskAsync(db, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS \"Value\"", cancellation));
            return false;
        }
        var waited = clock.GetElapsedTime(_gap.Since);
        if (waited < s_atLeast) return false;
        if (waited <= s_atMost && await AskAsync(db, "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS \"Value\"", cancellation) < _gap.Running) return false;
        // What committed between the first look and this one is found now.
        return !await db.CaseEvents.AnyAsync(e => e.Seq == missing, cancellation);
    }

    private static Task<long> AskAsync(CaseworkDb db, string sql, CancellationToken cancellation) => db.Database.SqlQueryRaw<long>(sql).SingleAsync(cancellation);
}
