using System.Collections.Concurrent;
using IntakeBot.Host.Tests.Running;

[assembly: AssemblyFixture(typeof(IntakeBot.Host.Tests.BotFramework.DeveloperBots))]

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>One bot of a developer per database, without an app id, for all tests that need nothing special.</summary>
public sealed class DeveloperBots : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Lazy<Task<TestBot>>> _bots = new();

    public Task<TestBot> OnAsync(string provider)
    {
        Assert.SkipWhen(provider == Bots.Postgres && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES")), "INTAKEBOT_TEST_POSTGRES is not set: run tests/run");
        return _bots.GetOrAdd(provider, p => new(() => TestBot.StartAsync(p, "--environment=Development"))).Value;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var bot in _bots.Values) await (await bot.Value).DisposeAsync();
    }
}
