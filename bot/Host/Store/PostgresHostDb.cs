using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace IntakeBot.Host.Store;

internal sealed class PostgresHostDb(DbContextOptions<PostgresHostDb> options) : HostDb(options)
{
    public static DbContextOptions<PostgresHostDb> OptionsFor(NpgsqlDataSource source) => new DbContextOptionsBuilder<PostgresHostDb>()
        .UseNpgsql(source, postgres => postgres.MigrationsHistoryTable(HistoryTable))
        .Options;
}

internal sealed class PostgresHostDesign : IDesignTimeDbContextFactory<PostgresHostDb>
{
    public PostgresHostDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresHostDb>()
        .UseNpgsql("Host=design", postgres => postgres.MigrationsHistoryTable(HostDb.HistoryTable)).Options);
}
