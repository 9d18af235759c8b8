using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>Another system that takes webhooks, or does not.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>The status it answers from now on.</summary>
    public int Status { get; set; } = 200;
    /// <summary>Bodies it took, in their order.</summary>
    public ConcurrentQueue<string> Taken { get; } = new();
    /// <summary>Deliveries it did not take.</summary>
    public int Refused { get; private set; }
    public string Url => _app.Urls.Single() + "/hook";

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.MapPost("/hook", receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until something whose body contains the text was taken.</summary>
    public async Task TookAsync(string text)
    {
        for (var tries = 0; tries < 200 && !Taken.Any(body => body.Contains(text, StringComparison.Ordinal)); tries++) await Task.Delay(50);
        Taken.ShouldContain(body => body.Contains(text, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        context.Response.StatusCode = Status;
        if (Status != 200) Refused++;
        else if (context.Request.Headers["webhook-signature"].ToString().StartsWith("v1,", StringComparison.Ordinal)) Taken.Enqueue(body);
    }
}
