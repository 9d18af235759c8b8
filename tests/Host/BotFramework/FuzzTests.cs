using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>Whatever comes to the door, it answers and lives.</summary>
public sealed class FuzzTests(DeveloperBots bots) : IAsyncLifetime
{
    private const int Rounds = 20_000;
    private static readonly HashSet<int> s_expected = [200, 202, 400, 401, 413, 501];
    private ConnectorDouble _connector = null!;

    [Fact]
    public async Task Twenty_thousand_mutated_activities_are_answered_and_nobody_else_notices()
    {
        await using var bot = await TestBot.StartAsync(Bots.Sqlite, "--environment=Development");
        var bystander = new ChannelTalk(bot, _connector.ServiceUrl);
        await bystander.AskAsync("路灯坏了三天了");

        var seen = new ConcurrentDictionary<int, int>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Rounds), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (seed, stop) =>
        {
            using var content = new ByteArrayContent(Mutated(new Random(seed), bot));
            content.Headers.ContentType = new("application/json");
            using var answer = await bot.Http.PostAsync("/api/messages", content, stop);
            seen.AddOrUpdate((int)answer.StatusCode, 1, (_, n) => n + 1);
            s_expected.ShouldContain((int)answer.StatusCode, $"seed {seed}");
        });
        seen[200].ShouldBeGreaterThan(1000);
        seen[400].ShouldBeGreaterThan(1000);
        bot.Logs.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal)).Take(3).ShouldBeEmpty();
        (await bystander.AskAsync("就在这栋")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Huge_deep_and_broken_bodies_are_refused()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var whole = new ChannelTalk(bot, _connector.ServiceUrl).Message("x").ToJsonString();
        (string Name, byte[] Body, int Status)[] bodies =
        [
            ("empty", [], 400), ("null", "null"u8.ToArray(), 400), ("array", "[]"u8.ToArray(), 400), ("number", "1"u8.ToArray(), 400),
            ("no type", "{}"u8.ToArray(), 400), ("type is a number", """{"type":1}"""u8.ToArray(), 400),
            ("deep", Encoding.UTF8.GetBytes(whole[..^1] + ",\"value\":" + new string('[', 5000) + new string(']', 5000) + "}"), 400),
            ("1 MB of text", Encoding.UTF8.GetBytes(whole[..^1] + ",\"more\":\"" + new string('x', 1_000_000) + "\"}"), 413),
            ("3 MB", new byte[3_000_000], 413),
            ("lone surrogate", Encoding.UTF8.GetBytes(whole.Replace("\"x\"", "\"\\ud83d\"", StringComparison.Ordinal)), 400),
            ("lone surrogate in data", Encoding.UTF8.GetBytes(whole[..^1] + ",\"channelData\":{\"clientActivityID\":\"\\udc00\"}}"), 400),
            ("lone surrogate in a report", Encoding.UTF8.GetBytes(whole.Replace("\"message\"", "\"event\",\"name\":\"handoff.status\",\"value\":{\"state\":\"accepted\",\"message\":\"\\udc00\"}", StringComparison.Ordinal)), 400),
            ("broken UTF-8", [.. Encoding.UTF8.GetBytes(whole)[..^1], 0xC3, 0x28, (byte)'}'], 400),
            ("cut off", Encoding.UTF8.GetBytes(whole)[..40], 400),
        ];
        foreach (var (name, body, status) in bodies)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = content };
            // Whoever asks first is refused before sending it all.
            request.Headers.ExpectContinue = body.Length > 2_000_000;
            using var answer = await bot.Http.SendAsync(request);
            ((int)answer.StatusCode).ShouldBe(status, name);
        }
    }

    public async ValueTask InitializeAsync() => _connector = await ConnectorDouble.StartAsync();

    public ValueTask DisposeAsync() => _connector.DisposeAsync();

    private byte[] Mutated(Random random, TestBot bot)
    {
        var talk = new ChannelTalk(bot, _connector.ServiceUrl) { Conversation = "fuzz-" + random.Next(200) };
        string[] types = ["message", "message", "event", "invoke", "conversationUpdate", "typing", "messageReaction", "endOfConversation", "installationUpdate", ""];
        var activity = talk.With(new JsonObject
        {
            ["type"] = types[random.Next(types.Length)], ["text"] = "路灯坏了三天了", ["name"] = random.Next(3) == 0 ? "handoff.status" : "healthCheck", ["value"] = new JsonObject { ["state"] = "accepted" },
            ["attachments"] = new JsonArray(), ["entities"] = new JsonArray(new JsonObject { ["type"] = "Place", ["geo"] = new JsonObject { ["latitude"] = 22.7, ["longitude"] = 113.9 } }),
            ["channelData"] = new JsonObject { ["clientActivityID"] = "k" + random.Next(), ["postBack"] = true, ["intake"] = new JsonObject { ["building"] = "x.y", ["datum"] = "GCJ02", ["seen"] = "3" } },
            ["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "user-1" }), ["suggestedActions"] = new JsonObject(), ["locale"] = "zh-CN", ["deliveryMode"] = "expectReplies",
        }, random.Next().ToString());
        for (var changes = random.Next(4); changes > 0; changes--) Change(random, activity);
        var json = activity.ToJsonString();
        if (random.Next(30) == 0) json = json.Replace("\"user-1\"", "\"\\ud83d\"", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(json);
        if (random.Next(5) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        if (random.Next(20) == 0) bytes = bytes[..random.Next(bytes.Length)];
        return bytes;
    }

    private static void Change(Random random, JsonObject at)
    {
        var name = at.ElementAt(random.Next(at.Count)).Key;
        if (at[name] is JsonObject { Count: > 0 } inner && random.Next(2) == 0) Change(random, inner);
        else if (random.Next(4) == 0) at.Remove(name);
        else at[name] = Odd(random);
        if (at.Count == 0) at["x"] = 1;
    }

    private static JsonNode? Odd(Random random) => random.Next(16) switch
    {
        0 => null,
        1 => "",
        2 => random.Next(),
        3 => -1.5e300,
        4 => true,
        5 => new JsonArray(),
        6 => new JsonObject(),
        7 => new JsonArray(null, 1, "x", new JsonObject()),
        8 => new string('a', random.Next(3000)),
        9 => "\u0000\u202e\ufeff",
        10 => "😀"[..1],
        11 => "2026-13-45T99:99:99Z",
        12 => "../../etc/passwd",
        13 => "/start",
        14 => new JsonObject { ["id"] = 5, ["geo"] = "x", ["id2"] = new JsonArray(1) },
        _ => "message",
    };
}
