using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using IntakeBot.EndToEnd.Tests.Running;
using IntakeBot.Host.DirectLine;
using IntakeBot.Host.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Host.Tests.DirectLine;

/// <summary>A phone that slept for half an hour: the token in Microsoft's client has expired, and its page gets another for the same conversation.</summary>
public sealed class ExpiredTokenTests
{
    [Fact]
    public async Task By_polling_the_client_says_ExpiredToken_and_goes_on_after_reconnect()
    {
        await using var at = await StartAsync();
        await using var client = await OpenAsync(at.Bot, socket: false);
        at.Clock.Ahead = TimeSpan.FromMinutes(31);
        await client.UntilAsync(p => p.Status == DirectLinePeer.ExpiredToken, "ExpiredToken");
        (await client.PostAsync("房东不退我3000块押金", "late")).ShouldBe("retry");

        client.Reconnect(await PlaceAsync(at.Bot, client));
        await client.SayAsync("房东不退我3000块押金");
        client.Status.ShouldBe(DirectLinePeer.Online);
        client.HeardIds.ShouldBe(await KeptAsync(at.Bot, client.ConversationId));
    }

    /// <summary>
    /// By socket the client hears again after reconnect, but the loop that met the 403 keeps asking with the old token and ends in
    /// FailedToConnect after five of them. Meanwhile it opens one socket after the other: whatever they bring must not come twice.
    /// Then the page makes a new client that goes on at its watermark.
    /// </summary>
    [Fact]
    public async Task By_socket_the_client_hears_everything_once_after_reconnect_and_a_new_one_goes_on_when_it_gives_up()
    {
        await using var at = await StartAsync();
        await using var client = await OpenAsync(at.Bot, socket: true);
        at.Clock.Ahead = TimeSpan.FromMinutes(31);
        await TakeTheSocketAsync(at.Bot, client.ConversationId);
        await client.UntilAsync(p => p.Status == DirectLinePeer.ExpiredToken, "ExpiredToken");

        var place = await PlaceAsync(at.Bot, client);
        client.Reconnect(place);
        (await client.PostAsync("房东不退我3000块押金", "late")).Length.ShouldBe(32);
        await client.UntilAsync(p => p.Heard.Count > 2, "echo and answer", 20);
        await client.UntilAsync(p => p.Status == DirectLinePeer.FailedToConnect, "the end of the old loop", 40);

        await using var next = new DirectLinePeer(new { token = place.GetProperty("token").GetString(), conversationId = client.ConversationId, watermark = client.Watermark, domain = at.Bot.Url + "/v3/directline" });
        await next.SayAsync("就在这栋");
        var kept = await KeptAsync(at.Bot, client.ConversationId);
        // The old one still listens for a while.
        kept.Take(client.HeardIds.Count).ShouldBe(client.HeardIds);
        client.HeardIds.Concat(next.HeardIds).Distinct().ShouldBe(kept);
        next.HeardIds.ShouldBeUnique();
    }

    private static async Task<At> StartAsync()
    {
        var clock = new ShiftedTime();
        var database = await TestDatabase.CreateAsync(Bots.Sqlite);
        return new(await TestBot.StartAsync(database, owned: true, builder => builder.Services.AddSingleton<TimeProvider>(clock)), clock);
    }

    private static async Task<DirectLinePeer> OpenAsync(TestBot bot, bool socket)
    {
        var client = new DirectLinePeer(new { token = await DirectLinePeer.TokenAsync(bot.Url), domain = bot.Url + "/v3/directline", webSocket = socket });
        await client.UntilAsync(p => p.Heard.Count > 0, "the greeting");
        return client;
    }

    // What the page's own server does for it: a token for the conversation there is. Sooner than one interval after the 403 the
    // client would start a second polling loop beside the first.
    private static async Task<JsonElement> PlaceAsync(TestBot bot, DirectLinePeer client)
    {
        await Task.Delay(500);
        using var http = Authorised(bot, client.ConversationId);
        return await http.GetFromJsonAsync<JsonElement>($"/v3/directline/conversations/{client.ConversationId}?watermark={client.Watermark}");
    }

    private static async Task<List<string>> KeptAsync(TestBot bot, string conversationId)
    {
        using var http = Authorised(bot, conversationId);
        var all = await http.GetFromJsonAsync<JsonElement>($"/v3/directline/conversations/{conversationId}/activities?watermark=");
        return [.. all.GetProperty("activities").EnumerateArray().Select(a => a.GetProperty("id").GetString()!)];
    }

    private static HttpClient Authorised(TestBot bot, string conversationId)
    {
        var token = bot.Get<ConversationTokens>().Issue(new() { Use = ConversationToken.Chat, ConversationId = conversationId });
        return new() { BaseAddress = new(bot.Url), DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
    }

    // The newer socket ends the client's, as a lost network would.
    private static async Task TakeTheSocketAsync(TestBot bot, string conversationId)
    {
        var ticket = bot.Get<ConversationTokens>().IssueStream(new() { Use = ConversationToken.Chat, ConversationId = conversationId });
        using var other = new ClientWebSocket();
        await other.ConnectAsync(new($"{bot.Url.Replace("http://", "ws://", StringComparison.Ordinal)}/v3/directline/conversations/{conversationId}/stream?watermark=0&t={ticket}"), default);
        await other.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
    }

    private sealed record At(TestBot Bot, ShiftedTime Clock) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Bot.DisposeAsync();
    }
}
