using System.Collections.Concurrent;
using System.Text.Json;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntakeBot.Host.Tests.Webhooks;

/// <summary>A foreign system that is called.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    /// <summary>Bots that may call this machine, and are not patient.</summary>
    public static readonly string[] Settings = ["--environment=Development", "--Webhooks:AllowInsecure=true", "--Webhooks:Poll=00:00:00.1", "--Webhooks:Timeout=00:00:02", "--Webhooks:Lease=00:00:04"];

    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.First() + "/hook?token=secret-of-the-url";
    /// <summary>Everything that came, also what was refused.</summary>
    public ConcurrentQueue<Call> Calls { get; } = new();
    public IReadOnlyList<Call> Taken => [.. Calls.Where(c => c.Status is >= 200 and < 300)];
    /// <summary>What is answered to a call.</summary>
    public Func<Call, int> Answer { get; set; } = _ => 204;
    public TimeSpan Delay { get; set; }

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.MapPost("/{**path}", receiver.TakeAsync);
        app.MapGet("/{**path}", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public static Task<TestBot> BotAsync(string provider) => TestBot.StartAsync(provider, Settings);

    public static Task<TestBot> BotAsync(TestDatabase database, Action<WebhookOptions>? options = null) => TestBot.StartAsync(
        database, owned: false, builder => builder.Services.PostConfigure(options ?? (_ => { })), Settings);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString());
        var call = new Call(context.Request.Method, context.Request.Path, headers, await reader.ReadToEndAsync());
        if (Delay > TimeSpan.Zero) await Task.Delay(Delay, context.RequestAborted);
        call = call with { Status = Answer(call) };
        Calls.Enqueue(call);
        context.Response.StatusCode = call.Status;
        if (call.Status is 301 or 302 or 307) context.Response.Headers.Location = "/elsewhere";
    }
}

internal sealed record Call(string Method, string Path, Dictionary<string, string> Headers, string Body, int Status = 0)
{
    public string Id => Headers["webhook-id"];
    public string Type => Json.GetProperty("type").GetString()!;
    public Guid Case => Json.GetProperty("data").GetProperty("caseId").GetGuid();
    public long Seq => Json.GetProperty("data").GetProperty("seq").GetInt64();
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);
}
