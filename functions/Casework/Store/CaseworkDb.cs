using System.Data.Common;
using IntakeBot.Casework.Cases;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IntakeBot.Casework.Store;

/// <summary>Petitions, cases, timelines, parked messages, stations and rosters.</summary>
public abstract class CaseworkDb(DbContextOptions options) : DbContext(options)
{
    public const string HistoryTable = "__casework_migrations";

    public DbSet<PetitionRow> Petitions => Set<PetitionRow>();
    public DbSet<SupplementRow> Supplements => Set<SupplementRow>();
    public DbSet<CaseRow> Cases => Set<CaseRow>();
    public DbSet<CaseEventRow> CaseEvents => Set<CaseEventRow>();
    public DbSet<CaseDeskRow> CaseDesks => Set<CaseDeskRow>();
    public DbSet<CaseFactRow> CaseFacts => Set<CaseFactRow>();
    public DbSet<DutySessionRow> DutySessions => Set<DutySessionRow>();
    public DbSet<ParkedMessageRow> ParkedMessages => Set<ParkedMessageRow>();
    public DbSet<StationRow> Stations => Set<StationRow>();
    public DbSet<ShiftRow> Shifts => Set<ShiftRow>();
    public DbSet<PlacesVersionRow> PlacesVersions => Set<PlacesVersionRow>();

    /// <summary>A context of its own connection.</summary>
    public static CaseworkDb Open(StoreOptions store) => store.Provider == StoreProvider.Sqlite
        ? new SqliteCaseworkDb(SqliteCaseworkDb.OptionsFor(o => o.UseSqlite(store.ConnectionString, SqliteCaseworkDb.History)))
        : new PostgresCaseworkDb(PostgresCaseworkDb.OptionsFor(o => o.UseNpgsql(store.ConnectionString, PostgresCaseworkDb.History)));

    /// <summary>
    /// A context that takes part in somebody else's open transaction, so that both commit together or not at all. It
    /// neither commits nor closes anything.
    /// </summary>
    public static CaseworkDb On(DbConnection connection, DbTransaction transaction)
    {
        CaseworkDb db = connection is SqliteConnection
            ? new SqliteCaseworkDb(SqliteCaseworkDb.OptionsFor(o => o.UseSqlite(connection, SqliteCaseworkDb.History)))
            : new PostgresCaseworkDb(PostgresCaseworkDb.OptionsFor(o => o.UseNpgsql(connection, PostgresCaseworkDb.History)));
        db.Database.UseTransaction(transaction);
        return db;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        StoreConventions.Times(configurationBuilder, this is SqliteCaseworkDb);
        configurationBuilder.Properties<CaseState>().HaveConversion<StateCode>().HaveMaxLength(20);
        configurationBuilder.Properties<CaseLevel>().HaveConversion<LevelCode>().HaveMaxLength(20);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        CaseworkModel.Build(modelBuilder);
        StoreConventions.SnakeCase(modelBuilder);
    }

    private sealed class StateCode() : ValueConverter<CaseState, string>(state => state.Code(), code => CaseCodes.State(code));
    private sealed class LevelCode() : ValueConverter<CaseLevel, string>(level => level.Code(), code => CaseCodes.Level(code));
}
