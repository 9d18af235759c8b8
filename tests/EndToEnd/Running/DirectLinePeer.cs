using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>botframework-directlinejs in a Node process of its own, led through <c>tests/peers/directline.cjs</c>.</summary>
internal sealed class DirectLinePeer : IAsyncDisposable
{
    public const int Online = 2;
    public const int ExpiredToken = 3;
    public const int FailedToConnect = 4;
    public const int Ended = 5;

    private readonly Process _process;
    private readonly ConcurrentQueue<JsonElement> _events = new();

    /// <param name="options">What the client's constructor takes.</param>
    public DirectLinePeer(object options)
    {
        var start = new ProcessStartInfo("node", [Script(), JsonSerializer.Serialize(options)]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        _process = new() { StartInfo = start };
        _process.OutputDataReceived += (_, e) =>
        {
            if (e.Data is { Length: > 0 } && e.Data[0] == '{') _events.Enqueue(JsonSerializer.Deserialize<JsonElement>(e.Data));
        };
        _process.Start();
        _process.BeginOutputReadLine();
    }

    public IReadOnlyList<int> Statuses => [.. Named("status").Select(e => e.GetProperty("status").GetInt32())];
    public int Status => Statuses.LastOrDefault(-1);
    /// <summary>Every message the client gave to its page, in that order.</summary>
    public IReadOnlyList<JsonElement> Heard => [.. Named("heard").Select(e => e.GetProperty("heard")).Where(a => a.GetProperty("type").GetString() == "message")];
    public IReadOnlyList<string> HeardIds => [.. Heard.Select(a => a.GetProperty("id").GetString()!)];
    public string? Receipt => Intake("receipt");
    public string? Asking => Intake("asking");
    public string ConversationId => Place("conversationId");
    public string Watermark => Place("watermark");
    public string Token => Place("token");

    /// <summary>A token as the page's server would get one: for a new conversation at a building.</summary>
    public static async Task<string> TokenAsync(string url, string? building = null)
    {
        using var http = new HttpClient { BaseAddress = new(url) };
        using var answer = await http.PostAsJsonAsync("/chat/token", new { building });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    /// <summary>Posts and waits for the result: the id, "retry", or the error's status.</summary>
    public async Task<string> PostAsync(string text, string? key = null)
    {
        key ??= Guid.NewGuid().ToString("N");
        var before = Results(key).Count;
        Tell(new { post = text, key });
        await UntilAsync(p => p.Results(key).Count > before, $"the result of '{text}'");
        return Results(key)[before];
    }

    public void Reconnect(object conversation) => Tell(new { reconnect = conversation });

    /// <summary>Says one thing and waits for the bot's answer to it.</summary>
    public async Task SayAsync(string text)
    {
        var id = await PostAsync(text);
        await UntilAsync(p => p.Heard.Any(a => a.TryGetProperty("replyToId", out var to) && to.GetString() == id), $"the answer to '{text}'");
    }

    public async Task UntilAsync(Func<DirectLinePeer, bool> there, string what, double seconds = 25)
    {
        var watch = Stopwatch.StartNew();
        while (!there(this))
        {
            if (watch.Elapsed.TotalSeconds > seconds || _process.HasExited)
                throw new TimeoutException($"{what} did not come within {seconds} s. The client's last events:\n{string.Join('\n', _events.TakeLast(6))}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    private void Tell(object command) => _process.StandardInput.WriteLine(JsonSerializer.Serialize(command));

    private IEnumerable<JsonElement> Named(string name) => _events.Where(e => e.TryGetProperty(name, out _));

    private List<string> Results(string key) =>
        [.. Named("posted").Where(e => e.GetProperty("posted").GetString() == key).Select(e => e.TryGetProperty("id", out var id) ? id.GetString() ?? "" : "error " + e.GetProperty("error"))];

    private string Place(string name) => _events.LastOrDefault(e => e.TryGetProperty(name, out _)) is { ValueKind: JsonValueKind.Object } last ? last.GetProperty(name).GetString() ?? "" : "";

    private string? Intake(string name) =>
        Heard.LastOrDefault(a => a.TryGetProperty("channelData", out var data) && data.TryGetProperty("intake", out _)) is { ValueKind: JsonValueKind.Object } said
        && said.GetProperty("channelData").GetProperty("intake").TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Script()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntakeBot.sln"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "peers", "directline.cjs");
    }
}
