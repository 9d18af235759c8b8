using IntakeBot.Casework.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IntakeBot.Functions.Tests.Processes;

/// <summary>An empty database of its own, on either provider.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intakebot-store-");
    private readonly string? server;
    private readonly string name = "functions_" + Guid.NewGuid().ToString("N");

    private TestStore(string provider)
    {
        server = provider == Postgres ? Environment.GetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES") : null;
        Options = server is null
            ? new StoreOptions(StoreProvider.Sqlite, $"Data Source={Path.Combine(folder.FullName, "intake.db")}")
            : new StoreOptions(StoreProvider.Postgres, new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString());
    }

    public StoreOptions Options { get; }

    public static async Task<TestStore> CreateAsync(string provider)
    {
        if (provider == Postgres && Environment.GetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES") is null)
            Assert.Skip("INTAKEBOT_TEST_POSTGRES is not set");
        var store = new TestStore(provider);
        if (store.server is not null) await store.OnServerAsync($"CREATE DATABASE {store.name}");
        return store;
    }

    public CaseworkDb Open() => CaseworkDb.Open(Options);

    public async Task<int> CasesAsync()
    {
        await using var db = Open();
        return await db.Cases.CountAsync();
    }

    /// <summary>Runs SQL of the test's own on the test's own database.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var db = Open();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        if (server is not null) await OnServerAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        folder.Delete(recursive: true);
    }

    private async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
