using System.Data.Common;
using IntakeBot.Casework.Cases;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IntakeBot.Casework.Store;

/// <summary>Opens contexts on the configured database.</summary>
public sealed class CaseworkStore
{
    private readonly Func<CaseworkDb> open;

    public CaseworkStore(StoreOptions options)
    {
        Options = options;
        if (options.Provider == StoreProvider.Sqlite)
        {
            var sqlite = SqliteCaseworkDb.OptionsFor(o => o.UseSqlite(options.ConnectionString, SqliteCaseworkDb.History));
            open = () => new SqliteCaseworkDb(sqlite);
        }
        else
        {
            var postgres = PostgresCaseworkDb.OptionsFor(o => o.UseNpgsql(options.ConnectionString, PostgresCaseworkDb.History));
            open = () => new PostgresCaseworkDb(postgres);
        }
    }

    public StoreOptions Options { get; }

    public CaseworkDb Open() => open();

    /// <summary>A pooled connection for plain statements, where a context would cost more than the work.</summary>
    internal async Task<DbConnection> ConnectAsync(CancellationToken cancellation)
    {
        DbConnection connection = Options.Provider == StoreProvider.Sqlite
            ? new SqliteConnection(Options.ConnectionString)
            : new NpgsqlConnection(Options.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            SqlitePragmas.Apply(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Does the work in a transaction of its own and commits it, or takes part in the caller's. On SQLite its own begins
    /// as a writer, so that nothing read in it can be stale.
    /// </summary>
    internal async Task<T> InTransactionAsync<T>(OpenTransaction? joined, Func<CaseworkDb, Task<T>> work, CancellationToken cancellation)
    {
        var db = joined is null ? open() : CaseworkDb.On(joined.Connection, joined.Transaction);
        await using (db.ConfigureAwait(false))
        {
            if (joined is not null) return await work(db).ConfigureAwait(false);
            var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var result = await work(db).ConfigureAwait(false);
                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
                return result;
            }
        }
    }
}
