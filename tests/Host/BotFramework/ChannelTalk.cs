using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>A resident on a channel of the Bot Framework, with a Connector that takes down the answers.</summary>
public sealed class ChannelTalk(TestBot bot, string serviceUrl, string? token = null)
{
    private int _ids;

    public string Conversation { get; init; } = $"conv:{Guid.CreateVersion7():N}|0";
    public string Channel { get; init; } = "directline";
    public string User { get; init; } = "user-1";
    public string? Receipt { get; private set; }
    public string? Asking { get; private set; }

    /// <summary>What tells this thread from others.</summary>
    public string AccountAt(string service) => $"{new Uri(service).GetLeftPart(UriPartial.Authority)} {Conversation}";

    public JsonObject Message(string? text, string? id = null) => With(new JsonObject { ["type"] = "message", ["text"] = text, ["textFormat"] = "plain", ["locale"] = "zh-CN" }, id);

    public JsonObject Joined(string? locale = "zh-CN") => With(new JsonObject
    {
        ["type"] = "conversationUpdate",
        ["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "bot-1" }, new JsonObject { ["id"] = User }),
        ["locale"] = locale,
    }, null);

    public JsonObject With(JsonObject activity, string? id)
    {
        activity["id"] = id ?? $"{Interlocked.Increment(ref _ids):D7}|{Conversation.GetHashCode():x}";
        activity["channelId"] = Channel;
        activity["serviceUrl"] = serviceUrl;
        activity["from"] = new JsonObject { ["id"] = User, ["name"] = "居民" };
        activity["recipient"] = new JsonObject { ["id"] = "bot-1", ["name"] = "诉求机器人" };
        activity["conversation"] = new JsonObject { ["id"] = Conversation, ["tenantId"] = "tenant-1" };
        return activity;
    }

    public async Task<HttpResponseMessage> PostAsync(JsonObject activity)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = JsonContent.Create(activity) };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        return await bot.Http.SendAsync(request);
    }

    /// <summary>Sends one activity and expects 200.</summary>
    public async Task SendAsync(JsonObject activity)
    {
        using var answer = await PostAsync(activity);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Sends one activity with <c>expectReplies</c> and answers what came in the body.</summary>
    public async Task<List<JsonNode>> AskAsync(JsonObject activity)
    {
        activity["deliveryMode"] = "expectReplies";
        using var answer = await PostAsync(activity);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        var said = JsonNode.Parse(text)!["activities"]!.AsArray().Select(a => a!).ToList();
        foreach (var one in said) Note(one);
        return said;
    }

    public Task<List<JsonNode>> AskAsync(string text) => AskAsync(Message(text));

    public void Note(JsonNode activity)
    {
        if (activity["channelData"]?["intake"] is not { } intake) return;
        Receipt = (string?)intake["receipt"] ?? Receipt;
        Asking = (string?)intake["asking"];
    }

    /// <summary>What a resident answers to what is asked.</summary>
    public string Next() => Asking switch
    {
        "contact" => "匿名",
        "confirm" => "发送",
        "where" => "就在这栋",
        "detail" => "502",
        "when" or "since" => "上周三",
        "category" => "1",
        _ => "跳过",
    };
}
