using System.Collections.Concurrent;
using IntakeBot.Host.StartUp;
using IntakeBot.Host.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntakeBot.Host.Tests.Running;

/// <summary>A database of its own for one bot, gone afterwards. PostgreSQL shows as skipped where none was started.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    // Made by the application once and copied: its migrations and its sample district would take most of the time of every start.
    private static readonly ConcurrentDictionary<string, Lazy<Task<TestDatabase>>> s_templates = new();

    private readonly string? _server;
    private readonly string _name = "host_" + Guid.CreateVersion7().ToString("N");

    private TestDatabase(string? server) => _server = server;

    public string Folder { get; } = Directory.CreateTempSubdirectory("intakebot-host-").FullName;

    public bool IsPostgres => _server is not null;

    public string ConnectionString => _server is null
        ? $"Data Source={SqliteFile}"
        : new NpgsqlConnectionStringBuilder(_server) { Database = _name, MaxPoolSize = 30 }.ConnectionString;

    public string[] Settings =>
        [$"--Data:Directory={Folder}", $"--Store:Provider={(IsPostgres ? "postgres" : "sqlite")}", $"--Store:ConnectionString={ConnectionString}"];

    public static async Task<TestDatabase> CreateAsync(string provider)
    {
        var server = provider == "sqlite" ? null : Environment.GetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES");
        Assert.SkipWhen(provider != "sqlite" && string.IsNullOrEmpty(server), "INTAKEBOT_TEST_POSTGRES is not set: run tests/run");
        var template = await s_templates.GetOrAdd(provider, _ => new(() => TemplateAsync(server))).Value;
        var database = new TestDatabase(server);
        if (database.IsPostgres) await database.ExecuteOnServerAsync($"CREATE DATABASE {database._name} TEMPLATE {template._name}");
        else File.Copy(template.SqliteFile, database.SqliteFile);
        return database;
    }

    public static async Task DropTemplatesAsync()
    {
        foreach (var template in s_templates.Values) await (await template.Value).DisposeAsync();
    }

    private string SqliteFile => Path.Combine(Folder, "intake.db");

    private static async Task<TestDatabase> TemplateAsync(string? server)
    {
        var database = new TestDatabase(server);
        if (database.IsPostgres) await database.ExecuteOnServerAsync($"CREATE DATABASE {database._name}");
        await using (var app = IntakeApp.Build([.. database.Settings, $"--Casework:ContentDirectory={RoundTheClock.Content}"]))
        {
            await IntakeApp.PrepareStoreAsync(app, default);
            // Each bot has keys of its own.
            await using var db = app.Services.GetRequiredService<HostDbFactory>().CreateDbContext();
            await db.ServerKeys.ExecuteDeleteAsync();
            await db.DataProtectionKeys.ExecuteDeleteAsync();
        }

        // Nobody may be connected to what is copied.
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
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
