using System.Text.Json;
using IntakeBot.EndToEnd.Tests.Running;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>The load generator itself, for two seconds: what it measures elsewhere for longer works, and loses nothing.</summary>
public sealed class LoadTests
{
    [Theory]
    [InlineData("webhook")]
    [InlineData("directline")]
    public async Task Every_turn_that_is_answered_under_load_is_in_the_store_after_kill_9(string over)
    {
        await using var load = new ChildProcess(
            Repository.Program("tests/Load", "IntakeBot.Load"),
            ["turns", "--only", "bot", "--over", over, "--seconds", "2", "--warm-up", "1", "--rounds", "1", "--conversations", "16", "--json"],
            new Dictionary<string, string?>());

        using var result = JsonDocument.Parse("{" + await load.ValueAfterAsync("{", TimeSpan.FromSeconds(240)));
        var bot = result.RootElement.GetProperty("contenders")[0];
        bot.GetProperty("errors").GetInt64().ShouldBe(0, bot.ToString());
        var round = bot.GetProperty("rounds")[0];
        long Told(string what) => round.GetProperty("told").GetProperty(what).GetInt64();
        long Kept(string what) => round.GetProperty("survived").GetProperty(what).GetInt64();
        Told("answered").ShouldBeGreaterThan(20, bot.ToString());
        Told("receipts").ShouldBeGreaterThan(0, bot.ToString());
        Kept("greetings").ShouldBe(Told("opened"));
        Kept("messages").ShouldBe(Told("answered"));
        Kept("petitions").ShouldBe(Told("receipts"));
    }
}
