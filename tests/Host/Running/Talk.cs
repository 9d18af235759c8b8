using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace IntakeBot.Host.Tests.Running;

/// <summary>A resident on plain HTTP.</summary>
public sealed class Talk : IDisposable
{
    private Talk(TestBot bot) => Http = new(new HttpClientHandler { CookieContainer = Cookies }) { BaseAddress = new(bot.Url) };

    public CookieContainer Cookies { get; } = new();
    public HttpClient Http { get; }
    public string Id { get; private set; } = "";
    public string Token { get; private set; } = "";
    public string StreamUrl { get; private set; } = "";
    public string Watermark { get; private set; } = "";
    public string? Receipt { get; private set; }
    public string? Asking { get; private set; }

    public static async Task<Talk> BeginAsync(TestBot bot, string? code = null)
    {
        var talk = new Talk(bot);
        var token = await talk.PostJsonAsync("/chat/token", code is null ? new { } : new { building = code }, HttpStatusCode.OK);
        talk.Id = token.GetProperty("conversationId").GetString()!;
        talk.Use(token.GetProperty("token").GetString()!);
        var opened = await talk.PostJsonAsync("/v3/directline/conversations", new { user = new { }, locale = "zh-CN" }, HttpStatusCode.Created);
        talk.StreamUrl = opened.GetProperty("streamUrl").GetString()!;
        return talk;
    }

    /// <summary>Comes back with the cookie, as the page does when its token has grown old.</summary>
    public async Task ResumeAsync() => Use((await PostJsonAsync("/chat/resume", new { }, HttpStatusCode.OK)).GetProperty("token").GetString()!);

    public void Use(string token)
    {
        Token = token;
        Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    /// <summary>Posts one message and answers its id.</summary>
    public async Task<string> SayAsync(string text, string? key = null)
    {
        using var answer = await PostAsync(text, key);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    public Task<HttpResponseMessage> PostAsync(string text, string? key = null) => Http.PostAsJsonAsync(
        $"/v3/directline/conversations/{Id}/activities",
        new { type = "message", from = new { id = "resident" }, text, locale = "zh-CN", channelData = new { clientActivityID = key ?? Guid.CreateVersion7().ToString("N"), mine = "kept" } });

    /// <summary>What is new since the last time.</summary>
    public async Task<List<JsonElement>> ListenAsync()
    {
        var set = await Http.GetFromJsonAsync<JsonElement>($"/v3/directline/conversations/{Id}/activities?watermark={Watermark}");
        Watermark = set.GetProperty("watermark").GetString()!;
        var heard = set.GetProperty("activities").EnumerateArray().ToList();
        foreach (var activity in heard)
        {
            if (!activity.TryGetProperty("channelData", out var data) || !data.TryGetProperty("intake", out var intake)) continue;
            if (intake.TryGetProperty("receipt", out var receipt)) Receipt = receipt.GetString();
            Asking = intake.TryGetProperty("asking", out var asking) ? asking.GetString() : null;
        }

        return heard;
    }

    public async Task<List<JsonElement>> AllAsync()
    {
        var set = await Http.GetFromJsonAsync<JsonElement>($"/v3/directline/conversations/{Id}/activities?watermark=");
        return [.. set.GetProperty("activities").EnumerateArray()];
    }

    /// <summary>Tells a whole matter until the receipt is there.</summary>
    public async Task<string> FinishAsync(string matter = "房东不退我3000块押金,上周三退的房", string contact = "匿名")
    {
        await SayAsync(matter);
        for (var turn = 0; turn < 12; turn++)
        {
            await ListenAsync();
            if (Receipt is { } receipt) return receipt;
            await SayAsync(Asking switch
            {
                "contact" => contact,
                "confirm" => "发送",
                "where" => "就在这栋",
                "detail" => "502",
                "when" or "since" => "上周三",
                "category" => "1",
                "duplicate" => "另外一件",
                _ => "跳过",
            });
        }

        throw new InvalidOperationException("No receipt after twelve turns; asked last: " + Asking);
    }

    public async Task<JsonElement> PostJsonAsync(string path, object body, HttpStatusCode expected)
    {
        using var answer = await Http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public void Dispose() => Http.Dispose();
}
