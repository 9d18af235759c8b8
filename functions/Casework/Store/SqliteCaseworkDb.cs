using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace IntakeBot.Casework.Store;

public sealed class SqliteCaseworkDb(DbContextOptions<SqliteCaseworkDb> options) : CaseworkDb(options)
{
    internal static DbContextOptions<SqliteCaseworkDb> OptionsFor(Action<DbContextOptionsBuilder> use)
    {
        var builder = new DbContextOptionsBuilder<SqliteCaseworkDb>().AddInterceptors(SqlitePragmas.Instance);
        use(builder);
        return builder.Options;
    }

    internal static void History(SqliteDbContextOptionsBuilder sqlite) => sqlite.MigrationsHistoryTable(HistoryTable);
}

internal sealed class SqliteCaseworkDesign : IDesignTimeDbContextFactory<SqliteCaseworkDb>
{
    public SqliteCaseworkDb CreateDbContext(string[] args) =>
        new(SqliteCaseworkDb.OptionsFor(o => o.UseSqlite("Data Source=design.db", SqliteCaseworkDb.History)));
}
