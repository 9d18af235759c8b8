using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Duty;

/// <summary>
/// Who is at work now. A person has at most one open session, kept so by a unique index of the table: two pages that sign on at once are
/// one session.
/// </summary>
public sealed class DutyBook(CaseworkStore store, StoreTransactions transactions, TimeProvider time)
{
    private const int Attempts = 3;

    /// <summary>
    /// Begins a session. One that is open at the same station goes on, with the name as it is now; one at another station ends, because
    /// nobody is at two places.
    /// </summary>
    public async Task<DutySessionRow> SignOnAsync(string staffId, string staffName, string stationId, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await InTransactionAsync(db => SignOnAsync(db, staffId, staffName, stationId, cancellation), cancellation).ConfigureAwait(false);
            }
            catch (DbUpdateException lost) when (attempt < Attempts && DbFailures.IsDuplicate(lost))
            {
                // Signed on elsewhere in the same moment: that session is there now.
            }
        }
    }

    /// <summary>
    /// Who takes a case over is at work: begins a session in the transaction of that move, unless one is open, wherever it is. Of two replicas that
    /// do so for one person at once one begins it.
    /// </summary>
    /// <returns>Whether one was begun.</returns>
    public async Task<bool> SignOnAsync(OpenTransaction joined, string staffId, string staffName, string stationId, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(joined);
        var seen = Sql.Command(joined.Connection, joined.Transaction, "UPDATE duty_sessions SET seen_at = @now WHERE staff_id = @staff AND off_at IS NULL");
        await using (seen.ConfigureAwait(false))
        {
            Sql.Add(seen, "now", time.GetUtcNow());
            Sql.Add(seen, "staff", staffId);
            if (await seen.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false) > 0) return false;
        }
        var begin = Sql.Command(joined.Connection, joined.Transaction, """
            INSERT INTO duty_sessions (staff_id, staff_name, station_id, on_at, seen_at) VALUES (@staff, @name, @station, @now, @now) ON CONFLICT DO NOTHING
            """);
        await using (begin.ConfigureAwait(false))
        {
            Sql.Add(begin, "now", time.GetUtcNow());
            Sql.Add(begin, "staff", staffId);
            Sql.Add(begin, "name", staffName);
            Sql.Add(begin, "station", stationId);
            return await begin.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false) > 0;
        }
    }

    /// <summary>Ends the open session.</summary>
    /// <param name="by">A code of <see cref="DutyEnds"/>.</param>
    /// <returns>false: there was none.</returns>
    public Task<bool> SignOffAsync(string staffId, string by, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        return InTransactionAsync(
            async db => await db.DutySessions.Where(s => s.StaffId == staffId && s.OffAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.OffAt, now).SetProperty(s => s.OffBy, by), cancellation).ConfigureAwait(false) > 0,
            cancellation);
    }

    /// <summary>A page of this person is open. Without a session nothing happens.</summary>
    public Task<bool> SeenAsync(string staffId, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        return InTransactionAsync(
            async db => await db.DutySessions.Where(s => s.StaffId == staffId && s.OffAt == null && s.SeenAt < now)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, now), cancellation).ConfigureAwait(false) > 0,
            cancellation);
    }

    /// <summary>Open sessions, those who came first on top.</summary>
    /// <param name="stationIds">null: of all stations.</param>
    public async Task<IReadOnlyList<DutySessionRow>> OnDutyAsync(IReadOnlyCollection<string>? stationIds = null, CancellationToken cancellation = default)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
        {
            var open = db.DutySessions.AsNoTracking().Where(s => s.OffAt == null);
            if (stationIds is not null) open = open.Where(s => stationIds.Contains(s.StationId));
            return await open.OrderBy(s => s.OnAt).ThenBy(s => s.Id).ToListAsync(cancellation).ConfigureAwait(false);
        }
    }

    public async Task<bool> IsOnDutyAsync(string staffId, CancellationToken cancellation = default) =>
        await FindAsync(staffId, cancellation).ConfigureAwait(false) is not null;

    /// <summary>The open session of a person; null: not at work.</summary>
    public async Task<DutySessionRow?> FindAsync(string staffId, CancellationToken cancellation = default)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
            return await db.DutySessions.AsNoTracking().SingleOrDefaultAsync(s => s.StaffId == staffId && s.OffAt == null, cancellation).ConfigureAwait(false);
    }

    private async Task<DutySessionRow> SignOnAsync(CaseworkDb db, string staffId, string staffName, string stationId, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var open = await db.DutySessions.SingleOrDefaultAsync(s => s.StaffId == staffId && s.OffAt == null, cancellation).ConfigureAwait(false);
        if (open?.StationId == stationId)
        {
            (open.StaffName, open.SeenAt) = (staffName, now);
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
            return open;
        }
        if (open is not null)
        {
            (open.OffAt, open.OffBy) = (now, DutyEnds.Self);
            // On its own, before the new one is added: the index allows one open session.
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        }
        var begun = new DutySessionRow { StaffId = staffId, StaffName = staffName, StationId = stationId, OnAt = now, SeenAt = now };
        db.DutySessions.Add(begun);
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        return begun;
    }

    private Task<T> InTransactionAsync<T>(Func<CaseworkDb, Task<T>> work, CancellationToken cancellation) => transactions.RunAsync(
        async (connection, transaction) =>
        {
            var db = CaseworkDb.On(connection, transaction);
            await using (db.ConfigureAwait(false)) return await work(db).ConfigureAwait(false);
        },
        cancellation);
}

/// <summary>How a session ended.</summary>
public static class DutyEnds
{
    /// <summary>With nothing in hand.</summary>
    public const string Self = "self";
    /// <summary>After open cases were handed over.</summary>
    public const string Handover = "handover";
    /// <summary>By a lead, because the person was gone.</summary>
    public const string Lead = "lead";
    /// <summary>By itself, because nobody had seen the person for long.</summary>
    public const string Absent = "absent";
}
