using System.Net.Http.Json;
using System.Text.Json;
using IntakeBot.EndToEnd.Tests.Running;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>
/// What each fault on the way does to Microsoft's client. These are its rules, not ours: they say what the bot must never answer,
/// and what it may. The outcomes are written to <c>directline-faults.jsonl</c>.
/// </summary>
public sealed class DirectLineFaultTests(DirectLineFaultTests.Bot shared) : IClassFixture<DirectLineFaultTests.Bot>
{
    public sealed class Bot : IAsyncLifetime
    {
        internal BotProcess Process { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Process = await BotProcess.StartAsync();

        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }

    private const string Poll = "/activities?watermark=";

    /// <summary>One bad answer to a poll: 500, 429, 401, a wait longer than the client's patience or a broken connection end the polling for good.</summary>
    [Theory]
    [InlineData("500", false, DirectLinePeer.Online)]
    [InlineData("429", false, DirectLinePeer.Online)]
    [InlineData("401", false, DirectLinePeer.Online)]
    [InlineData("hang", false, DirectLinePeer.Online)]
    [InlineData("break", false, DirectLinePeer.Online)]
    [InlineData("404", false, DirectLinePeer.Ended)]
    [InlineData("403", true, DirectLinePeer.Online)]
    public async Task One_bad_answer_to_a_poll(string fault, bool survives, int status)
    {
        await using var proxy = await HarmfulProxy.StartAsync(shared.Process.Url);
        await using var client = await OpenAsync(proxy, socket: false);
        proxy.Harm("GET", Poll, Of(fault));
        if (fault == "403")
        {
            // Its only way back: the page gets a fresh token for the same conversation and says reconnect. Sooner than one interval
            // after the 403 would start a second loop beside the first.
            await client.UntilAsync(p => p.Status == DirectLinePeer.ExpiredToken, "ExpiredToken");
            await Task.Delay(500);
            client.Reconnect(await PlaceAsync(client));
        }
        else await Task.Delay(fault == "hang" ? 3000 : 1000);

        var heard = await HearsAsync(client, "轮询之后", survives ? 10 : 2);
        await NoteAsync("poll", fault, heard, client);
        heard.ShouldBe(survives);
        client.Status.ShouldBe(status);
        client.HeardIds.ShouldBeUnique();
    }

    /// <summary>The socket breaks and the way back is bad at first: the client tries again after everything but 404.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("500", true)]
    [InlineData("429", true)]
    [InlineData("401", true)]
    [InlineData("hang", true)]
    [InlineData("break", true)]
    [InlineData("404", false)]
    public async Task A_broken_socket_and_a_bad_answer_to_the_reconnect(string fault, bool survives)
    {
        await using var proxy = await HarmfulProxy.StartAsync(shared.Process.Url);
        await using var client = await OpenAsync(proxy, socket: true);
        if (fault.Length > 0) proxy.Harm("GET", $"/{client.ConversationId}?watermark=", Of(fault), times: 2);
        proxy.BreakSockets();
        var heard = await HearsAsync(client, "断线之后", survives ? 35 : 18);
        await NoteAsync("reconnect", fault.Length > 0 ? fault : "closed", heard, client);
        heard.ShouldBe(survives);
        client.HeardIds.ShouldBeUnique();
    }

    /// <summary>
    /// Opening: a status ends it at once, a broken or silent connection is tried again. (429 is tried again too, because this
    /// version stumbles over its own waiting: <c>Observable.timer is not a function</c>.)
    /// </summary>
    [Theory]
    [InlineData("500", false)]
    [InlineData("429", true)]
    [InlineData("503", false)]
    [InlineData("break", true)]
    [InlineData("hang", true)]
    public async Task A_bad_answer_to_opening(string fault, bool survives)
    {
        await using var proxy = await HarmfulProxy.StartAsync(shared.Process.Url);
        proxy.Harm("POST", "/conversations", Of(fault));
        await using var client = await StartAsync(proxy, socket: false);
        await client.UntilAsync(p => p.Status is DirectLinePeer.FailedToConnect || p.Heard.Count > 0, "an end or a greeting");
        await NoteAsync("open", fault, client.Heard.Count > 0, client);
        (client.Status == DirectLinePeer.Online).ShouldBe(survives);
    }

    /// <summary>What a message comes to: "retry" leaves it to the page, an error gives it up, 403 also asks the page for a fresh token.</summary>
    [Theory]
    [InlineData("400", "error 400", DirectLinePeer.Online)]
    [InlineData("404", "error 404", DirectLinePeer.Online)]
    [InlineData("413", "error 413", DirectLinePeer.Online)]
    [InlineData("403", "retry", DirectLinePeer.ExpiredToken)]
    [InlineData("429", "retry", DirectLinePeer.Online)]
    [InlineData("502", "retry", DirectLinePeer.Online)]
    [InlineData("503", "retry", DirectLinePeer.Online)]
    [InlineData("hang", "retry", DirectLinePeer.Online)]
    [InlineData("break", "retry", DirectLinePeer.Online)]
    public async Task A_bad_answer_to_a_message(string fault, string result, int status)
    {
        await using var proxy = await HarmfulProxy.StartAsync(shared.Process.Url);
        await using var client = await OpenAsync(proxy, socket: true);
        proxy.Harm("POST", "/activities", Of(fault));
        (await client.PostAsync("房东不退押金", "bad")).ShouldBe(result);
        client.Status.ShouldBe(status);
        (await client.PostAsync("房东不退押金", "bad")).Length.ShouldBe(32);
        await client.UntilAsync(p => p.Heard.Any(a => Key(a) == "bad"), "the echo");
        await NoteAsync("message", fault, true, client);
        client.HeardIds.ShouldBeUnique();
    }

    /// <summary>The answer to a POST is lost; the page sends the same again, as told by "retry": one turn, the first id.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_sent_twice_because_its_answer_was_lost_is_one_turn(bool socket)
    {
        await using var proxy = await HarmfulProxy.StartAsync(shared.Process.Url);
        await using var client = await OpenAsync(proxy, socket);
        proxy.Harm("POST", "/activities", Harm.LoseAnswer);
        (await client.PostAsync("房东不退我3000块押金", "twice")).ShouldBe("retry");
        var id = await client.PostAsync("房东不退我3000块押金", "twice");
        (await client.PostAsync("房东不退我3000块押金", "twice")).ShouldBe(id);
        await client.SayAsync("就在这栋");
        client.Heard.Count(a => Key(a) == "twice").ShouldBe(1);
        client.Heard.Count(a => a.TryGetProperty("replyToId", out var to) && to.GetString() == id).ShouldBe(1);
        client.HeardIds.ShouldContain(id);
    }

    /// <summary>
    /// Two clients of one conversation, each by socket: the newer closes the older with "collision", which comes back after 3 to
    /// 15 s and closes the other. Both hear everything, and nothing twice.
    /// </summary>
    [Fact]
    public async Task Two_sockets_take_turns_and_lose_nothing()
    {
        await using var proxy = await HarmfulProxy.StartAsync(shared.Process.Url);
        await using var first = await OpenAsync(proxy, socket: true);
        await using var second = new DirectLinePeer(new { token = first.Token, conversationId = first.ConversationId, domain = proxy.Url + "/v3/directline", webSocket = true });
        await second.UntilAsync(p => p.Heard.Count > 0, "the greeting");
        for (var n = 0; n < 8; n++)
        {
            (await (n % 2 == 0 ? first : second).PostAsync($"第{n}句")).Length.ShouldBe(32);
            await Task.Delay(2500);
        }

        // Whoever is away just then comes back.
        await first.UntilAsync(p => Count(p) == 8, "all that was said", 30);
        await second.UntilAsync(p => Count(p) == 8, "all that was said", 30);
        await NoteAsync("two sockets", $"{proxy.Asked("GET", "/stream?")} sockets in 20 s", true, first);
        first.HeardIds.ShouldBeUnique();
        second.HeardIds.ShouldBeUnique();
        proxy.Asked("GET", "/stream?").ShouldBeGreaterThan(2);

        static int Count(DirectLinePeer peer) => peer.Heard.Count(a => a.GetProperty("text").GetString()!.StartsWith('第'));
    }

    private static Harm Of(string fault) => fault switch
    {
        "hang" => Harm.Hang,
        "break" => Harm.Break,
        _ => Harm.Of(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private async Task<DirectLinePeer> StartAsync(HarmfulProxy proxy, bool socket) =>
        new(new { token = await DirectLinePeer.TokenAsync(shared.Process.Url, shared.Process.Building), domain = proxy.Url + "/v3/directline", webSocket = socket });

    private async Task<DirectLinePeer> OpenAsync(HarmfulProxy proxy, bool socket)
    {
        var client = await StartAsync(proxy, socket);
        await client.UntilAsync(p => p.Heard.Count > 0, "the greeting");
        return client;
    }

    private static async Task<bool> HearsAsync(DirectLinePeer client, string text, double seconds)
    {
        await client.PostAsync(text, text);
        try
        {
            await client.UntilAsync(p => p.Heard.Any(a => Key(a) == text), text, seconds);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // As the page's own server does it, with a right of its own.
    private async Task<JsonElement> PlaceAsync(DirectLinePeer client)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", client.Token);
        return await http.GetFromJsonAsync<JsonElement>($"{shared.Process.Url}/v3/directline/conversations/{client.ConversationId}?watermark={client.Watermark}");
    }

    private static string? Key(JsonElement activity) =>
        activity.TryGetProperty("channelData", out var data) && data.TryGetProperty("clientActivityID", out var key) ? key.GetString() : null;

    private static Task NoteAsync(string on, string fault, bool hears, DirectLinePeer client) => File.AppendAllTextAsync(
        Path.Combine(Repository.Artifacts, "directline-faults.jsonl"), JsonSerializer.Serialize(new { on, fault, hears, statuses = client.Statuses }) + "\n");
}
