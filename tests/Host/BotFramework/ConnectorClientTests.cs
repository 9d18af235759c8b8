using System.Text;
using System.Text.Json.Nodes;
using IntakeBot.Host.BotFramework;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Tests.Running;
using Microsoft.AspNetCore.Http;

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>How answers get to a channel, and what becomes of those that do not.</summary>
public sealed class ConnectorClientTests(ConnectorBench bench) : IClassFixture<ConnectorBench>, IDisposable
{
    private readonly ConnectorDouble _connector = bench.Connector;
    private readonly TestBot _bot = bench.Bot;

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("https://local.test:1/")]
    public async Task No_token_goes_to_a_host_that_is_not_allowed(string url)
    {
        var answer = await _bot.Get<ConnectorClient>().SendAsync(Address() with { ServiceUrl = url }, null, "{}"u8.ToArray(), default);
        answer.End.ShouldBe(ConnectorEnd.Forbidden);
        _connector.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _connector.Trouble = _ => Task.FromResult<IResult?>(Results.Redirect(_connector.ServiceUrl + "elsewhere", preserveMethod: true));
        (await SendAsync("早上好")).End.ShouldBe(ConnectorEnd.Refused);
        _connector.Calls.Count().ShouldBe(1);
    }

    [Fact]
    public async Task Ids_are_percent_encoded_and_stay_so()
    {
        foreach (var id in (string[])["a:1;messageid=2|0/x y", "..", "诉求", "a%2Fb"])
        {
            await _bot.Get<ConnectorClient>().SendAsync(Address() with { Conversation = new() { Id = id } }, "r/1", "{}"u8.ToArray(), default);
            _connector.Calls.Last().Path.ShouldBe($"/connector/v3/conversations/{(id == ".." ? "%2E%2E" : Uri.EscapeDataString(id))}/activities/r%2F1");
        }
    }

    [Fact]
    public async Task Too_much_at_once_is_sent_again_when_the_channel_says()
    {
        var refused = 0;
        _connector.Trouble = context => Task.FromResult(Interlocked.Increment(ref refused) == 1 ? TooMany(context, "1") : null);
        var began = TimeProvider.System.GetTimestamp();
        (await PushAsync("一", "二")).ShouldBe(new PushResult(2));
        TimeProvider.System.GetElapsedTime(began).TotalSeconds.ShouldBeGreaterThan(0.9);
        _connector.Texts.ShouldBe(["一", "二"]);
    }

    [Fact]
    public async Task A_long_pause_is_left_to_the_pump()
    {
        _connector.Trouble = context => Task.FromResult(context.Request.Path.Value!.EndsWith("activities", StringComparison.Ordinal) && _connector.Calls.Any() ? TooMany(context, "60") : null);
        (await PushAsync("一", "二", "三")).ShouldBe(new PushResult(1, TimeSpan.FromSeconds(60), "throttled"));
        _connector.Calls.Count().ShouldBe(2);
    }

    [Theory]
    [InlineData(500), InlineData(502), InlineData(504)]
    public async Task What_may_have_arrived_is_never_sent_again_and_the_desk_is_told(int status)
    {
        _connector.Trouble = _ => Task.FromResult(_connector.Calls.Any() ? null : Results.StatusCode(status));
        (await PushAsync("一", "二")).ShouldBe(new PushResult(2, Reason: "uncertain"));
        _connector.Calls.Select(c => (string?)c.Body!["text"]).ShouldBe(["一", "二"]);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_request_is_uncertain_too()
    {
        _connector.Trouble = context =>
        {
            if (!_connector.Calls.Any()) context.Abort();
            return Task.FromResult<IResult?>(null);
        };
        (await PushAsync("一", "二")).ShouldBe(new PushResult(2, Reason: "uncertain"));
        _connector.Calls.Select(c => (string?)c.Body!["text"]).ShouldBe(["一", "二"]);
    }

    [Fact]
    public async Task A_service_that_is_out_of_order_or_not_there_is_tried_again()
    {
        var tries = 0;
        _connector.Trouble = _ => Task.FromResult(Interlocked.Increment(ref tries) <= 2 ? Results.StatusCode(503) : null);
        (await PushAsync("一")).ShouldBe(new PushResult(1));
        tries.ShouldBe(3);

        (await bench.PushAsync(Address() with { ServiceUrl = bench.NobodyThere }, ["二"])).Reason.ShouldBe("unreachable");
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_left_alone_longer_each_time()
    {
        var nobody = Address() with { ServiceUrl = bench.NobodyThere + "left-alone/" };
        var first = await bench.PushAsync(nobody, ["一"]);
        first.After!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        bench.Clock.Ahead += first.After.Value;
        var second = await bench.PushAsync(nobody, ["一"]);
        second.After!.Value.ShouldBeGreaterThan(first.After.Value);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        (await bench.PushAsync(nobody, ["一"])).Reason.ShouldBe("unreachable");
        watch.ElapsedMilliseconds.ShouldBeLessThan(150);
        // Others are called as ever.
        (await PushAsync("二")).ShouldBe(new PushResult(1));
    }

    [Fact]
    public async Task An_event_that_a_channel_does_not_know_is_no_failure()
    {
        _connector.Trouble = _ => Task.FromResult<IResult?>(Results.StatusCode(400));
        var said = System.Text.Encoding.UTF8.GetBytes("""{"type":"event","id":"e","name":"handoff.initiate","value":{}}""");
        (await _bot.Get<ConnectorPush>().SendAsync(new("conversation", "msteams", Address().ToBytes()), [new(7, said)], default)).ShouldBe(new PushResult(7));
    }

    [Theory]
    [InlineData(403), InlineData(404)]
    public async Task A_conversation_that_is_gone_is_left_alone(int status)
    {
        _connector.Trouble = _ => Task.FromResult<IResult?>(Results.Json(new { error = new { code = "ConversationNotFound", message = "gone" } }, statusCode: status));
        (await PushAsync("一", "二")).ShouldBe(new PushResult(2, Reason: "gone"));
        _connector.Calls.Count().ShouldBe(1);
    }

    [Fact]
    public async Task One_message_that_a_channel_does_not_want_does_not_hold_up_the_next()
    {
        _connector.Trouble = _ => Task.FromResult(_connector.Calls.Any() ? null : Results.StatusCode(400));
        (await PushAsync("一", "二")).ShouldBe(new PushResult(2, Reason: "refused"));
        _connector.Texts.ShouldBe(["二"]);
    }

    [Fact]
    public void What_is_dressed_keeps_all_that_clients_need()
    {
        var ours = Encoding.UTF8.GetBytes(
            """{"type":"message","id":"ours","timestamp":"2026-01-01T00:00:00+00:00","channelId":"webchat","from":{"id":"staff-1","name":"塘尾站 王工","role":"bot"},"conversation":{"id":"inner"},"recipient":{"id":"u"},"text":"您好 \"x\"","replyToId":"inner-1","suggestedActions":{"actions":[{"type":"imBack","title":"好","value":"好"}]},"channelData":{"intake":{"asking":"contact","from":{"conversation":1}}},"nobodyKnows":[1,{"from":2}]}""");
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Address().Dress(output, ours, "their-1");
        var dressed = JsonNode.Parse(output.WrittenSpan)!;
        var expected = JsonNode.Parse(ours)!;
        expected["from"] = JsonNode.Parse("""{"id":"bot-1","name":"塘尾站 王工"}""");
        expected["conversation"] = JsonNode.Parse("""{"id":"c:1|x"}""");
        expected["recipient"] = JsonNode.Parse("""{"id":"user-1"}""");
        expected["channelId"] = "msteams";
        expected["serviceUrl"] = Address().ServiceUrl;
        expected["replyToId"] = "their-1";
        expected["textFormat"] = "plain";
        JsonNode.DeepEquals(dressed, expected).ShouldBeTrue(dressed.ToJsonString());
    }

    [Fact]
    public async Task Microsofts_own_client_finds_every_route_of_the_stand_in()
    {
        var said = JsonNode.Parse(await Peers.RunAsync("connector.cjs", "", _connector.ServiceUrl))!.AsObject();
        foreach (var (call, answer) in said) ((string?)answer).ShouldStartWith("ok", customMessage: call);
        said.Count.ShouldBe(14);
        _connector.Calls.Count().ShouldBe(14);
        _connector.Calls.ShouldContain(c => c.Path.Contains("/conversations/a%3A1%7Cx/activities/m%3A2", StringComparison.Ordinal));
    }

    public void Dispose() => _connector.Forget();

    private static IResult TooMany(HttpContext context, string seconds)
    {
        context.Response.Headers.RetryAfter = seconds;
        return Results.StatusCode(429);
    }

    private ConnectorAddress Address() => bench.Address;

    private Task<ConnectorAnswer> SendAsync(string text) => bench.SendAsync(text);

    private Task<PushResult> PushAsync(params string[] texts) => bench.PushAsync(bench.Address, texts);
}
