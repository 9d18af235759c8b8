using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>Microsoft's Agents Playground: it plays the channel and its Connector, with a page to chat on.</summary>
internal sealed class AgentsPlayground : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private AgentsPlayground(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <param name="delivery">default, or expectReplies.</param>
    public static async Task<AgentsPlayground> StartAsync(BotProcess bot, string channel, string delivery)
    {
        var port = FreePort.Next();
        var script = Path.Combine(Repository.Root, "tests", "peers", "node_modules", "@microsoft", "m365agentsplayground", "cli.js");
        var start = new ProcessStartInfo(
            "node", [script, "start", "-e", $"{bot.Url}/api/messages", "-c", channel, "-p", port.ToString(), "--delivery-mode", delivery, "--disable-telemetry"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["BROWSER"] = "none";
        var playground = new AgentsPlayground(new Process { StartInfo = start }, $"http://localhost:{port}/");
        playground._process.OutputDataReceived += (_, e) => playground._lines.Enqueue(e.Data ?? "");
        playground._process.ErrorDataReceived += (_, e) => playground._lines.Enqueue(e.Data ?? "");
        playground._process.Start();
        playground._process.BeginOutputReadLine();
        playground._process.BeginErrorReadLine();
        for (var waited = 0; !playground._lines.Any(line => line.Contains($"Listening on {port}", StringComparison.Ordinal)); waited++)
        {
            if (waited > 300 || playground._process.HasExited) throw new TimeoutException("The playground did not start:\n" + string.Join('\n', playground._lines));
            await Task.Delay(100);
        }

        return playground;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

/// <summary>The chat on its page.</summary>
internal sealed class PlaygroundPage(IPage page)
{
    private static readonly string[] s_taps = ["提交", "发送", "没问题", "可以了", "匿名", "不留", "不想留", "没有", "跳过", "不清楚"];

    public ILocator Said => page.Locator(".webchat__bubble:not(.webchat__bubble--from-user)");

    public async Task OpenAsync(string url)
    {
        await page.GotoAsync(url);
        await Said.First.WaitForAsync();
    }

    /// <summary>Types something and waits until the bot has answered.</summary>
    public async Task SayAsync(string text)
    {
        var before = await Said.CountAsync();
        await page.FillAsync(".webchat__send-box-text-box__input", text);
        await page.Keyboard.PressAsync("Enter");
        await AnsweredAsync(before);
    }

    /// <summary>Taps what can be tapped, else says that one does not know.</summary>
    public async Task GoOnAsync()
    {
        foreach (var word in s_taps)
        {
            var button = page.Locator("button.webchat__suggested-action", new() { HasText = word }).First;
            if (await button.CountAsync() == 0) continue;
            var before = await Said.CountAsync();
            await button.ClickAsync();
            await AnsweredAsync(before);
            return;
        }

        await SayAsync("不清楚");
    }

    public Task<string> TextAsync() => page.Locator("body").InnerTextAsync();

    // Pieces of a sentence wait for the rest: some answers take a few seconds.
    private async Task AnsweredAsync(int before)
    {
        await Assertions.Expect(Said.Nth(before)).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await page.WaitForTimeoutAsync(600);
    }
}
