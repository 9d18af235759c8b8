using System.Net;
using System.Text.Json.Nodes;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>Activities in at <c>/api/messages</c>, answers out in the body or through the Connector.</summary>
public sealed class MessagesTests(DeveloperBots bots) : IAsyncLifetime
{
    private ConnectorDouble _connector = null!;

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_whole_petition_with_the_answers_in_the_body(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl);
        var greeting = await talk.AskAsync(talk.Message("/start " + bot.Code));
        greeting.ShouldNotBeEmpty();
        var said = await talk.AskAsync("房东不退我3000块押金,上周三退的房");
        for (var turn = 0; turn < 12 && talk.Receipt is null; turn++) said = await talk.AskAsync(talk.Next());

        talk.Receipt.ShouldNotBeNull();
        var last = said[0];
        ((string?)last["conversation"]!["id"]).ShouldBe(talk.Conversation);
        ((string?)last["conversation"]!["tenantId"]).ShouldBe("tenant-1");
        ((string?)last["from"]!["id"]).ShouldBe("bot-1");
        ((string?)last["recipient"]!["id"]).ShouldBe("user-1");
        ((string?)last["channelId"]).ShouldBe("directline");
        ((string?)last["serviceUrl"]).ShouldBe(_connector.ServiceUrl);
        last["replyToId"].ShouldNotBeNull();
        _connector.Calls.ShouldBeEmpty();
        var petition = await bot.Get<Casework.Cases.CaseReader>().ProgressAsync(talk.Receipt!);
        petition.ShouldNotBeNull();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_whole_petition_with_the_answers_through_the_Connector(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl) { Channel = "msteams" };
        await talk.SendAsync(talk.Joined());
        await HearAsync(talk, 1);
        await talk.SendAsync(talk.Message("房东不退我3000块押金,上周三退的房,光明区玉塘街道田寮社区"));
        for (var turn = 0; turn < 12 && talk.Receipt is null; turn++)
        {
            var before = _connector.Texts.Count();
            await talk.SendAsync(talk.Message(talk.Next()));
            await HearAsync(talk, before + 1);
        }

        talk.Receipt.ShouldNotBeNull();
        var replies = _connector.Sent.Where(c => (string?)c.Body!["type"] == "message").ToList();
        replies.Count(r => r.Body!["replyToId"] is not null).ShouldBeGreaterThan(3);
        foreach (var reply in replies)
        {
            var path = $"/connector/v3/conversations/{Uri.EscapeDataString(talk.Conversation)}/activities";
            reply.Path.ShouldBe((string?)reply.Body!["replyToId"] is { } answered ? $"{path}/{Uri.EscapeDataString(answered)}" : path);
            ((string?)reply.Body["conversation"]!["id"]).ShouldBe(talk.Conversation);
            ((string?)reply.Body["from"]!["id"]).ShouldBe("bot-1");
            reply.ContentType.ShouldStartWith("application/json");
            reply.Authorization.ShouldBeNull();
        }

        replies.Select(r => (string?)r.Body!["id"]).Distinct().Count().ShouldBe(replies.Count);
        (await bot.Get<Casework.Cases.CaseReader>().ProgressAsync(talk.Receipt!)).ShouldNotBeNull();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_repeated_delivery_is_one_turn_and_gets_the_first_answer(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl);
        var first = await talk.AskAsync(talk.Message("路灯坏了三天了", "same-id"));
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => talk.AskAsync(talk.Message("路灯坏了三天了", "same-id"))));
        foreach (var again in all) ((string?)again[^1]["text"]).ShouldBe((string?)first[^1]["text"]);
        (await SaidAsync(bot, talk)).Count(Pushes.IsResidents).ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_sends_again_under_a_new_id_is_known_by_its_own()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl);
        foreach (var id in (string[])["1", "2"])
        {
            var message = talk.Message("路灯坏了三天了", id);
            message["channelData"] = new JsonObject { ["clientActivityID"] = "mine" };
            await talk.AskAsync(message);
        }

        (await SaidAsync(bot, talk)).Count(Pushes.IsResidents).ShouldBe(1);
    }

    [Theory]
    [InlineData("messageReaction"), InlineData("installationUpdate"), InlineData("endOfConversation"), InlineData("contactRelationUpdate"), InlineData("trace"), InlineData("event"), InlineData("nothing-known")]
    public async Task What_means_nothing_here_is_taken_without_a_word(string type)
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl);
        await talk.SendAsync(talk.With(new JsonObject { ["type"] = type }, null));
        (await talk.AskAsync(talk.With(new JsonObject { ["type"] = type }, null))).ShouldBeEmpty();
        (await bot.Get<LiveConversations>().ReadAsync(IdOf(bot, talk), 0, default)).ShouldBeNull();
        _connector.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_bot_itself_coming_in_is_no_reason_to_greet()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl);
        var joined = talk.Joined();
        joined["membersAdded"] = new JsonArray(new JsonObject { ["id"] = "bot-1" });
        (await talk.AskAsync(joined)).ShouldBeEmpty();
        (await talk.AskAsync(talk.Joined("en-US"))).ShouldNotBeEmpty();
        (await talk.AskAsync(talk.Joined())).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("channelData"), InlineData("event"), InlineData("text")]
    public async Task A_signed_code_says_which_door_it_is_and_a_wrong_one_is_told(string how)
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl);
        (await talk.AskAsync(Start("GM-1.AAAAAAAAAAAAAA"))).Count(a => ((string?)a["text"])!.Contains("二维码", StringComparison.Ordinal)).ShouldBe(how == "channelData" ? 0 : 1);
        var code = bot.Code;
        (await talk.AskAsync(Start(code))).ShouldNotBeEmpty();
        bot.Get<LiveConversations>().Get(IdOf(bot, talk)).Known!.Building.ShouldBe(code[..code.LastIndexOf('.')]);

        JsonObject Start(string signed)
        {
            var activity = how switch
            {
                "event" => talk.With(new JsonObject { ["type"] = "event", ["name"] = "intake/building", ["value"] = signed }, null),
                "text" => talk.Message("/start " + signed),
                _ => talk.Message("路灯坏了"),
            };
            if (how == "channelData") activity["channelData"] = new JsonObject { ["intake"] = new JsonObject { ["building"] = signed } };
            return activity;
        }
    }

    [Fact]
    public async Task While_pieces_of_a_sentence_wait_the_bot_is_seen_typing_and_answers_once()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl);
        await talk.AskAsync(talk.Message("/start"));
        await talk.SendAsync(talk.Message("房东"));
        await Until.TrueAsync(() => Task.FromResult(_connector.Sent.Count(c => (string?)c.Body!["type"] == "typing")), n => n == 1, 3);
        await talk.SendAsync(talk.Message("不退我3000块押金"));
        await HearAsync(talk, 1);
        (await SaidAsync(bot, talk)).Count(Pushes.IsResidents).ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_of_a_resident_stands_in_the_logs()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl) { User = "13800138000@example.com" };
        _connector.Trouble = _ => Task.FromResult<Microsoft.AspNetCore.Http.IResult?>(Microsoft.AspNetCore.Http.Results.StatusCode(500));
        await talk.SendAsync(talk.Message("我叫王小明,电话13800138000,路灯坏了"));
        await Until.TrueAsync(() => Task.FromResult(_connector.Calls.Count()), n => n > 0);
        foreach (var secret in (string[])["13800138000", "王小明", talk.Conversation, Uri.EscapeDataString(talk.Conversation), "example.com"])
            bot.Logs.Lines.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal), secret);
        await using var db = bot.Get<Host.Store.HostDbFactory>().CreateDbContext();
        var id = IdOf(bot, talk);
        db.Conversations.Single(c => c.Id == id).UserId.ShouldStartWith("user-");
    }

    [Fact]
    public async Task An_invoke_that_nobody_knows_is_501()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl);
        using var answer = await talk.PostAsync(talk.With(new JsonObject { ["type"] = "invoke", ["name"] = "signin/verifyState" }, null));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
        using var health = await talk.PostAsync(talk.With(new JsonObject { ["type"] = "invoke", ["name"] = "healthCheck" }, null));
        health.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((bool)JsonNode.Parse(await health.Content.ReadAsStringAsync())!["healthResults"]!["success"]!).ShouldBeTrue();
    }

    public async ValueTask InitializeAsync() => _connector = await ConnectorDouble.StartAsync();

    public ValueTask DisposeAsync() => _connector.DisposeAsync();

    private async Task HearAsync(ChannelTalk talk, int atLeast)
    {
        await Until.TrueAsync(() => Task.FromResult(_connector.Texts.Count()), n => n >= atLeast);
        await Task.Delay(100);
        foreach (var call in _connector.Sent) talk.Note(call.Body!);
    }

    private string IdOf(TestBot bot, ChannelTalk talk) => bot.Get<ChannelDoor>().ConversationId(talk.Channel, talk.AccountAt(_connector.ServiceUrl));

    private async Task<IReadOnlyList<NumberedActivity>> SaidAsync(TestBot bot, ChannelTalk talk) =>
        (await bot.Get<LiveConversations>().ReadAsync(IdOf(bot, talk), 0, default))!.Activities;
}
