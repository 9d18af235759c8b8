using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>Stands between a client and the bot, passes everything on, and does harm when told to.</summary>
internal sealed class HarmfulProxy : IAsyncDisposable
{
    private static readonly HashSet<string> s_hopByHop = new(StringComparer.OrdinalIgnoreCase) { "Connection", "Transfer-Encoding", "Keep-Alive", "Host", "Content-Length" };
    private readonly WebApplication _app;
    private readonly string _bot;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromSeconds(1) });
    private readonly ConcurrentQueue<(string Method, string Path)> _seen = new();
    private readonly ConcurrentDictionary<HttpContext, bool> _sockets = new();
    private readonly List<Rule> _rules = [];

    private HarmfulProxy(WebApplication app, string bot) => (_app, _bot) = (app, bot);

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<HarmfulProxy> StartAsync(string bot)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var proxy = new HarmfulProxy(app, bot);
        app.UseWebSockets();
        app.Run(proxy.HandleAsync);
        await app.StartAsync();
        return proxy;
    }

    /// <summary>How often a method and a piece of a path were asked for.</summary>
    public int Asked(string method, string path) => _seen.Count(s => s.Method == method && s.Path.Contains(path, StringComparison.Ordinal));

    /// <summary>The next so many requests of this kind come to harm.</summary>
    public void Harm(string method, string path, Harm harm, int times = 1)
    {
        lock (_rules) _rules.Add(new(method, path, harm) { Left = times });
    }

    /// <summary>Every socket breaks, as when a phone loses its network.</summary>
    public void BreakSockets()
    {
        foreach (var socket in _sockets.Keys)
        {
            try
            {
                socket.Abort();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself a moment ago.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        BreakSockets();
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1))) await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path + context.Request.QueryString;
        _seen.Enqueue((context.Request.Method, path));
        var harm = HarmFor(context.Request.Method, path);
        if (harm is null && context.WebSockets.IsWebSocketRequest) await SocketAsync(context, path);
        else if (harm is null) await PassAsync(context, path, lost: false);
        else if (harm.Kind == HarmKind.LoseAnswer) await PassAsync(context, path, lost: true);
        else if (harm.Kind == HarmKind.Break) context.Abort();
        else if (harm.Kind == HarmKind.Hang) await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        else
        {
            context.Response.StatusCode = harm.Status;
            if (harm.Status == 429) context.Response.Headers.RetryAfter = "1";
            await context.Response.WriteAsJsonAsync(new { error = new { code = harm.Code, message = "as the test wants it" } });
        }
    }

    private Harm? HarmFor(string method, string path)
    {
        lock (_rules)
        {
            var rule = _rules.Find(r => r.Left > 0 && r.Method == method && path.Contains(r.Path, StringComparison.Ordinal));
            if (rule is null) return null;
            rule.Left--;
            return rule.Harm;
        }
    }

    private async Task PassAsync(HttpContext context, string path, bool lost)
    {
        using var request = new HttpRequestMessage(new(context.Request.Method), _bot + path);
        if (context.Request.ContentLength is not (null or 0) || context.Request.Headers.TransferEncoding.Count > 0) request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, value) in context.Request.Headers)
        {
            if (s_hopByHop.Contains(name)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, value.ToArray())) request.Content?.Headers.TryAddWithoutValidation(name, value.ToArray());
        }

        // The bot builds the socket's address from it: the socket goes through the proxy too.
        request.Headers.Host = context.Request.Host.Value;
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            if (lost)
            {
                await answer.Content.ReadAsByteArrayAsync();
                context.Abort();
                return;
            }

            context.Response.StatusCode = (int)answer.StatusCode;
            foreach (var (name, value) in answer.Headers.Concat(answer.Content.Headers))
                if (!s_hopByHop.Contains(name)) context.Response.Headers[name] = value.ToArray();
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or IOException)
        {
            // The bot is not there: neither is the connection.
            context.Abort();
        }
    }

    private async Task SocketAsync(HttpContext context, string path)
    {
        using var up = new ClientWebSocket();
        try
        {
            await up.ConnectAsync(new(_bot.Replace("http://", "ws://", StringComparison.Ordinal) + path), context.RequestAborted);
            using var down = await context.WebSockets.AcceptWebSocketAsync();
            _sockets[context] = true;
            // Both ways to their ends: a goodbye and its answer pass through as well.
            await Task.WhenAll(PumpAsync(down, up), PumpAsync(up, down));
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            context.Abort();
        }
        finally
        {
            _sockets.TryRemove(context, out _);
        }
    }

    private static async Task PumpAsync(WebSocket from, WebSocket to)
    {
        var piece = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var read = await from.ReceiveAsync(piece, CancellationToken.None);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    await to.CloseOutputAsync(from.CloseStatus ?? WebSocketCloseStatus.NormalClosure, from.CloseStatusDescription, CancellationToken.None);
                    return;
                }

                await to.SendAsync(piece.AsMemory(0, read.Count), read.MessageType, read.EndOfMessage, CancellationToken.None);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone: so is the other.
            from.Abort();
            to.Abort();
        }
    }

    private sealed record Rule(string Method, string Path, Harm Harm)
    {
        public int Left { get; set; }
    }
}

internal enum HarmKind { Status, Hang, Break, LoseAnswer }

/// <summary>What happens to a request instead of being passed on.</summary>
internal sealed record Harm(HarmKind Kind, int Status = 0, string Code = "")
{
    /// <summary>Never answered.</summary>
    public static readonly Harm Hang = new(HarmKind.Hang);
    /// <summary>The connection breaks before the bot hears of it.</summary>
    public static readonly Harm Break = new(HarmKind.Break);
    /// <summary>The bot does what was asked; its answer is lost.</summary>
    public static readonly Harm LoseAnswer = new(HarmKind.LoseAnswer);

    public static Harm Of(int status) => new(HarmKind.Status, status, status == 403 ? "TokenExpired" : "ServiceError");
}
