using System.Diagnostics;
using System.Text.Json;

namespace IntakeBot.Host.Tests.WeChat;

/// <summary>What other people's implementations of WeChat's encryption make of something (<c>tests/peers/wechat-crypto.cjs</c>).</summary>
internal static class CryptoPeers
{
    public sealed record Opened(string Message, string Id);
    public sealed record Answer(string[] Sealed, Opened[] Opened, string Signature);

    public static async Task<Dictionary<string, Answer>> AskAsync(string key, string appId, string token, IReadOnlyList<string> seal, IReadOnlyList<string> open)
    {
        var start = new ProcessStartInfo("node", ["--no-deprecation", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
        };
        using var node = Process.Start(start)!;
        var (answer, complaint) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(new { key, appId, token, seal, open }));
        node.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await node.WaitForExitAsync(limit.Token);
        node.ExitCode.ShouldBe(0, $"Run tests/run once, or npm ci in tests/peers, to install the peers.\n{await complaint}");
        return JsonSerializer.Deserialize<Dictionary<string, Answer>>(await answer, JsonSerializerOptions.Web)!;
    }

    private static string Script
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(Path.Combine(folder, "IntakeBot.sln"))) folder = Path.GetDirectoryName(folder);
            return Path.Combine(folder!, "tests", "peers", "wechat-crypto.cjs");
        }
    }
}
