using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntakeBot.Host.Tests.Robots;

/// <summary>
/// WeCom, DingTalk and Feishu as a robot sees them, with their own rules: signature, time window, size, messages a minute, and
/// errors in the body of HTTP 200. It keeps what was shown in the groups, and everything that was refused.
/// </summary>
internal sealed class RobotGroups : IAsyncDisposable
{
    public const string Key = "5f1d6c8e-key-of-the-group";
    public const string Secret = "SECtheSecretOfTheGroup";
    private const int PerMinute = 20;
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, List<DateTimeOffset>> _arrived = new();

    private RobotGroups(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();
    public ConcurrentQueue<Shown> Messages { get; } = new();
    /// <summary>Error codes that were answered.</summary>
    public ConcurrentQueue<int> Refused { get; } = new();
    public bool Down { get; set; }
    /// <summary>Called before a message is shown.</summary>
    public Func<Task>? Before { get; set; }

    public string WeCom(string group = "one", string key = Key) => $"{Url}/cgi-bin/webhook/send?key={key}&group={group}";
    public string DingTalk(string group = "one") => $"{Url}/robot/send?access_token={Key}-{group}";
    public string Feishu(string group = "one") => $"{Url}/open-apis/bot/v2/hook/{Key}-{group}";

    public static async Task<RobotGroups> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var groups = new RobotGroups(app);
        app.MapPost("/cgi-bin/webhook/send", context => groups.TakeAsync(context, groups.WeComAsync));
        app.MapPost("/robot/send", context => groups.TakeAsync(context, groups.DingTalkAsync));
        app.MapPost("/open-apis/bot/v2/hook/{token}", context => groups.TakeAsync(context, groups.FeishuAsync));
        await app.StartAsync();
        return groups;
    }

    public IReadOnlyList<Shown> In(string product, string group = "one") => [.. Messages.Where(m => m.Product == product && m.Group == group)];

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, Func<HttpContext, JsonElement, Task<object>> rule)
    {
        if (Down)
        {
            context.Response.StatusCode = 503;
            return;
        }
        if (Before is { } before) await before();
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        await context.Response.WriteAsJsonAsync(await rule(context, body.RootElement.Clone()));
    }

    private Task<object> WeComAsync(HttpContext context, JsonElement body)
    {
        var group = context.Request.Query["group"].ToString();
        var text = body.GetProperty("text");
        var content = text.GetProperty("content").GetString()!;
        var code = context.Request.Query["key"] != Key ? 93000 : Encoding.UTF8.GetByteCount(content) > 2048 ? 40058 : TooMany("wecom", group) ? 45009 : 0;
        var alarm = text.TryGetProperty("mentioned_list", out var list) && list.EnumerateArray().Any(m => m.GetString() == "@all");
        return Task.FromResult<object>(new { errcode = Note(code, "wecom", group, content, alarm), errmsg = code == 0 ? "ok" : "refused" });
    }

    private Task<object> DingTalkAsync(HttpContext context, JsonElement body)
    {
        var query = context.Request.Query;
        var group = query["access_token"].ToString()[(Key.Length + 1)..];
        var time = query["timestamp"].ToString();
        var expected = Convert.ToBase64String(new HMACSHA256(Encoding.UTF8.GetBytes(Secret)).ComputeHash(Encoding.UTF8.GetBytes(time + "\n" + Secret)));
        var fresh = long.TryParse(time, out var milliseconds) && milliseconds > 100_000_000_000 && (TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)).Duration() < TimeSpan.FromHours(1);
        var code = !fresh || query["sign"] != expected ? 310000 : TooMany("dingtalk", group) ? 130101 : 0;
        return Task.FromResult<object>(new
        {
            errcode = Note(code, "dingtalk", group, body.GetProperty("text").GetProperty("content").GetString()!, body.GetProperty("at").GetProperty("isAtAll").GetBoolean()),
            errmsg = code == 310000 ? "sign not match" : "ok",
        });
    }

    private Task<object> FeishuAsync(HttpContext context, JsonElement body)
    {
        var group = ((string)context.Request.RouteValues["token"]!)[(Key.Length + 1)..];
        var time = body.GetProperty("timestamp").GetString()!;
        var expected = Convert.ToBase64String(new HMACSHA256(Encoding.UTF8.GetBytes(time + "\n" + Secret)).ComputeHash([]));
        var fresh = long.TryParse(time, out var seconds) && seconds < 100_000_000_000 && (TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() < TimeSpan.FromHours(1);
        var code = !fresh || body.GetProperty("sign").GetString() != expected ? 19021 : TooMany("feishu", group) ? 11232 : 0;
        var text = body.GetProperty("content").GetProperty("text").GetString()!;
        Note(code, "feishu", group, text, text.StartsWith("<at user_id=\"all\">", StringComparison.Ordinal));
        return Task.FromResult<object>(code == 0 ? new { StatusCode = 0, StatusMessage = "success", code = 0 } : new { code, msg = "refused" });
    }

    private bool TooMany(string product, string group)
    {
        var now = TimeProvider.System.GetUtcNow();
        var arrived = _arrived.GetOrAdd($"{product}/{group}", _ => []);
        lock (arrived)
        {
            arrived.RemoveAll(at => at <= now.AddMinutes(-1));
            if (arrived.Count >= PerMinute) return true;
            arrived.Add(now);
            return false;
        }
    }

    private int Note(int code, string product, string group, string text, bool alarm)
    {
        if (code == 0) Messages.Enqueue(new(TimeProvider.System.GetUtcNow(), product, group, text, alarm));
        else Refused.Enqueue(code);
        return code;
    }

    internal sealed record Shown(DateTimeOffset At, string Product, string Group, string Text, bool Alarm);
}
