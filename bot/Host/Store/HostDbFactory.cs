using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IntakeBot.Host.Store;

/// <summary>Opens contexts of the configured database; the options are built once.</summary>
internal sealed class HostDbFactory : IDbContextFactory<HostDb>
{
    private readonly Func<HostDb> _open;

    public HostDbFactory(StoreOptions store, NpgsqlDataSource? postgres = null)
    {
        if (store.Provider == StoreProvider.Sqlite)
        {
            var options = SqliteHostDb.OptionsFor(store.ConnectionString);
            _open = () => new SqliteHostDb(options);
        }
        else
        {
            var options = PostgresHostDb.OptionsFor(postgres!);
            _open = () => new PostgresHostDb(options);
        }
    }

    public HostDb CreateDbContext() => _open();
}
