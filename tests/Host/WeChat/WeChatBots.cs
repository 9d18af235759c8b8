using System.Collections.Concurrent;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.Tests.WeChat;

[assembly: AssemblyFixture(typeof(WeChatBots))]

namespace IntakeBot.Host.Tests.WeChat;

/// <summary>One account at WeChat and one bot per database for all tests that need nothing special of either.</summary>
public sealed class WeChatBots : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Lazy<Task<(WeChatWorld World, TestBot Bot)>>> _bots = new();

    internal Task<(WeChatWorld World, TestBot Bot)> OnAsync(string provider)
    {
        Assert.SkipWhen(provider == Bots.Postgres && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES")), "INTAKEBOT_TEST_POSTGRES is not set: run tests/run");
        return _bots.GetOrAdd(provider, p => new(() => StartAsync(p))).Value;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var started in _bots.Values)
        {
            var (world, bot) = await started.Value;
            await bot.DisposeAsync();
            await world.DisposeAsync();
        }
    }

    private static async Task<(WeChatWorld World, TestBot Bot)> StartAsync(string provider)
    {
        var world = await WeChatWorld.StartAsync();
        return (world, await world.BotAsync(provider));
    }
}
