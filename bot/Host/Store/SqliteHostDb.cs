using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace IntakeBot.Host.Store;

internal sealed class SqliteHostDb(DbContextOptions<SqliteHostDb> options) : HostDb(options)
{
    public static DbContextOptions<SqliteHostDb> OptionsFor(string connection) => new DbContextOptionsBuilder<SqliteHostDb>()
        .AddInterceptors(SqlitePragmas.Instance)
        .UseSqlite(connection, sqlite => sqlite.MigrationsHistoryTable(HistoryTable))
        .Options;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        // Plain row ids: AUTOINCREMENT would write one more page with every turn.
        builder.Entity<ConversationRow>().Property(c => c.N).ValueGeneratedNever();
        builder.Entity<TurnRow>().Property(t => t.Id).ValueGeneratedNever();
        builder.Entity<OutboxRow>().Property(o => o.Id).ValueGeneratedNever();
    }
}

internal sealed class SqliteHostDesign : IDesignTimeDbContextFactory<SqliteHostDb>
{
    public SqliteHostDb CreateDbContext(string[] args) => new(SqliteHostDb.OptionsFor("Data Source=design.db"));
}
