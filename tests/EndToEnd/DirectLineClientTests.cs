using System.Diagnostics;
using IntakeBot.EndToEnd.Tests.Running;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>Microsoft's own Direct Line client, unchanged, talks to the bot instead of the resident page.</summary>
public sealed class DirectLineClientTests
{
    [Theory]
    [InlineData("polling")]
    [InlineData("socket")]
    public async Task A_petition_goes_through_botframework_directlinejs(string mode)
    {
        await using var bot = await BotProcess.StartAsync();
        var script = Path.Combine(Repository.Root, "tests", "peers", "directline.cjs");
        var code = bot.ResidentPage[(bot.ResidentPage.LastIndexOf('/') + 1)..];
        using var client = Process.Start(new ProcessStartInfo("node", [script, bot.Url, code, mode]) { RedirectStandardOutput = true })!;

        var said = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();

        client.ExitCode.ShouldBe(0, said);
        said.ShouldContain("\"done\":true");
    }
}
