using Microsoft.Data.Sqlite;
using Npgsql;

namespace IntakeBot.Host.Tests.Running;

/// <summary>A database of its own for one bot, gone afterwards. PostgreSQL shows as skipped where none was started.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string? _server;
    private readonly string _name = "host_" + Guid.CreateVersion7().ToString("N");

    private TestDatabase(string? server) => _server = server;

    public string Folder { get; } = Directory.CreateTempSubdirectory("intakebot-host-").FullName;

    public bool IsPostgres => _server is not null;

    public string ConnectionString => _server is null
        ? $"Data Source={Path.Combine(Folder, "intake.db")}"
        : new NpgsqlConnectionStringBuilder(_server) { Database = _name, MaxPoolSize = 30 }.ConnectionString;

    public string[] Settings =>
        [$"--Data:Directory={Folder}", $"--Store:Provider={(IsPostgres ? "postgres" : "sqlite")}", $"--Store:ConnectionString={ConnectionString}"];

    public static async Task<TestDatabase> CreateAsync(string provider)
    {
        if (provider == "sqlite") return new(null);
        var server = Environment.GetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "INTAKEBOT_TEST_POSTGRES is not set: run tests/run");
        var database = new TestDatabase(server);
        await database.ExecuteOnServerAsync($"CREATE DATABASE {database._name}");
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteOnServerAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        }

        // A bot that went like a crash may still be writing its last.
        for (var left = 50; ; left--)
        {
            try
            {
                SqliteConnection.ClearAllPools();
                Directory.Delete(Folder, recursive: true);
                return;
            }
            catch (IOException) when (left > 0)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task ExecuteOnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
