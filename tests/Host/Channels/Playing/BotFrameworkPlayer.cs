using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Tests.BotFramework;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Channels.Playing;

/// <summary>On a channel of the Bot Framework: the answers come in the body (<c>expectReplies</c>) or through the Connector.</summary>
internal sealed class BotFrameworkPlayer(TestBot bot, ConnectorDouble connector, bool inBody) : ChannelPlayer(bot)
{
    private readonly ChannelTalk _talk = new(bot, connector.ServiceUrl) { Channel = inBody ? "directline" : "msteams" };
    private readonly ConcurrentQueue<JsonNode> _bodies = new();
    private readonly Dictionary<string, string> _offered = [];
    private int _connectorHeard;

    public override string ConversationId => Bot.Get<ChannelDoor>().ConversationId(
        _talk.Channel, $"{new Uri(connector.ServiceUrl).GetLeftPart(UriPartial.Authority)} {_talk.Conversation}");

    public override async Task EnterAsync(string? code)
    {
        if (code is null) await SendAsync(_talk.Joined());
        else await SendAsync(_talk.Message("/start " + code));
    }

    public override Task SayAsync(string text) => SendAsync(_talk.Message(text));

    public override Task TapAsync(string title) => SayAsync(_offered[title]);

    public override Task SendPhotoAsync(string name, byte[] png)
    {
        var photo = _talk.Message(null);
        photo["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "image/png", ["name"] = name, ["contentUrl"] = $"{connector.ServiceUrl}v3/attachments/{Photos.Keep(png)}/views/original" });
        return SendAsync(photo);
    }

    public override Task SendPlaceAsync(double latitude, double longitude, string label)
    {
        var place = _talk.Message(null);
        place["entities"] = new JsonArray(new JsonObject
        {
            ["type"] = "Place",
            ["address"] = label,
            ["geo"] = new JsonObject { ["type"] = "GeoCoordinates", ["latitude"] = latitude, ["longitude"] = longitude },
        });
        return SendAsync(place);
    }

    public override Task<IReadOnlyList<string>> HearAsync()
    {
        var pushed = connector.Sent.Select(c => c.Body!).Where(b => (string?)b["conversation"]!["id"] == _talk.Conversation).ToList();
        List<JsonNode> heard = [.. _bodies, .. pushed.Skip(_connectorHeard)];
        _connectorHeard = pushed.Count;
        _bodies.Clear();
        heard.RemoveAll(a => (string?)a["type"] != "message");
        foreach (var action in heard.SelectMany(a => a["suggestedActions"]?["actions"]?.AsArray() ?? [])) _offered[(string)action!["title"]!] = (string)action["value"]!;
        return Task.FromResult<IReadOnlyList<string>>([.. heard.Select(a => (string?)a["text"] ?? "")]);
    }

    private async Task SendAsync(JsonObject activity)
    {
        if (!inBody) await _talk.SendAsync(activity);
        else foreach (var said in await _talk.AskAsync(activity)) _bodies.Enqueue(said);
    }
}
