using System.Text.Json.Nodes;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>The handoff protocol of the Bot Framework, out and in, and staff who answer on a channel.</summary>
public sealed class HandoffTests(DeveloperBots bots) : IAsyncLifetime
{
    private ConnectorDouble _connector = null!;

    [Theory, InlineData(Bots.Sqlite), InlineData(Bots.Postgres)]
    public async Task Staff_take_over_answer_and_close_and_the_channel_hears_all_of_it(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl) { Channel = "msteams" };
        await FinishAsync(bot, talk);
        var found = await Until.TrueAsync(() => bot.Get<CaseReader>().DetailAsync(talk.Receipt!), detail => detail is not null);
        var initiated = await EventAsync("handoff.initiate");
        ((string?)initiated["value"]!["receipt"]).ShouldBe(talk.Receipt);
        ((string?)initiated["value"]!["category"]).ShouldBe(found!.Case.Leaf);
        ((string?)initiated["value"]!["urgency"]).ShouldBe(found.Case.Urgency);
        initiated["value"]!.AsObject().Count.ShouldBe(3);

        var staff = bot.Get<StaffMessages>();
        var clerk = new StaffMember("staff-7", "王工", StaffRole.Clerk, found.Case.StationId, "塘尾站");
        (await staff.ClaimAsync(found.Case.Id, clerk)).ShouldBe(new StaffResult.Done());
        (await staff.SayAsync(found.Case.Id, clerk, "您好,我马上过来看看。", "k1")).ShouldBe(new StaffResult.Done());
        ((string?)(await EventAsync("handoff.status"))["value"]!["state"]).ShouldBe("accepted");
        var said = await Until.TrueAsync(
            () => Task.FromResult(_connector.Sent.FirstOrDefault(c => (string?)c.Body!["text"] == "您好,我马上过来看看。")), c => c is not null);
        ((string?)said!.Body!["from"]!["id"]).ShouldBe("bot-1");
        ((string?)said.Body["from"]!["name"])!.ShouldContain("王工");
        said.Path.ShouldEndWith("/activities");

        (await staff.CloseAsync(found.Case.Id, clerk, bot.Get<Casework.Content.CaseworkContentSource>().Current.Outcomes.All.First(o => o.Staff).Code, "已经修好了。")).ShouldBe(new StaffResult.Done());
        await Until.TrueAsync(() => Task.FromResult(_connector.Sent.Count(c => (string?)c.Body!["name"] == "handoff.status" && (string?)c.Body["value"]!["state"] == "completed")), n => n == 1);
        await Until.TrueAsync(() => Task.FromResult(_connector.Texts.Any(t => t.Contains("已经修好了", StringComparison.Ordinal))), heard => heard);
        _connector.Sent.Count(c => (string?)c.Body!["name"] == "handoff.initiate").ShouldBe(1);
    }

    [Theory, InlineData(Bots.Sqlite), InlineData(Bots.Postgres)]
    public async Task What_an_engagement_hub_reports_stands_on_the_timeline_once(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl);
        await FinishAsync(bot, talk);
        await Until.TrueAsync(() => bot.Get<CaseReader>().DetailAsync(talk.Receipt!), detail => detail is not null);
        for (var i = 0; i < 3; i++) await talk.SendAsync(Report("accepted", "same"));
        await talk.SendAsync(Report("completed", "other"));
        await talk.SendAsync(Report("dancing", "unknown"));

        var timeline = (await bot.Get<CaseReader>().DetailAsync(talk.Receipt!))!.Timeline;
        timeline.Where(e => e.Event.Origin == "hub").Select(e => (e.Event.Kind, e.Comment)).ShouldBe([("hub-accepted", "agent 7"), ("hub-completed", "agent 7")]);
        // It is not said back to the channel.
        await Task.Delay(300);
        _connector.Sent.Count(c => c.Body!.ToJsonString().Contains("agent 7", StringComparison.Ordinal)).ShouldBe(0);

        JsonObject Report(string state, string id) => talk.With(
            new JsonObject { ["type"] = "event", ["name"] = "handoff.status", ["value"] = new JsonObject { ["state"] = state, ["message"] = "agent 7" } }, id);
    }

    [Theory, InlineData(Bots.Sqlite), InlineData(Bots.Postgres)]
    public async Task An_event_that_no_Connector_takes_does_not_keep_the_answers_out_of_the_body(string provider)
    {
        var bot = await bots.OnAsync(provider);
        // Nobody listens there: all that such a client ever hears comes in the body.
        var talk = new ChannelTalk(bot, "http://127.0.0.1:9/");
        await FinishAsync(bot, talk);
        var id = bot.Get<Host.Channels.ChannelDoor>().ConversationId(talk.Channel, talk.AccountAt("http://127.0.0.1:9/"));
        var reach = bot.Get<Host.Desk.Cases.Reach>();
        (await Until.TrueAsync(() => reach.OfAsync(id, default), state => state?.Reason is not null))!.Waiting.ShouldBe(0, "an event is no message that the resident misses");
        var said = await talk.AskAsync("处理得怎么样了");
        said.ShouldContain(a => (string?)a["type"] == "message");
        said.ShouldContain(a => (string?)a["name"] == "handoff.initiate");
        (await talk.AskAsync("谢谢")).ShouldContain(a => (string?)a["type"] == "message");
    }

    [Fact]
    public async Task A_report_about_nothing_touches_nothing()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl);
        foreach (var value in new JsonNode?[] { null, "accepted", new JsonArray(), new JsonObject { ["state"] = 1 }, new JsonObject { ["state"] = "accepted" } })
            await talk.SendAsync(talk.With(new JsonObject { ["type"] = "event", ["name"] = "handoff.status", ["value"] = value }, null));
        _connector.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_group_is_asked_to_come_in_private_and_nothing_is_taken_down()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var talk = new ChannelTalk(bot, _connector.ServiceUrl);
        var message = talk.Message("我电话13800138000");
        message["conversation"]!["isGroup"] = true;
        ((string?)(await talk.AskAsync(message)).Single()["text"])!.ShouldContain("单独");
        (await bot.Get<LiveConversations>().ReadAsync(bot.Get<Host.Channels.ChannelDoor>().ConversationId(talk.Channel, talk.AccountAt(_connector.ServiceUrl)), 0, default)).ShouldBeNull();
    }

    public async ValueTask InitializeAsync() => _connector = await ConnectorDouble.StartAsync();

    public ValueTask DisposeAsync() => _connector.DisposeAsync();

    private static async Task FinishAsync(TestBot bot, ChannelTalk talk)
    {
        await talk.AskAsync(talk.Message("/start " + bot.Code));
        await talk.AskAsync("房东不退我3000块押金,上周三退的房");
        for (var turn = 0; turn < 12 && talk.Receipt is null; turn++) await talk.AskAsync(talk.Next());
        talk.Receipt.ShouldNotBeNull();
    }

    private async Task<JsonNode> EventAsync(string name) => (await Until.TrueAsync(
        () => Task.FromResult(_connector.Sent.FirstOrDefault(c => (string?)c.Body!["type"] == "event" && (string?)c.Body["name"] == name)), c => c is not null))!.Body!;
}
