using System.Collections.Concurrent;
using IntakeBot.Host.Tests.Running;

[assembly: AssemblyFixture(typeof(Bots))]

namespace IntakeBot.Host.Tests.Running;

/// <summary>One bot per database for all tests that need nothing special.</summary>
public sealed class Bots : IAsyncLifetime
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    private readonly ConcurrentDictionary<string, Lazy<Task<TestBot>>> _bots = new();

    public static TheoryData<string> All => [Sqlite, Postgres];

    public Task<TestBot> OnAsync(string provider)
    {
        Assert.SkipWhen(provider == Postgres && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES")), "INTAKEBOT_TEST_POSTGRES is not set: run tests/run");
        return _bots.GetOrAdd(provider, p => new(() => TestBot.StartAsync(p, "--DirectLine:Secret=the-secret"))).Value;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var bot in _bots.Values) await (await bot.Value).DisposeAsync();
        await TestDatabase.DropTemplatesAsync();
    }
}
