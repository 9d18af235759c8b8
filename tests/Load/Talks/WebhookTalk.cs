using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntakeBot.Load.Flow;
using IntakeBot.Load.Wire;

namespace IntakeBot.Load.Talks;

/// <summary>As a channel of the Bot Framework: <c>POST /api/messages</c> with <c>deliveryMode: expectReplies</c>, the answer in the response.</summary>
internal sealed class WebhookTalk : Talk
{
    // As channels and the Agents Playground send Chinese: as it is.
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly RequestTemplate[] _requests;
    private readonly long _stride;
    private long _conversation;

    /// <param name="of">How many talks run side by side: their numbers never meet.</param>
    public WebhookTalk(HttpWire wire, PetitionFlow flow, int number, int of, int port)
        : base(wire, flow, number)
    {
        _stride = of;
        _conversation = number;
        var head = $"POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json; charset=utf-8\r\n";
        _requests = [.. flow.Steps.Select((_, step) => new RequestTemplate(head, Body(flow.Said(step, number))))];
    }

    protected override async ValueTask OpenAsync()
    {
        _conversation += _stride;
        await SayAsync(0);
    }

    protected override async ValueTask SayAsync(int step) =>
        Prove(step, await Wire.ExchangeAsync(_requests[step].With(_conversation, _conversation * Flow.Steps.Count + step)));

    private static string Body(string? said)
    {
        var resident = $"resident-{RequestTemplate.Conversation}";
        var activity = new JsonObject
        {
            ["type"] = said is null ? "conversationUpdate" : "message",
            ["id"] = $"activity-{RequestTemplate.Activity}",
            ["timestamp"] = "2026-11-25T10:00:00.000Z",
            ["localTimestamp"] = "2026-11-25T18:00:00.000+08:00",
            ["channelId"] = "emulator",
            ["serviceUrl"] = "http://127.0.0.1:9/connector",
            ["from"] = new JsonObject { ["id"] = resident, ["name"] = "居民", ["role"] = "user" },
            ["recipient"] = new JsonObject { ["id"] = "bot", ["name"] = "诉求助手", ["role"] = "bot" },
            ["conversation"] = new JsonObject { ["id"] = $"load-{RequestTemplate.Conversation}" },
            ["deliveryMode"] = "expectReplies",
            ["locale"] = "zh-CN",
        };
        if (said is null) activity["membersAdded"] = new JsonArray(new JsonObject { ["id"] = resident, ["name"] = "居民" });
        else
        {
            activity["text"] = said;
            activity["textFormat"] = "plain";
        }

        return activity.ToJsonString(s_plain);
    }
}
