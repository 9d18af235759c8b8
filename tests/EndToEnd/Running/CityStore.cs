using Azure.Storage.Queues;
using Npgsql;

namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>Settings of a district that has outgrown one process: PostgreSQL, a storage queue, functions of their own.</summary>
internal sealed class CityStore : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _database;
    private readonly string _storage;

    private CityStore(string server, string database, string storage)
    {
        _server = server;
        _database = database;
        _storage = storage;
    }

    public Dictionary<string, string?> Settings => new()
    {
        ["Store__Provider"] = "postgres",
        ["Store__ConnectionString"] = new NpgsqlConnectionStringBuilder(_server) { Database = _database }.ConnectionString,
        ["Queue__Provider"] = "azure",
        ["Queue__ConnectionString"] = _storage,
        ["AzureWebJobsStorage"] = _storage,
    };

    /// <summary>Skips the test, visibly, where PostgreSQL or Azurite was not started.</summary>
    public static async Task<CityStore> CreateAsync()
    {
        var server = Environment.GetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES");
        var storage = Environment.GetEnvironmentVariable("INTAKEBOT_TEST_AZURITE");
        Assert.SkipWhen(server is null, "INTAKEBOT_TEST_POSTGRES is not set: run tests/run");
        Assert.SkipWhen(storage is null, "INTAKEBOT_TEST_AZURITE is not set: run tests/run");
        var database = "e2e_" + Guid.NewGuid().ToString("N");
        await ExecuteAsync(server!, $"CREATE DATABASE {database}");
        foreach (var name in new[] { "petitions", "petitions-poison" })
            await new QueueClient(storage, name, new QueueClientOptions(QueueClientOptions.ServiceVersion.V2025_11_05)).DeleteIfExistsAsync();
        return new CityStore(server!, database, storage!);
    }

    /// <summary>The database alone; queue and functions stay in the bot's process.</summary>
    public Dictionary<string, string?> StoreOnly => Settings.Where(setting => setting.Key.StartsWith("Store", StringComparison.Ordinal)).ToDictionary();

    /// <summary>Lets the waiting cases of an urgency have waited for longer, as if the clock had been put on for them alone.</summary>
    public async Task AgeAsync(string urgency, TimeSpan by)
    {
        await using var source = NpgsqlDataSource.Create(Settings["Store__ConnectionString"]!);
        await using var command = source.CreateCommand("UPDATE cases SET due_at = due_at - $1, routed_at = routed_at - $1 WHERE urgency = $2 AND claimed_at IS NULL");
        command.Parameters.AddWithValue(by);
        command.Parameters.AddWithValue(urgency);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync(_server, $"DROP DATABASE IF EXISTS {_database} WITH (FORCE)");
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
