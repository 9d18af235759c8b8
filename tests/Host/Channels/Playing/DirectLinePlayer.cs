using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Channels.Playing;

internal sealed class DirectLinePlayer(TestBot bot) : ChannelPlayer(bot)
{
    private readonly Dictionary<string, string> _offered = [];
    private Talk _talk = null!;

    public override string ConversationId => _talk.Id;

    public override async Task EnterAsync(string? code) => _talk = await Talk.BeginAsync(Bot, code);

    public override Task SayAsync(string text) => _talk.SayAsync(text);

    public override Task TapAsync(string title) => _talk.SayAsync(_offered[title]);

    public override async Task SendPhotoAsync(string name, byte[] png)
    {
        var activity = JsonContent.Create(new { type = "message", from = new { id = "resident" }, channelData = new { clientActivityID = Guid.CreateVersion7().ToString("N") } });
        activity.Headers.ContentType = new("application/vnd.microsoft.activity");
        var file = new ByteArrayContent(png) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };
        using var answer = await _talk.Http.PostAsync($"/v3/directline/conversations/{_talk.Id}/upload?userId=resident", new MultipartFormDataContent { { activity, "activity", "blob" }, { file, "file", name } });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    public override async Task SendPlaceAsync(double latitude, double longitude, string label)
    {
        using var answer = await _talk.Http.PostAsJsonAsync($"/v3/directline/conversations/{_talk.Id}/activities", new
        {
            type = "message",
            from = new { id = "resident" },
            entities = new[] { new { type = "Place", address = label, geo = new { type = "GeoCoordinates", latitude, longitude } } },
            channelData = new { clientActivityID = Guid.CreateVersion7().ToString("N"), intake = new { datum = "WGS84" } },
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public override async Task<IReadOnlyList<string>> HearAsync()
    {
        var heard = (await _talk.ListenAsync()).Where(a => a.GetProperty("from").GetProperty("role").GetString() == "bot").ToList();
        foreach (var activity in heard)
        {
            if (!activity.TryGetProperty("suggestedActions", out var offered)) continue;
            foreach (var action in offered.GetProperty("actions").EnumerateArray()) _offered[action.GetProperty("title").GetString()!] = action.GetProperty("value").GetString()!;
        }

        return [.. heard.Select(a => a.TryGetProperty("text", out var text) ? text.GetString()! : "")];
    }

    // Everything is there as soon as it is asked for.
    public override Task<bool> IsQuietAsync() => Task.FromResult(true);

    public override ValueTask DisposeAsync()
    {
        _talk?.Dispose();
        return base.DisposeAsync();
    }
}
