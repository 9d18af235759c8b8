using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using IntakeBot.Host.DirectLine;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.DirectLine;

public sealed class StreamTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Everything_comes_over_the_socket_once_and_in_order(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot);
        using var socket = await OpenAsync(talk.StreamUrl);
        await talk.SayAsync("一");
        await talk.SayAsync("二");
        var expected = (await talk.AllAsync()).Select(a => a.GetProperty("id").GetString()).ToList();

        var heard = new List<string?>();
        while (heard.Count < expected.Count)
        {
            var frame = await ReadAsync(socket);
            if (frame.Length > 0) heard.AddRange(JsonDocument.Parse(frame).RootElement.GetProperty("activities").EnumerateArray()
                .Where(a => a.GetProperty("type").GetString() != "typing").Select(a => a.GetProperty("id").GetString()));
        }

        heard.ShouldBe(expected);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task While_a_piece_waits_for_the_rest_the_socket_shows_typing_and_nothing_of_it_is_stored(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot);
        using var socket = await OpenAsync(talk.StreamUrl);
        await talk.SayAsync("房东");
        var kinds = new List<string?>();
        while (!kinds.Contains("typing"))
        {
            var frame = JsonDocument.Parse(await ReadAsync(socket)).RootElement;
            kinds.AddRange(frame.GetProperty("activities").EnumerateArray().Select(a => a.GetProperty("type").GetString()));
        }

        kinds[^2].ShouldBe("message");
        (await talk.AllAsync()).ShouldAllBe(a => a.GetProperty("type").GetString() == "message");
        JsonDocument.Parse(await ReadAsync(socket)).RootElement.GetProperty("activities")[0].GetProperty("type").GetString().ShouldBe("message");
    }

    [Fact]
    public async Task A_client_ping_is_no_message()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        using var socket = await OpenAsync(talk.StreamUrl);
        (await ReadAsync(socket)).ShouldContain("activities");
        await socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, true, default);
        await talk.SayAsync("还在");
        (await ReadAsync(socket)).ShouldContain("还在");
    }

    [Fact]
    public async Task Reconnecting_goes_on_after_the_watermark()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        await talk.SayAsync("一");
        await talk.ListenAsync();
        await talk.SayAsync("二");
        var again = JsonDocument.Parse(await talk.Http.GetStringAsync($"/v3/directline/conversations/{talk.Id}?watermark={talk.Watermark}")).RootElement;
        using var socket = await OpenAsync(again.GetProperty("streamUrl").GetString()!);
        var first = JsonDocument.Parse(await ReadAsync(socket)).RootElement.GetProperty("activities")[0];
        first.GetProperty("text").GetString().ShouldBe("二");
    }

    [Fact]
    public async Task The_newer_of_two_sockets_stays_and_the_older_is_told_collision()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        using var older = await OpenAsync(talk.StreamUrl);
        await ReadAsync(older);
        using var newer = await OpenAsync(talk.StreamUrl);
        await ReadAsync(newer);
        while (older.State == WebSocketState.Open) await ReadAsync(older);
        older.CloseStatusDescription.ShouldBe("collision");
        await talk.SayAsync("二");
        (await ReadAsync(newer)).ShouldContain("二");
    }

    [Fact]
    public async Task A_second_socket_from_the_same_address_goes_on_where_the_first_came_to_and_another_begins_where_it_asks()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        await talk.SayAsync("一");
        using var first = await OpenAsync(talk.StreamUrl);
        (await ReadAsync(first)).ShouldContain("一");
        // Browsers answer a goodbye by themselves.
        var end = AnswerGoodbyeAsync(first);
        using var second = await OpenAsync(talk.StreamUrl);
        await talk.SayAsync("二");
        (await ReadAsync(second)).ShouldNotContain("一");
        await end;

        // Another tab of the same conversation, with the same token: an address of its own.
        var place = JsonDocument.Parse(await talk.Http.GetStringAsync($"/v3/directline/conversations/{talk.Id}?watermark=")).RootElement;
        using var tab = await OpenAsync(place.GetProperty("streamUrl").GetString()!);
        (await ReadAsync(tab)).ShouldContain("一");
    }

    [Fact]
    public async Task A_client_that_does_not_answer_the_goodbye_is_sent_everything_again()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        await talk.SayAsync("一");
        using var first = await OpenAsync(talk.StreamUrl);
        (await ReadAsync(first)).ShouldContain("一");
        // Nobody reads the first any more: as a phone that went to another network.
        using var second = await OpenAsync(talk.StreamUrl);
        (await ReadAsync(second)).ShouldContain("一");
    }

    [Fact]
    public async Task A_stream_address_is_good_for_a_minute_and_for_its_conversation()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        using var other = await Talk.BeginAsync(bot);
        var old = new ConversationTokens(bot.Get<Security.ServerKeys>(), new Shifted()).IssueStream(new() { Use = ConversationToken.Chat, ConversationId = talk.Id });
        foreach (var url in new[]
        {
            talk.StreamUrl.Split("&t=")[0] + "&t=" + old,
            talk.StreamUrl.Split("&t=")[0] + "&t=" + talk.Token,
            talk.StreamUrl.Replace(talk.Id, other.Id, StringComparison.Ordinal),
        })
        {
            using var answer = await bot.Http.GetAsync(url.Replace("ws://", "http://", StringComparison.Ordinal));
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    private static async Task<ClientWebSocket> OpenAsync(string url)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new(url), default);
        return socket;
    }

    private static async Task AnswerGoodbyeAsync(ClientWebSocket socket)
    {
        while (socket.State == WebSocketState.Open) await ReadAsync(socket);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
    }

    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var whole = new MemoryStream();
        var piece = new byte[8192];
        WebSocketReceiveResult result;
        do
        {
            result = await socket.ReceiveAsync(piece, limit.Token);
            whole.Write(piece, 0, result.Count);
        }
        while (!result.EndOfMessage);
        return Encoding.UTF8.GetString(whole.ToArray());
    }

    private sealed class Shifted : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddSeconds(-61);
    }
}
