namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>bot/Host as a newcomer starts it: an empty data folder, a free port, nothing else.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(60);
    private readonly Func<ChildProcess> _start;
    private readonly string _data;
    private ChildProcess _child;

    private BotProcess(ChildProcess child, Func<ChildProcess> start, string data, string url)
    {
        _child = child;
        _start = start;
        _data = data;
        Url = url;
    }

    public string Url { get; }
    public required string ResidentPage { get; init; }
    public required string DeskPage { get; init; }
    public required string Administrator { get; init; }
    public required string Password { get; init; }
    /// <summary>The signed code of the building that the resident page's link names.</summary>
    public string Building => ResidentPage[(ResidentPage.LastIndexOf('/') + 1)..];
    public string Data => _data;
    public string Output => _child.Output;

    /// <param name="url">null: a free port of this machine.</param>
    public static async Task<BotProcess> StartAsync(IReadOnlyDictionary<string, string?>? settings = null, string? url = null)
    {
        url ??= $"http://127.0.0.1:{FreePort.Next()}";
        var data = Directory.CreateTempSubdirectory("intakebot-e2e-").FullName;
        var environment = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>()) { ["Data__Directory"] = data };
        ChildProcess Start() => new(Repository.Program("bot/Host", "IntakeBot.Host"), ["--urls", url], environment);
        var child = Start();
        try
        {
            return new BotProcess(child, Start, data, url)
            {
                ResidentPage = await child.ValueAfterAsync("Resident page:", s_start),
                DeskPage = await child.ValueAfterAsync("Desk:", s_start),
                Administrator = await child.ValueAfterAsync("Administrator:", s_start),
                Password = await child.ValueAfterAsync("One-time password:", s_start),
            };
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _child.KillAsync();

    /// <summary>The same program on the same database and port.</summary>
    public async Task StartAgainAsync()
    {
        await _child.DisposeAsync();
        _child = _start();
        await _child.ValueAfterAsync("Desk:", s_start);
    }

    public async ValueTask DisposeAsync()
    {
        await _child.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
