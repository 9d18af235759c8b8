using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Store;

/// <summary>Brings a database to the shape this program expects. For every context of the product.</summary>
public static class StoreMigrator
{
    /// <summary>A migration that takes longer than this was killed; see <see cref="DropStaleLockAsync"/>.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(30);

    /// <summary>Any number, the same for all programs on one database.</summary>
    private const long MigrationLock = 440311;

    public static async Task MigrateAsync(DbContext db, TimeProvider time, CancellationToken cancellation)
    {
        // Asking first costs little and takes no lock: nearly every start has nothing to do.
        var isThere = await db.Database.CanConnectAsync(cancellation).ConfigureAwait(false);
        if (isThere && !(await db.Database.GetPendingMigrationsAsync(cancellation).ConfigureAwait(false)).Any()) return;
        if (db.Database.IsSqlite()) await DropStaleLockAsync(db, time.GetUtcNow() - StaleAfter, cancellation).ConfigureAwait(false);
        else if (isThere)
        {
            await OneByOneAsync(db, cancellation).ConfigureAwait(false);
            return;
        }
        await db.Database.MigrateAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// On PostgreSQL the migration lock is a table lock that ends with each migration's transaction: of two processes that start at once both
    /// would go on with the second migration. This one is held for all of them, and by the session, so that a killed process leaves none.
    /// </summary>
    private static async Task OneByOneAsync(DbContext db, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        try
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellation).ConfigureAwait(false);
            await db.Database.MigrateAsync(cancellation).ConfigureAwait(false);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})", cancellation).ConfigureAwait(false);
        }
        finally
        {
            await db.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// On SQLite the migration lock is a row that survives a killed process, and everybody after it would wait for ever
    /// (https://learn.microsoft.com/ef/core/providers/sqlite/limitations#concurrent-migrations-protection).
    /// </summary>
    private static async Task DropStaleLockAsync(DbContext db, DateTimeOffset before, CancellationToken cancellation)
    {
        try
        {
            await db.Database.ExecuteSqlAsync(
                $"""DELETE FROM "__EFMigrationsLock" WHERE "Timestamp" < {before.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}""",
                cancellation).ConfigureAwait(false);
        }
        catch (SqliteException)
        {
            // There is no such table before the first migration.
        }
    }
}
