using System.Net.Http.Json;
using System.Text.Json;

namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>A resident who speaks plain Direct Line over HTTP: for tests that want many of them, or no browser.</summary>
internal sealed class Resident : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _conversation;
    private string _watermark = "";

    private Resident(HttpClient http, string conversation)
    {
        _http = http;
        _conversation = conversation;
    }

    /// <summary>The last <c>channelData.intake</c> the bot sent.</summary>
    public JsonElement Intake { get; private set; }

    public string? Asking => Text("asking");
    public string? State => Text("state");
    public string? Receipt => Text("receipt");
    public string LastText { get; private set; } = "";

    public static async Task<Resident> ArriveAsync(string url, string? building)
    {
        var http = new HttpClient { BaseAddress = new Uri(url) };
        using var answer = await http.PostAsJsonAsync("/chat/token", building is null ? new { } : (object)new { building });
        answer.EnsureSuccessStatusCode();
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token.GetProperty("token").GetString());
        var resident = new Resident(http, token.GetProperty("conversationId").GetString()!);
        using var opened = await http.PostAsJsonAsync("/v3/directline/conversations", new { user = new { id = "resident" }, locale = "zh-CN" });
        opened.EnsureSuccessStatusCode();
        await resident.ListenAsync();
        return resident;
    }

    /// <summary>Says one thing and reads what came back.</summary>
    public async Task SayAsync(string text)
    {
        await PostAsync(text);
        await ListenAsync();
    }

    public async Task PostAsync(string text)
    {
        using var answer = await _http.PostAsJsonAsync($"/v3/directline/conversations/{_conversation}/activities", new
        {
            type = "message",
            from = new { id = "resident" },
            text,
            channelData = new { clientActivityID = Guid.NewGuid().ToString("N") },
        });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Sends a picture; what the bot says to it is read.</summary>
    public async Task SendPictureAsync(byte[] png)
    {
        using var form = new MultipartFormDataContent();
        using var activity = new StringContent(JsonSerializer.Serialize(new { type = "message", from = new { id = "resident" } }));
        activity.Headers.ContentType = new("application/vnd.microsoft.activity");
        form.Add(activity, "activity", "blob");
        using var picture = new ByteArrayContent(png);
        picture.Headers.ContentType = new("image/png");
        form.Add(picture, "file", "photo.png");
        using var answer = await _http.PostAsync($"/v3/directline/conversations/{_conversation}/upload?userId=resident", form);
        answer.EnsureSuccessStatusCode();
        await ListenAsync();
    }

    public async Task ListenAsync()
    {
        var set = await _http.GetFromJsonAsync<JsonElement>($"/v3/directline/conversations/{_conversation}/activities?watermark={_watermark}");
        _watermark = set.GetProperty("watermark").GetString() ?? _watermark;
        foreach (var activity in set.GetProperty("activities").EnumerateArray())
        {
            if (activity.TryGetProperty("text", out var text) && activity.GetProperty("from").GetProperty("role").GetString() == "bot")
                LastText = text.GetString() ?? "";
            if (activity.TryGetProperty("channelData", out var data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("intake", out var intake))
                Intake = intake.Clone();
        }
    }

    /// <summary>Tells a whole matter up to the question whether to send it.</summary>
    public async Task TellAsync(string matter)
    {
        await SayAsync(matter);
        for (var turn = 0; turn < 8 && Asking != "confirm"; turn++)
            await SayAsync(AnswerTo(Asking));
        Asking.ShouldBe("confirm", LastText);
    }

    /// <summary>What this resident says when asked for a slot.</summary>
    public static string AnswerTo(string? asking) => asking switch
    {
        "contact" => "不想留名字",
        "where" => "就在这栋",
        "detail" => "502",
        "when" or "since" => "上周三",
        "counterparty" => "房东王强",
        "wish" => "把钱退给我",
        "category" => "1",
        "duplicate" => "另外一件",
        "confirm" => "对,提交",
        _ => "没有",
    };

    public void Dispose() => _http.Dispose();

    private string? Text(string name) =>
        Intake.ValueKind == JsonValueKind.Object && Intake.TryGetProperty(name, out var value) ? value.GetString() : null;
}
