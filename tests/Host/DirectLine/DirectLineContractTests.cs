using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IntakeBot.Host.DirectLine;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.DirectLine;

public sealed class DirectLineContractTests(Bots bots)
{
    private const string Base = "/v3/directline";

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Opening_is_201_then_200_and_the_bot_has_greeted(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var again = await talk.PostJsonAsync($"{Base}/conversations", new { user = new { id = "user-1" } }, HttpStatusCode.OK);
        again.GetProperty("conversationId").GetString().ShouldBe(talk.Id);
        again.GetProperty("expires_in").GetInt32().ShouldBe(1800);
        var greeting = (await talk.ListenAsync()).First();
        greeting.GetProperty("from").GetProperty("role").GetString().ShouldBe("bot");
        greeting.GetProperty("conversation").GetProperty("id").GetString().ShouldBe(talk.Id);
        talk.Id.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_');
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task The_echo_carries_the_id_of_the_answer_and_the_channel_data_untouched(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot);
        await talk.ListenAsync();
        var id = await talk.SayAsync("房东不退我3000块押金", "key-1");
        var heard = await talk.ListenAsync();
        var echo = heard.First();
        echo.GetProperty("id").GetString().ShouldBe(id);
        echo.GetProperty("text").GetString().ShouldBe("房东不退我3000块押金");
        echo.GetProperty("channelData").GetProperty("clientActivityID").GetString().ShouldBe("key-1");
        echo.GetProperty("channelData").GetProperty("mine").GetString().ShouldBe("kept");
        heard.Skip(1).ShouldNotBeEmpty();
        heard.Skip(1).ShouldAllBe(a => a.GetProperty("replyToId").GetString() == id);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_watermark_splits_a_turn_and_an_empty_poll_keeps_it(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot);
        await talk.SayAsync("房东不退我3000块押金");
        var all = await talk.AllAsync();
        for (var w = 0; w <= all.Count; w++)
        {
            var set = await talk.Http.GetFromJsonAsync<JsonElement>($"{Base}/conversations/{talk.Id}/activities?watermark={w}");
            set.GetProperty("activities").GetArrayLength().ShouldBe(all.Count - w);
            set.GetProperty("watermark").GetString().ShouldBe(all.Count.ToString());
        }

        // The same from the store, not from memory.
        bot.Get<Host.Conversations.LiveConversations>().Drop(talk.Id);
        var stored = await talk.Http.GetFromJsonAsync<JsonElement>($"{Base}/conversations/{talk.Id}/activities?watermark=1");
        stored.GetProperty("activities").EnumerateArray().Select(a => a.GetProperty("id").GetString())
            .ShouldBe(all.Skip(1).Select(a => a.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("bearer x", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer  x", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("Basic eDp5", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer nonsense", HttpStatusCode.Forbidden)]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.eyJjb252IjoiYSJ9.", HttpStatusCode.Forbidden)]
    public async Task Without_a_good_header_it_is_401_and_without_a_good_token_403(string? header, HttpStatusCode expected)
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        foreach (var (method, path) in new[] { ("POST", "/tokens/refresh"), ("POST", "/conversations"), ("GET", "/conversations/x"), ("POST", "/conversations/x/activities"), ("POST", "/conversations/x/upload") })
        {
            using var answer = await SendAsync(bot, method, path, header);
            answer.StatusCode.ShouldBe(expected, path);
            await ErrorOf(answer);
        }

        // A client that polls gives up for good on a 401.
        using var poll = await SendAsync(bot, "GET", "/conversations/x/activities?watermark=", header);
        poll.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_token_opens_only_its_own_conversation()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var mine = await Talk.BeginAsync(bot);
        using var other = await Talk.BeginAsync(bot);
        using var answer = await SendAsync(bot, "GET", $"/conversations/{other.Id}/activities?watermark=", "Bearer " + mine.Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_expired_token_is_403_TokenExpired_on_every_route()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        var old = new ConversationTokens(bot.Get<Security.ServerKeys>(), new Shifted(TimeSpan.FromSeconds(-1801)))
            .Issue(new() { Use = ConversationToken.Chat, ConversationId = talk.Id, User = "dl_x" });
        foreach (var (method, path) in new[] { ("POST", "/tokens/refresh"), ("POST", "/conversations"), ("GET", $"/conversations/{talk.Id}"), ("GET", $"/conversations/{talk.Id}/activities?watermark="), ("POST", $"/conversations/{talk.Id}/activities"), ("POST", $"/conversations/{talk.Id}/upload") })
        {
            using var answer = await SendAsync(bot, method, path, "Bearer " + old);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            (await ErrorOf(answer)).ShouldBe("TokenExpired");
        }
    }

    [Fact]
    public async Task A_conversation_that_was_never_opened_is_404()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var token = await (await bot.Http.PostAsJsonAsync("/chat/token", new { })).Content.ReadFromJsonAsync<JsonElement>();
        var (id, bearer) = (token.GetProperty("conversationId").GetString(), "Bearer " + token.GetProperty("token").GetString());
        foreach (var (method, path) in new[] { ("GET", $"/conversations/{id}"), ("GET", $"/conversations/{id}/activities?watermark="), ("POST", $"/conversations/{id}/activities"), ("POST", $"/conversations/{id}/upload") })
        {
            using var answer = await SendAsync(bot, method, path, bearer, """{"type":"message","text":"a"}""");
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            await ErrorOf(answer);
        }
    }

    public static TheoryData<string, int> BadBodies => new()
    {
        { "", 400 },
        { "{", 400 },
        { "[]", 400 },
        { "null", 400 },
        { """{"text":"no type"}""", 400 },
        { """{"type":5}""", 400 },
        { """{"type":"message","text":"\ud800"}""", 400 },
        { """{"type":"message","text":"a","channelData":{"clientActivityID":"\udc00"}}""", 400 },
        { $$"""{"type":"message","text":"a","channelData":{{string.Concat(Enumerable.Repeat("[", 100))}}{{string.Concat(Enumerable.Repeat("]", 100))}}}""", 400 },
        { $$"""{"type":"message","text":"{{new string('a', 262_144)}}"}""", 413 },
        { $$"""{"type":"message","text":"{{new string('汉', 400_000)}}"}""", 413 },
        { """{"type":"conversationUpdate"}""", 200 },
        { """{"type":"event","name":"intake/closed","value":{"outcome":"answered","sentence":"x"}}""", 200 },
        { """{"type":"somethingNobodyKnows"}""", 200 },
        { """{"type":"typing"}""", 200 },
        { """{"type":"message"}""", 200 },
        { """{"type":"message","text":"","value":{"a":1}}""", 200 },
    };

    [Theory, MemberData(nameof(BadBodies))]
    public async Task Odd_bodies_get_a_clear_answer(string body, int expected)
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        var before = (await talk.AllAsync()).Count;
        using var answer = await SendAsync(bot, "POST", $"/conversations/{talk.Id}/activities", "Bearer " + talk.Token, body);
        ((int)answer.StatusCode).ShouldBe(expected, await answer.Content.ReadAsStringAsync() + string.Join('\n', bot.Logs.Lines.TakeLast(2)));
        if (expected >= 400) await ErrorOf(answer);
        if (expected >= 400 || !body.Contains("\"message\"", StringComparison.Ordinal)) (await talk.AllAsync()).Count.ShouldBe(before);
    }

    [Fact]
    public async Task Broken_utf8_is_400()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        byte[] body = [.. "{\"type\":\"message\",\"text\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        using var answer = await talk.Http.PostAsync($"{Base}/conversations/{talk.Id}/activities", new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } });
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_body_without_a_length_is_bounded_too()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Base}/conversations/{talk.Id}/activities")
        { Content = new StreamContent(new MemoryStream(new byte[1_500_000])) };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await talk.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task The_user_of_the_token_counts_and_dl_ids_come_from_tokens_only()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        await talk.SayAsync("你好");
        var me = (await talk.AllAsync()).First(a => a.GetProperty("from").GetProperty("role").GetString() == "user").GetProperty("from").GetProperty("id").GetString();
        me.ShouldStartWith("dl_");
        me.ShouldNotBe("resident");

        var generated = await GenerateAsync(bot, "{}");
        using var forged = await SendAsync(bot, "POST", "/conversations", "Bearer " + generated, """{"user":{"id":"dl_forged"}}""");
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_secret_generates_tokens_and_nobody_else_does()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var token = await GenerateAsync(bot, """{"user":{"id":"dl_9","name":"x"},"trustedOrigins":["https://city.example"]}""");
        using var opened = await SendAsync(bot, "POST", "/conversations", "Bearer " + token, "");
        opened.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var wrong = await SendAsync(bot, "POST", "/tokens/generate", "Bearer not-the-secret");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var foreign = new HttpRequestMessage(HttpMethod.Post, Base + "/tokens/refresh");
        foreign.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        foreign.Headers.Add("Origin", "https://elsewhere.example");
        using var refused = await bot.Http.SendAsync(foreign);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_refreshed_token_goes_on_with_the_conversation()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        using var answer = await talk.Http.PostAsync(Base + "/tokens/refresh", null);
        var fresh = await answer.Content.ReadFromJsonAsync<JsonElement>();
        fresh.GetProperty("conversationId").GetString().ShouldBe(talk.Id);
        talk.Use(fresh.GetProperty("token").GetString()!);
        await talk.SayAsync("还在吗");
    }

    [Fact]
    public async Task Preflight_names_the_origin_and_allows_what_clients_send()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Options, Base + "/conversations");
        request.Headers.Add("Origin", "http://localhost:8080");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,x-ms-bot-agent,x-requested-with");
        using var answer = await bot.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["http://localhost:8080"]);
        answer.Headers.GetValues("Access-Control-Allow-Credentials").ShouldBe(["true"]);
        answer.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain("x-ms-bot-agent");
        answer.Headers.GetValues("Access-Control-Allow-Methods").Single().ShouldContain("POST");
    }

    [Fact]
    public async Task Session_ids_are_given_with_the_origin()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Get, Base + "/session/getsessionid");
        request.Headers.Add("Origin", "http://localhost:8080");
        using var answer = await bot.Http.SendAsync(request);
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["http://localhost:8080"]);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sessionId").GetString().ShouldNotBeNullOrEmpty();
    }

    private static async Task<string> GenerateAsync(TestBot bot, string body)
    {
        using var answer = await SendAsync(bot, "POST", "/tokens/generate", "Bearer the-secret", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestBot bot, string method, string path, string? authorization, string body = "{}")
    {
        using var request = new HttpRequestMessage(new(method), Base + path);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (method == "POST") request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await bot.Http.SendAsync(request);
    }

    private static async Task<string> ErrorOf(HttpResponseMessage answer)
    {
        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        return error.GetProperty("code").GetString()!;
    }

    private sealed class Shifted(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
