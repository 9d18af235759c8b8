using System.Net.Http.Json;
using System.Text.Json;
using IntakeBot.EndToEnd.Tests.Running;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>Microsoft's own Direct Line client, unchanged, talks to the bot instead of the resident page, and the bot is killed under it.</summary>
public sealed class DirectLineClientTests
{
    private const string Matter = "房东不退我3000块押金,上周三退的房";

    [Fact]
    public async Task By_socket_the_client_lives_through_kill_9_by_itself_to_the_receipt()
    {
        await using var bot = await BotProcess.StartAsync();
        await using var client = new DirectLinePeer(new { token = await DirectLinePeer.TokenAsync(bot.Url, bot.Building), domain = bot.Url + "/v3/directline", webSocket = true });
        await TellAsync(client, Matter, mostAnswers: 1);

        await bot.KillAsync();
        (await client.PostAsync("收据我留着", "while-down")).ShouldBe("retry");
        await bot.StartAgainAsync();
        await TakenAsync(client, "收据我留着", "while-down");
        // It comes back 3 to 15 s after the loss, with its watermark.
        await client.UntilAsync(p => p.Heard.Any(a => Key(a) == "while-down"), "the echo over the new socket");
        await TellAsync(client, null);

        client.Receipt.ShouldNotBeNull();
        client.Statuses.ShouldAllBe(status => status <= DirectLinePeer.Online);
        await NothingLostNothingTwiceAsync(bot, client);
    }

    /// <summary>
    /// One network error ends this client's polling for good; its status stays Online and <c>reconnect()</c> does nothing then (it
    /// only leaves ExpiredToken). What it has for this is a new instance with the conversation's id and watermark.
    /// </summary>
    [Fact]
    public async Task By_polling_the_client_falls_silent_at_kill_9_and_a_new_one_goes_on_where_it_was_to_the_receipt()
    {
        await using var bot = await BotProcess.StartAsync();
        await using var client = new DirectLinePeer(new { token = await DirectLinePeer.TokenAsync(bot.Url, bot.Building), domain = bot.Url + "/v3/directline", webSocket = false });
        await TellAsync(client, Matter, mostAnswers: 1);

        await bot.KillAsync();
        (await client.PostAsync("收据我留着", "while-down")).ShouldBe("retry");
        await bot.StartAgainAsync();
        // It still can speak; it does not listen any more, and asking it to reconnect changes nothing.
        await TakenAsync(client, "收据我留着", "while-down");
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", client.Token);
        var again = await http.GetFromJsonAsync<JsonElement>($"{bot.Url}/v3/directline/conversations/{client.ConversationId}?watermark={client.Watermark}");
        client.Reconnect(again);
        await Task.Delay(1500);
        client.Heard.ShouldNotContain(a => Key(a) == "while-down");
        client.Status.ShouldBe(DirectLinePeer.Online);

        var place = new { token = client.Token, conversationId = client.ConversationId, watermark = client.Watermark, domain = bot.Url + "/v3/directline", webSocket = false };
        await using var next = new DirectLinePeer(place);
        await next.UntilAsync(p => p.Heard.Any(a => Key(a) == "while-down"), "what was said meanwhile");
        await TellAsync(next, null);
        next.Receipt.ShouldNotBeNull();
        await NothingLostNothingTwiceAsync(bot, client, next);

        // The other way in: with the stream's address it asks for nothing before it polls.
        var before = next.HeardIds;
        await using var third = new DirectLinePeer(new { token = next.Token, conversationId = next.ConversationId, watermark = next.Watermark, streamUrl = again.GetProperty("streamUrl").GetString(), domain = bot.Url + "/v3/directline", webSocket = false });
        await third.PostAsync("谢谢", "thanks");
        await third.UntilAsync(p => p.Heard.Any(a => Key(a) == "thanks"), "the echo");
        third.HeardIds.Intersect(before).ShouldBeEmpty();
    }

    // Tells a matter, if any, and answers what is asked: so many questions, or to the receipt.
    private static async Task TellAsync(DirectLinePeer client, string? matter, int mostAnswers = 10)
    {
        await client.UntilAsync(p => p.Heard.Count > 0, "the greeting");
        if (matter is not null) await client.SayAsync(matter);
        for (var answers = 0; answers < mostAnswers && client.Receipt is null; answers++) await client.SayAsync(Resident.AnswerTo(client.Asking));
    }

    // As a page does it that is told "retry": the same again.
    private static async Task TakenAsync(DirectLinePeer client, string text, string key)
    {
        string result;
        do result = await client.PostAsync(text, key);
        while (result == "retry");
        result.Length.ShouldBe(32, result);
    }

    private static string? Key(JsonElement activity) =>
        activity.TryGetProperty("channelData", out var data) && data.TryGetProperty("clientActivityID", out var key) ? key.GetString() : null;

    // What the clients heard one after the other is the conversation as the bot keeps it.
    private static async Task NothingLostNothingTwiceAsync(BotProcess bot, params DirectLinePeer[] clients)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", clients[^1].Token);
        var set = await http.GetFromJsonAsync<JsonElement>($"{bot.Url}/v3/directline/conversations/{clients[0].ConversationId}/activities?watermark=");
        var kept = set.GetProperty("activities").EnumerateArray().Select(a => a.GetProperty("id").GetString()!).ToList();
        await clients[^1].UntilAsync(_ => clients.Sum(c => c.HeardIds.Count) >= kept.Count, "the end of the conversation");
        clients.SelectMany(c => c.HeardIds).ShouldBe(kept);
    }
}
