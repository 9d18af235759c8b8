using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.DirectLine;

/// <summary>Pages on other origins: CORS as browsers ask for it, tokens bound to origins, and the socket, which no preflight guards.</summary>
public sealed class OriginTests(Bots bots)
{
    private const string Base = "/v3/directline";
    private const string City = "https://city.example";

    public static TheoryData<string, string, string> Preflights => new()
    {
        { "POST", "/conversations", "authorization,content-type,x-ms-bot-agent,x-requested-with" },
        { "POST", "/tokens/refresh", "authorization,x-ms-bot-agent,x-requested-with" },
        { "GET", "/conversations/x", "authorization,content-type,x-ms-bot-agent,x-requested-with" },
        { "GET", "/conversations/x/activities?watermark=", "authorization,x-ms-bot-agent,x-requested-with" },
        { "POST", "/conversations/x/activities", "authorization,content-type,x-ms-bot-agent,x-requested-with" },
        { "POST", "/conversations/x/upload?userId=u", "authorization,x-ms-bot-agent,x-requested-with" },
        { "GET", "/session/getsessionid", "authorization,content-type,x-ms-bot-agent,x-requested-with" },
    };

    [Theory, MemberData(nameof(Preflights))]
    public async Task Every_preflight_of_the_real_client_is_answered_for_the_one_origin(string method, string path, string headers)
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Options, Base + path);
        request.Headers.Add("Origin", "http://localhost:8080");
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", headers);
        using var answer = await bot.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["http://localhost:8080"]);
        answer.Headers.GetValues("Access-Control-Allow-Credentials").ShouldBe(["true"]);
        answer.Headers.GetValues("Access-Control-Allow-Headers").Single().Split(',').ShouldBe(headers.Split(','));
        answer.Headers.GetValues("Access-Control-Allow-Methods").Single().Split(',').ShouldBe(["GET", "POST", "OPTIONS"]);
        answer.Headers.Vary.ShouldContain("Origin");
    }

    [Fact]
    public async Task A_refusal_can_be_read_by_a_page_of_another_origin_with_its_Retry_After()
    {
        await using var bot = await TestBot.StartAsync(Bots.Sqlite, "--Limits:MessageBurst=1", "--Limits:MessagesPerSecond=1");
        using var talk = await Talk.BeginAsync(bot);
        talk.Http.DefaultRequestHeaders.Add("Origin", City);
        HttpResponseMessage answer;
        do answer = await talk.PostAsync("你好");
        while (answer.StatusCode == HttpStatusCode.OK);
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        answer.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([City]);
        answer.Headers.GetValues("Access-Control-Expose-Headers").ShouldBe(["Retry-After"]);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("code").GetString().ShouldBe("TooManyRequests");
    }

    [Fact]
    public async Task With_allowed_origins_set_other_pages_get_neither_answers_nor_a_socket_and_our_own_page_both()
    {
        await using var bot = await TestBot.StartAsync(Bots.Sqlite, $"--DirectLine:Origins:0={City}");
        using var talk = await Talk.BeginAsync(bot);
        (await AllowedAsync(bot, City)).ShouldBe(City);
        (await AllowedAsync(bot, "https://elsewhere.example")).ShouldBeNull();

        (await SocketAsync(talk.StreamUrl, City)).ShouldBe(HttpStatusCode.SwitchingProtocols);
        (await SocketAsync(talk.StreamUrl, bot.Url)).ShouldBe(HttpStatusCode.SwitchingProtocols);
        (await SocketAsync(talk.StreamUrl, null)).ShouldBe(HttpStatusCode.SwitchingProtocols);
        (await SocketAsync(talk.StreamUrl, "https://elsewhere.example")).ShouldBe(HttpStatusCode.Forbidden);
        (await SocketAsync(talk.StreamUrl, "null")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trusted_origins_bind_the_token_the_socket_and_what_is_refreshed(bool bySecretAlone)
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var origins = new { trustedOrigins = new[] { City } };
        var opened = bySecretAlone
            ? await PostAsync(bot, "/conversations", "the-secret", null, origins)
            : await PostAsync(bot, "/conversations", (await PostAsync(bot, "/tokens/generate", "the-secret", null, origins)).GetProperty("token").GetString()!, City, new { });
        var token = opened.GetProperty("token").GetString()!;
        var id = opened.GetProperty("conversationId").GetString();
        foreach (var origin in new[] { City, null, "https://elsewhere.example" })
        {
            using var poll = new HttpRequestMessage(HttpMethod.Get, $"{Base}/conversations/{id}/activities?watermark=");
            poll.Headers.Authorization = new("Bearer", token);
            if (origin is not null) poll.Headers.Add("Origin", origin);
            using var answer = await bot.Http.SendAsync(poll);
            answer.StatusCode.ShouldBe(origin is null or City ? HttpStatusCode.OK : HttpStatusCode.Forbidden, origin);
            (await SocketAsync(opened.GetProperty("streamUrl").GetString()!, origin)).ShouldBe(origin is null or City ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden, origin);
        }

        var refreshed = await PostAsync(bot, "/tokens/refresh", token, City, new { });
        using var foreign = new HttpRequestMessage(HttpMethod.Get, $"{Base}/conversations/{id}");
        foreign.Headers.Authorization = new("Bearer", refreshed.GetProperty("token").GetString());
        foreign.Headers.Add("Origin", "https://elsewhere.example");
        using var refused = await bot.Http.SendAsync(foreign);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<string?> AllowedAsync(TestBot bot, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Base + "/session/getsessionid");
        request.Headers.Add("Origin", origin);
        using var answer = await bot.Http.SendAsync(request);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null;
    }

    private static async Task<HttpStatusCode> SocketAsync(string url, string? origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        try
        {
            await socket.ConnectAsync(new(url), default);
        }
        catch (WebSocketException)
        {
            // The status says it.
        }

        return socket.HttpStatusCode;
    }

    private static async Task<JsonElement> PostAsync(TestBot bot, string path, string bearer, string? origin, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Base + path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", bearer);
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var answer = await bot.Http.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
