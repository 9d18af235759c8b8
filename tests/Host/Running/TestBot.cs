using System.Collections.Concurrent;
using IntakeBot.Dialogue.Content;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Links;
using IntakeBot.Host.StartUp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntakeBot.Host.Tests.Running;

/// <summary>The real application on a real port over a real database, in this process.</summary>
public sealed class TestBot : IAsyncDisposable
{
    // Reading and training takes its time; all bots of a test run share one edition of the content.
    private static readonly Lazy<ContentEdition> s_content = new(() => ConversationsFeature.Edition(new ConfigurationBuilder()
        .AddInMemoryCollection([new("Data:Directory", Path.Combine(Path.GetTempPath(), "intakebot-tests"))]).AddEnvironmentVariables().Build()));

    private readonly TestDatabase? _owned;
    private bool _stopped;
    private int _building;

    private TestBot(WebApplication app, TestDatabase? owned, CapturedLogs logs)
    {
        (App, _owned, Logs) = (app, owned, logs);
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Http = new() { BaseAddress = new(Url) };
    }

    public WebApplication App { get; }
    public string Url { get; }
    public HttpClient Http { get; }
    public CapturedLogs Logs { get; }
    public string Building { get; private init; } = "";
    /// <summary>The signed code of a building that nobody was asked about yet: the same matter twice would be offered to join.</summary>
    public string Code => Get<SignedCodes>().Sign(Get<Casework.Places.PlacesSource>().Current.Gazetteer.BuildingAt(Interlocked.Increment(ref _building) * 7).Code);

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public static async Task<TestBot> StartAsync(string provider, params string[] settings)
    {
        var database = await TestDatabase.CreateAsync(provider);
        return await StartAsync(database, owned: true, null, settings);
    }

    public static async Task<TestBot> StartAsync(TestDatabase database, bool owned, Action<WebApplicationBuilder>? customise, params string[] settings)
    {
        var logs = new CapturedLogs();
        // Generous by default: what is under test here is mostly not the limits.
        string[] all = ["--urls=http://127.0.0.1:0", "--Limits:MessageBurst=10000", "--Limits:ChatsPerAddressPerMinute=100000", "--Limits:ChatsPerMinute=100000",
            "--Limits:ProgressPerAddressPerMinute=100000", "--Limits:ProgressPerMinute=100000", $"--Casework:ContentDirectory={RoundTheClock.Content}", .. database.Settings, .. settings];
        var app = IntakeApp.Build(all, builder =>
        {
            builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Information);
            builder.Services.AddSingleton(_ => new ContentLibrary(s_content.Value));
            customise?.Invoke(builder);
        });
        await IntakeApp.PrepareAsync(app);
        await app.StartAsync();
        return new(app, owned ? database : null, logs) { Building = RunBot.SampleBuilding(app.Services.GetRequiredService<Casework.Places.PlacesSource>().Current, TimeProvider.System.GetUtcNow()) };
    }

    /// <summary>As a crash would: nothing is drained.</summary>
    public async Task StopAsync()
    {
        if (_stopped) return;
        _stopped = true;
        Http.Dispose();
        await App.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_owned is not null) await _owned.DisposeAsync();
    }
}

/// <summary>Everything the application logs, as it would be printed.</summary>
public sealed class CapturedLogs : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IEnumerable<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
    public bool IsEnabled(LogLevel logLevel) => true;
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
