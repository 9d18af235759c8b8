using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Handoff;

/// <param name="Version">As it was found; whoever changes it meanwhile comes first.</param>
internal readonly record struct WaitingCase(Guid Id, long Version);

/// <summary>Open cases that nobody has taken over.</summary>
internal sealed class WaitingCases(CaseworkStore store, StoreTransactions transactions)
{
    /// <summary>At most so many of each kind in one sweep; the next one goes on.</summary>
    private const int Batch = 500;

    /// <summary>Those a query chooses, what is due first on top.</summary>
    public async Task<IReadOnlyList<WaitingCase>> FindAsync(Func<IQueryable<CaseRow>, IQueryable<CaseRow>> which, CancellationToken cancellation)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
        {
            var found = await which(Waiting(db)).OrderBy(c => c.DueAt).Take(Batch).Select(c => new { c.Id, c.Version }).ToListAsync(cancellation).ConfigureAwait(false);
            return [.. found.Select(c => new WaitingCase(c.Id, c.Version))];
        }
    }

    /// <summary>Lets a step of the sweep look at more than the query can say.</summary>
    public async Task<T> ReadAsync<T>(Func<CaseworkDb, IQueryable<CaseRow>, Task<T>> read)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false)) return await read(db, Waiting(db)).ConfigureAwait(false);
    }

    /// <summary>Changes one in a transaction of its own.</summary>
    /// <param name="change">Changes row, desks and timeline; false: nothing is to be done.</param>
    /// <returns>false: nothing was to be done, or somebody claimed or changed it first.</returns>
    public async Task<bool> ChangeAsync(WaitingCase found, Func<CaseworkDb, CaseRow, Task<bool>> change, CancellationToken cancellation)
    {
        try
        {
            return await transactions.RunAsync(
                async (connection, transaction) =>
                {
                    var db = CaseworkDb.On(connection, transaction);
                    await using (db.ConfigureAwait(false))
                    {
                        if (await Waiting(db).SingleOrDefaultAsync(c => c.Id == found.Id && c.Version == found.Version, cancellation).ConfigureAwait(false) is not { } row) return false;
                        if (!await change(db, row).ConfigureAwait(false)) return false;
                        row.Version++;
                        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
                        return true;
                    }
                },
                cancellation).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        catch (DbUpdateException lost) when (DbFailures.IsDuplicate(lost))
        {
            return false; // another sweep called the same desk in this moment
        }
    }

    private static IQueryable<CaseRow> Waiting(CaseworkDb db) => db.Cases.Where(c => c.ClosedAt == null && c.ClaimedAt == null);
}
