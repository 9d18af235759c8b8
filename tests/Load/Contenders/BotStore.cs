using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace IntakeBot.Load.Contenders;

/// <summary>The bot's database, its own for one run, and what stands in it.</summary>
internal sealed class BotStore : IAsyncDisposable
{
    private readonly Func<DbConnection> _connect;
    private readonly Func<Task> _remove;

    private BotStore(Dictionary<string, string> settings, Func<DbConnection> connect, Func<Task> remove)
    {
        Settings = settings;
        _connect = connect;
        _remove = remove;
    }

    /// <summary>Environment of the bot that uses it.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    public static Task<BotStore> SqliteAsync()
    {
        var folder = Directory.CreateTempSubdirectory("intakebot-load-").FullName;
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "intake.db"), Pooling = false }.ToString();
        return Task.FromResult(new BotStore(
            new() { ["Data__Directory"] = folder, ["Store__Provider"] = "sqlite" },
            () => new SqliteConnection(file),
            () =>
            {
                Directory.Delete(folder, recursive: true);
                return Task.CompletedTask;
            }));
    }

    /// <exception cref="InvalidOperationException">No server is named.</exception>
    public static async Task<BotStore> PostgresAsync()
    {
        var server = Environment.GetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES")
            ?? throw new InvalidOperationException("INTAKEBOT_TEST_POSTGRES is not set: name a PostgreSQL server, e.g. Host=127.0.0.1;Username=postgres;Database=postgres.");
        var database = $"load_{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6))}";
        var folder = Directory.CreateTempSubdirectory("intakebot-load-").FullName;
        var own = new NpgsqlConnectionStringBuilder(server) { Database = database, Pooling = false }.ToString();
        await ExecuteAsync(server, $"CREATE DATABASE {database}");
        return new(
            new() { ["Data__Directory"] = folder, ["Store__Provider"] = "postgres", ["Store__ConnectionString"] = new NpgsqlConnectionStringBuilder(server) { Database = database }.ToString() },
            () => new NpgsqlConnection(own),
            async () =>
            {
                await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
                Directory.Delete(folder, recursive: true);
            });
    }

    /// <summary>Counts what survived; to be asked when the bot is dead.</summary>
    public async Task<Survived> CountAsync()
    {
        await using var connection = _connect();
        await connection.OpenAsync();
        // The first turn of a conversation is its greeting, every other one answers a message.
        return new(
            await ScalarAsync(connection, "SELECT count(*) FROM turns WHERE first_seq = 1"),
            await ScalarAsync(connection, "SELECT count(*) FROM turns WHERE client_key IS NOT NULL AND client_key NOT LIKE 'handoff/%'"),
            await ScalarAsync(connection, "SELECT count(*) FROM outbox"),
            await ScalarAsync(connection, "SELECT count(*) FROM cases"));
    }

    public async ValueTask DisposeAsync() => await _remove();

    private static async Task<long> ScalarAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <param name="Petitions">Rows of the outbox: each receipt that was shown has one.</param>
/// <param name="Cases">Of them, those whose case existed already.</param>
internal sealed record Survived(long Greetings, long Messages, long Petitions, long Cases);
