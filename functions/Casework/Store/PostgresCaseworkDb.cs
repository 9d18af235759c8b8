using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace IntakeBot.Casework.Store;

public sealed class PostgresCaseworkDb(DbContextOptions<PostgresCaseworkDb> options) : CaseworkDb(options)
{
    internal static DbContextOptions<PostgresCaseworkDb> OptionsFor(Action<DbContextOptionsBuilder> use)
    {
        var builder = new DbContextOptionsBuilder<PostgresCaseworkDb>();
        use(builder);
        return builder.Options;
    }

    internal static void History(NpgsqlDbContextOptionsBuilder postgres) => postgres.MigrationsHistoryTable(HistoryTable);
}

internal sealed class PostgresCaseworkDesign : IDesignTimeDbContextFactory<PostgresCaseworkDb>
{
    public PostgresCaseworkDb CreateDbContext(string[] args) =>
        new(PostgresCaseworkDb.OptionsFor(o => o.UseNpgsql("Host=design", PostgresCaseworkDb.History)));
}
