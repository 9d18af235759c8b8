using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.DirectLine;

/// <summary>Messages, tokens and pings exactly as clients send them.</summary>
public sealed class ClientShapeTests(Bots bots)
{
    private const string Base = "/v3/directline";

    [Fact]
    public async Task Channel_data_comes_back_to_the_last_character()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        const string data = """{"clientActivityID":"k-1","attachmentSizes":[],"n":1.0,"e":1E+2,"nested":{"汉":"字 \"x\" <b>","none":null,"list":[1,[2]]},"intake":"not ours"}""";
        var message = $$"""{"type":"message","from":{"id":"me","name":"","role":"user"},"text":"你好","textFormat":"plain","locale":"zh-CN","localTimestamp":"2026-11-23T22:10:00.000+08:00","localTimezone":"Asia/Shanghai","channelId":"webchat","attachments":[],"entities":[{"type":"ClientCapabilities","requiresBotState":true,"supportsListening":true,"supportsTts":true}],"speak":"hi","channelData":{{data}}}""";
        using var answer = await talk.Http.PostAsync($"{Base}/conversations/{talk.Id}/activities", new StringContent(message, Encoding.UTF8, "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var echo = (await talk.AllAsync()).Single(a => a.GetProperty("from").GetProperty("role").GetString() == "user");
        echo.GetProperty("channelData").GetRawText().ShouldBe(data);
        echo.GetProperty("entities")[0].GetProperty("type").GetString().ShouldBe("ClientCapabilities");
        echo.GetProperty("localTimezone").GetString().ShouldBe("Asia/Shanghai");
        echo.GetProperty("speak").GetString().ShouldBe("hi");
    }

    [Theory]
    [InlineData("\"塘尾新村12栋\"")]
    [InlineData("{\"value\":\"塘尾新村12栋\",\"n\":1}")]
    public async Task A_postBack_has_no_text_and_its_value_is_the_answer(string value)
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        await talk.SayAsync("房东不退我3000块押金");
        await talk.ListenAsync();
        talk.Asking.ShouldBe("where");
        using var answer = await talk.Http.PostAsJsonAsync($"{Base}/conversations/{talk.Id}/activities", new
        {
            type = "message",
            from = new { id = "me" },
            value = JsonSerializer.Deserialize<JsonElement>(value),
            channelData = new { clientActivityID = "pb", postBack = true },
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await talk.ListenAsync();
        talk.Asking.ShouldNotBe("where");
    }

    [Theory]
    [InlineData("""{"user":{"id":"LONG"}}""")]
    [InlineData("""{"trustedOrigins":["https://a.example",null]}""")]
    [InlineData("""{"trustedOrigins":["1","2","3","4","5","6","7","8","9","10","11"]}""")]
    [InlineData("""{"user":"somebody"}""")]
    public async Task Parameters_that_no_token_can_carry_are_refused_and_not_put_into_one(string body)
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Post, Base + "/tokens/generate")
        {
            Content = new StringContent(body.Replace("LONG", new string('a', 129), StringComparison.Ordinal), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", "the-secret");
        using var answer = await bot.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_token_with_all_it_may_hold_is_still_accepted()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Post, Base + "/tokens/generate")
        {
            Content = JsonContent.Create(new
            {
                user = new { id = "dl_" + new string('汉', 125) },
                trustedOrigins = Enumerable.Range(0, 10).Select(n => $"https://{n}{new string('a', 191)}"),
            }),
        };
        request.Headers.Authorization = new("Bearer", "the-secret");
        using var generated = await bot.Http.SendAsync(request);
        var token = (await generated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        using var start = new HttpRequestMessage(HttpMethod.Post, Base + "/conversations");
        start.Headers.Authorization = new("Bearer", token);
        using var opened = await bot.Http.SendAsync(start);
        opened.StatusCode.ShouldBe(HttpStatusCode.Created, await opened.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_conversation_update_of_a_client_reaches_nobody()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        var before = (await talk.AllAsync()).Count;
        foreach (var type in new[] { "conversationUpdate", "typing", "messageReaction", "event", "endOfConversation" })
        {
            using var answer = await talk.Http.PostAsJsonAsync($"{Base}/conversations/{talk.Id}/activities", new { type, from = new { id = "me" }, name = "webchat/join" });
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, type);
        }

        (await talk.AllAsync()).Count.ShouldBe(before);
    }

    [Fact]
    public async Task The_server_pings_an_idle_socket_with_an_empty_frame_and_lives_with_pings_and_nonsense()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        await talk.ListenAsync();
        using var socket = new ClientWebSocket();
        var again = await talk.Http.GetFromJsonAsync<JsonElement>($"{Base}/conversations/{talk.Id}?watermark={talk.Watermark}");
        await socket.ConnectAsync(new(again.GetProperty("streamUrl").GetString()!), default);
        await socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, true, default);
        await socket.SendAsync(new byte[100_000], WebSocketMessageType.Binary, true, default);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var piece = new byte[64 * 1024];
        var ping = await socket.ReceiveAsync(piece, limit.Token);
        (ping.MessageType, ping.Count, ping.EndOfMessage).ShouldBe((WebSocketMessageType.Text, 0, true));
        await talk.SayAsync("还在吗");
        var frame = await socket.ReceiveAsync(piece, limit.Token);
        var set = JsonDocument.Parse(piece.AsMemory(0, frame.Count)).RootElement;
        set.GetProperty("watermark").GetString().ShouldNotBeNullOrEmpty();
        set.GetProperty("activities")[0].GetProperty("text").GetString().ShouldBe("还在吗");
    }
}
