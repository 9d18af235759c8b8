namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>bot/Host as a newcomer starts it: an empty data folder, a free port, nothing else.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private readonly ChildProcess _child;
    private readonly string _data;

    private BotProcess(ChildProcess child, string data, string url)
    {
        _child = child;
        _data = data;
        Url = url;
    }

    public string Url { get; }
    public required string ResidentPage { get; init; }
    public required string DeskPage { get; init; }
    public required string Administrator { get; init; }
    public required string Password { get; init; }
    public string Output => _child.Output;

    public static async Task<BotProcess> StartAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        var data = Directory.CreateTempSubdirectory("intakebot-e2e-").FullName;
        var environment = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>()) { ["Data__Directory"] = data };
        var child = new ChildProcess(Repository.Program("bot/Host", "IntakeBot.Host"), ["--urls", url], environment);
        try
        {
            var limit = TimeSpan.FromSeconds(60);
            return new BotProcess(child, data, url)
            {
                ResidentPage = await child.ValueAfterAsync("Resident page:", limit),
                DeskPage = await child.ValueAfterAsync("Desk:", limit),
                Administrator = await child.ValueAfterAsync("Administrator:", limit),
                Password = await child.ValueAfterAsync("One-time password:", limit),
            };
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _child.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
