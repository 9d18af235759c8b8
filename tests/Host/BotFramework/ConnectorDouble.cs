using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>
/// Stands in for a channel's Bot Connector (REST 3): every route that Microsoft's client knows, with the answers it insists on. It
/// writes down what it was sent and fails when told to.
/// </summary>
public sealed class ConnectorDouble : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Call> _calls = new();
    private int _ids;

    private ConnectorDouble(WebApplication app) => _app = app;

    /// <summary>What an activity names as its service.</summary>
    public string ServiceUrl { get; private set; } = "";
    public IEnumerable<Call> Calls => _calls;
    public IEnumerable<Call> Sent => _calls.Where(c => c.Method == "POST" && c.Path.Contains("/activities", StringComparison.Ordinal) && c.Status < 300);
    public IEnumerable<string> Texts => Sent.Where(c => (string?)c.Body!["type"] == "message").Select(c => (string?)c.Body!["text"] ?? "");
    /// <summary>Answers a call instead of taking it; null takes it.</summary>
    public Func<HttpContext, Task<IResult?>> Trouble { get; set; } = _ => Task.FromResult<IResult?>(null);
    /// <summary>What has to stand in the Authorization header; null: nothing has to.</summary>
    public Func<string?, bool>? Authorized { get; set; }

    public static async Task<ConnectorDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var connector = new ConnectorDouble(app);
        app.Use(connector.RecordAsync);
        connector.Map(app.MapGroup("/connector/v3"));
        await app.StartAsync();
        connector.ServiceUrl = app.Urls.First() + "/connector/";
        return connector;
    }

    /// <summary>As if nothing had been yet.</summary>
    public void Forget()
    {
        _calls.Clear();
        Trouble = _ => Task.FromResult<IResult?>(null);
        Authorized = null;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map(IEndpointRouteBuilder v3)
    {
        v3.MapPost("/conversations", () => Results.Json(new { id = NewId(), activityId = NewId(), serviceUrl = ServiceUrl }, statusCode: 201));
        v3.MapGet("/conversations", () => Results.Json(new { continuationToken = "", conversations = Array.Empty<object>() }));
        const string one = "/conversations/{cid}";
        v3.MapPost(one + "/activities", Taken);
        v3.MapPost(one + "/activities/history", Taken);
        v3.MapPost(one + "/activities/{aid}", Taken);
        v3.MapPut(one + "/activities/{aid}", (string aid) => Results.Json(new { id = aid }));
        v3.MapDelete(one + "/activities/{aid}", () => Results.Ok());
        object[] members = [new { id = "user-1", name = "居民" }, new { id = "bot-1", name = "bot" }];
        v3.MapGet(one + "/members", () => Results.Json(members));
        v3.MapGet(one + "/members/{mid}", (string mid) => Results.Json(new { id = mid, name = "居民" }));
        v3.MapDelete(one + "/members/{mid}", () => Results.Ok());
        v3.MapGet(one + "/pagedmembers", () => Results.Json(new { members }));
        v3.MapGet(one + "/activities/{aid}/members", () => Results.Json(members));
        v3.MapPost(one + "/attachments", () => Results.Json(new { id = NewId() }, statusCode: 201));
        v3.MapGet("/attachments/{id}", () => Results.Json(new { name = "photo.png", type = "image/png", views = new[] { new { viewId = "original", size = 3 } } }));
        v3.MapGet("/attachments/{id}/views/{view}", () => Results.Bytes([1, 2, 3], "image/png"));
    }

    private IResult Taken() => Results.Json(new { id = NewId() }, statusCode: 201);

    private string NewId() => $"{Interlocked.Increment(ref _ids)}|0000001";

    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var recorded = false;
        context.Request.EnableBuffering();
        using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
        var text = await reader.ReadToEndAsync();
        context.Request.Body.Position = 0;
        // As it was sent: ids are percent-encoded, and stay so.
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        var authorization = context.Request.Headers.Authorization.FirstOrDefault();
        // Written down before the caller can have the answer.
        context.Response.OnStarting(() =>
        {
            Record();
            return Task.CompletedTask;
        });
        var result = Authorized?.Invoke(authorization) == false
            ? Results.Json(new { error = new { code = "Unauthorized", message = "no" } }, statusCode: 401)
            : await Trouble(context);
        if (context.RequestAborted.IsCancellationRequested) Record();
        else if (result is not null) await result.ExecuteAsync(context);
        else await next(context);

        // A call that is aborted ends in both places.
        void Record()
        {
            if (!recorded) _calls.Enqueue(new(
                context.Request.Method, target, authorization, text.Length == 0 ? null : JsonNode.Parse(text), context.Response.StatusCode, context.Request.Headers.ContentType.ToString()));
            recorded = true;
        }
    }
}

/// <param name="Path">Undecoded, with the query.</param>
public sealed record Call(string Method, string Path, string? Authorization, JsonNode? Body, int Status, string ContentType);
