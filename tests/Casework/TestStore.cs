using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Handoff;
using IntakeBot.Casework.Parking;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace IntakeBot.Casework.Tests;

/// <summary>A database of its own for one test, with everything registered as a host would.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public const string Postgres = "postgres", Sqlite = "sqlite";
    private static int count;
    private readonly Func<Task> drop;
    private readonly ServiceProvider services;

    private TestStore(StoreOptions options, Func<Task> drop)
    {
        (Options, this.drop) = (options, drop);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>()).Build();
        services = new ServiceCollection().AddSingleton(options).AddSingleton<TimeProvider>(Time).AddSingleton<IPersonalDataProtector>(new Reversing())
            .AddSingleton<ICaseSignal>(Signals).AddCasework(configuration).BuildServiceProvider(validateScopes: true);
    }

    public StoreOptions Options { get; }
    public FakeTimeProvider Time { get; } = new(SamplePetition.Evening);
    public Signalled Signals { get; } = new();
    public CaseworkStore Store => services.GetRequiredService<CaseworkStore>();
    public CaseService Cases => services.GetRequiredService<CaseService>();
    public CaseReader Reader => services.GetRequiredService<CaseReader>();
    public RoutePetition Route => services.GetRequiredService<RoutePetition>();
    public ParkPoison Poison => services.GetRequiredService<ParkPoison>();
    public SweepCases Sweep => services.GetRequiredService<SweepCases>();
    public DutyBook Duty => services.GetRequiredService<DutyBook>();
    public PlacesSource Places => services.GetRequiredService<PlacesSource>();
    public CaseworkContentSource Content => services.GetRequiredService<CaseworkContentSource>();
    public IPersonalDataProtector Protector => services.GetRequiredService<IPersonalDataProtector>();

    /// <summary>Skips the test, visibly, where there is no PostgreSQL.</summary>
    public static async Task<TestStore> OpenAsync(string provider, bool start = true)
    {
        var store = provider == Sqlite ? OnSqlite() : await OnPostgresAsync();
        if (start) await store.StartAsync();
        return store;
    }

    public Task StartAsync() => services.StartCaseworkAsync();

    /// <summary>Another process on the same database.</summary>
    public TestStore Second() => new(Options, () => Task.CompletedTask);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await drop();
    }

    private static TestStore OnSqlite()
    {
        var directory = Directory.CreateTempSubdirectory("casework-test").FullName;
        var connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, "intake.db") }.ToString();
        return new TestStore(new StoreOptions(StoreProvider.Sqlite, connection), () =>
        {
            using (var own = new SqliteConnection(connection)) SqliteConnection.ClearPool(own);
            Directory.Delete(directory, recursive: true);
            return Task.CompletedTask;
        });
    }

    private static async Task<TestStore> OnPostgresAsync()
    {
        var server = Environment.GetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES");
        if (string.IsNullOrEmpty(server)) Assert.Skip("INTAKEBOT_TEST_POSTGRES is not set");
        var name = $"casework_{Environment.ProcessId}_{Interlocked.Increment(ref count)}";
        await RunAsync(server, $"CREATE DATABASE {name}");
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ToString();
        return new TestStore(new StoreOptions(StoreProvider.Postgres, connection), async () =>
        {
            await using (var own = new NpgsqlConnection(connection)) NpgsqlConnection.ClearPool(own);
            await RunAsync(server, $"DROP DATABASE {name} WITH (FORCE)");
        });
    }

    private static async Task RunAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Not readable at a glance, and tells what it did not write.</summary>
    private sealed class Reversing : IPersonalDataProtector
    {
        public string Protect(string text) => "~" + new string([.. text.Reverse()]);
        public string? Unprotect(string text) => text.StartsWith('~') ? new string([.. text[1..].Reverse()]) : null;
        public string Mark(string text) => "m" + Protect(text);
    }
}

internal sealed class Signalled : ICaseSignal
{
    private readonly List<Guid> cases = [];

    public IReadOnlyList<Guid> Cases { get { lock (cases) return [.. cases]; } }

    public void Changed(Guid caseId)
    {
        lock (cases) cases.Add(caseId);
    }
}
