using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace IntakeBot.Host.Tests.WeChat;

/// <summary>WeChat's API with its own rules: tokens that end, quotas, error codes in the body of HTTP 200. It keeps everything that it was asked.</summary>
internal sealed class WeChatApiDouble : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _quota = new();
    private readonly ConcurrentDictionary<string, (int Left, DateTimeOffset Until)> _events = new();
    private int _codes;
    private readonly ConcurrentDictionary<string, int> _consents = new();
    private int _token;

    private WeChatApiDouble(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();
    public const string Secret = "0123456789abcdef0123456789abcdef";
    public string Token => $"TOKEN-{Volatile.Read(ref _token)}";
    public int TokenCalls;
    public bool ForcedToken;
    public int Lifetime { get; set; } = 7200;
    /// <summary>What was shown, in order.</summary>
    public ConcurrentQueue<(string OpenId, string Text)> Shown { get; } = new();
    /// <summary>To whom "typing" was shown, and refused with which code.</summary>
    public ConcurrentQueue<(string OpenId, int Code)> Typed { get; } = new();
    private readonly ConcurrentDictionary<string, bool> _typing = new();
    public ConcurrentQueue<JsonElement> Notices { get; } = new();
    public ConcurrentQueue<string> Scenes { get; } = new();
    public ConcurrentDictionary<string, (string Type, byte[] Bytes)> Media { get; } = new();
    public int MediaCalls;
    /// <summary>Called before a customer-service message is taken; an error code instead of 0 refuses it.</summary>
    public Func<string, Task<int>>? BeforeSend { get; set; }
    /// <summary>Called after a message was shown and before the answer leaves.</summary>
    public Func<Task>? AfterShown { get; set; }
    public Func<Task>? BeforeMedia { get; set; }

    public static async Task<WeChatApiDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var api = new WeChatApiDouble(app);
        app.MapPost("/cgi-bin/stable_token", api.TokenAsync);
        app.MapPost("/cgi-bin/message/custom/send", context => api.SendAsync(context));
        app.MapPost("/cgi-bin/message/custom/typing", context => api.TypingAsync(context));
        app.MapPost("/cgi-bin/message/subscribe/bizsend", context => api.NoticeAsync(context));
        app.MapPost("/cgi-bin/qrcode/create", context => api.SceneAsync(context));
        app.MapGet("/cgi-bin/media/get", context => api.MediaAsync(context));
        app.MapGet("/video/{id}", (string id) => Results.Bytes(api.Media[id].Bytes, "video/mp4"));
        await app.StartAsync();
        return api;
    }

    /// <summary>As WeChat counts: whoever wrote may be answered five times.</summary>
    public void Wrote(string openId) => _quota[openId] = 5;
    /// <summary>Whoever scanned, followed or tapped may be written to three times within a minute.</summary>
    public void Came(string openId) => _events[openId] = (3, TimeProvider.System.GetUtcNow().AddMinutes(1));
    public void EndEvents(string openId) => _events.TryRemove(openId, out _);
    public int Left(string openId) => _quota.GetValueOrDefault(openId);
    public void Agreed(string openId) => _consents.AddOrUpdate(openId, 1, (_, n) => n + 1);
    /// <summary>The token in use ends at once.</summary>
    public void EndToken() => Interlocked.Increment(ref _token);
    public IReadOnlyList<JsonElement> NoticesTo(string openId) => [.. Notices.Where(n => n.GetProperty("touser").GetString() == openId)];
    public IReadOnlyList<string> ShownTo(string openId) => [.. Shown.Where(s => s.OpenId == openId).Select(s => s.Text)];

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TokenAsync(HttpContext context)
    {
        Interlocked.Increment(ref TokenCalls);
        var asked = await BodyAsync(context);
        if (asked.GetProperty("force_refresh").GetBoolean()) ForcedToken = true;
        await context.Response.WriteAsJsonAsync<object>(
            asked.GetProperty("grant_type").GetString() == "client_credential" && asked.GetProperty("secret").GetString() == Secret
                ? new { access_token = Token, expires_in = Lifetime }
                : new { errcode = 40125, errmsg = "invalid appsecret" });
    }

    private async Task SendAsync(HttpContext context)
    {
        if (await RefusedAsync(context)) return;
        var asked = await BodyAsync(context);
        var openId = asked.GetProperty("touser").GetString()!;
        var text = asked.GetProperty("text").GetProperty("content").GetString()!;
        var code = BeforeSend is { } before ? await before(openId) : 0;
        if (code == 0 && System.Text.Encoding.UTF8.GetByteCount(text) > 2048) code = 45002;
        if (code == 0)
        {
            if (_events.TryGetValue(openId, out var came) && came.Left > 0 && came.Until > TimeProvider.System.GetUtcNow()) _events[openId] = came with { Left = came.Left - 1 };
            else if (_quota.AddOrUpdate(openId, -1, (_, n) => n - 1) < 0) code = 45047;
        }

        if (code == 0)
        {
            Shown.Enqueue((openId, text));
            _typing.TryRemove(openId, out _);
            if (AfterShown is { } after) await after();
        }

        await context.Response.WriteAsJsonAsync(new { errcode = code, errmsg = code == 0 ? "ok" : "no" });
    }

    // Only between people who talk, and not again while it is shown.
    private async Task TypingAsync(HttpContext context)
    {
        if (await RefusedAsync(context)) return;
        var asked = await BodyAsync(context);
        var openId = asked.GetProperty("touser").GetString()!;
        var code = asked.GetProperty("command").GetString() != "Typing" ? 45072 : !_quota.ContainsKey(openId) ? 45080 : !_typing.TryAdd(openId, true) ? 45081 : 0;
        Typed.Enqueue((openId, code));
        await context.Response.WriteAsJsonAsync(new { errcode = code, errmsg = "" });
    }

    private async Task NoticeAsync(HttpContext context)
    {
        if (await RefusedAsync(context)) return;
        var asked = await BodyAsync(context);
        var openId = asked.GetProperty("touser").GetString()!;
        var agreed = _consents.AddOrUpdate(openId, -1, (_, n) => n - 1) >= 0;
        if (agreed) Notices.Enqueue(asked);
        await context.Response.WriteAsJsonAsync(new { errcode = agreed ? 0 : 43101, errmsg = "" });
    }

    private async Task SceneAsync(HttpContext context)
    {
        if (await RefusedAsync(context)) return;
        var asked = await BodyAsync(context);
        asked.GetProperty("action_name").GetString().ShouldBe("QR_LIMIT_STR_SCENE");
        var scene = asked.GetProperty("action_info").GetProperty("scene").GetProperty("scene_str").GetString()!;
        Scenes.Enqueue(scene);
        await context.Response.WriteAsJsonAsync(new { ticket = "T", url = "http://weixin.qq.com/q/" + Interlocked.Increment(ref _codes) });
    }

    private async Task MediaAsync(HttpContext context)
    {
        Interlocked.Increment(ref MediaCalls);
        if (await RefusedAsync(context)) return;
        if (BeforeMedia is { } before) await before();
        var id = context.Request.Query["media_id"].ToString();
        if (!Media.TryGetValue(id, out var media)) await context.Response.WriteAsJsonAsync(new { errcode = 40007, errmsg = "invalid media_id" });
        else if (media.Type == "video") await context.Response.WriteAsJsonAsync(new { video_url = $"{Url}/video/{id}" });
        else if (media.Type == "elsewhere") await context.Response.WriteAsJsonAsync(new { video_url = "http://169.254.169.254/latest" });
        else
        {
            context.Response.ContentType = media.Type;
            await context.Response.Body.WriteAsync(media.Bytes);
        }
    }

    private async Task<bool> RefusedAsync(HttpContext context)
    {
        if (context.Request.Query["access_token"] == Token) return false;
        await context.Response.WriteAsJsonAsync(new { errcode = context.Request.Query["access_token"].ToString().StartsWith("TOKEN-", StringComparison.Ordinal) ? 42001 : 40001, errmsg = "access_token" });
        return true;
    }

    private static async Task<JsonElement> BodyAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        return body.RootElement.Clone();
    }
}
