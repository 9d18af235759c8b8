using IntakeBot.Host.Channels;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.WeChat.Quota;

namespace IntakeBot.Host.Tests.WeChat;

/// <summary>What staff say reaches the resident within WeChat's quota, once, and nothing is lost when it is spent.</summary>
public sealed class QuotaTests(WeChatBots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Staff_are_heard_by_name_and_what_they_write_in_one_go_shares_a_message(string provider)
    {
        var (world, bot) = await bots.OnAsync(provider);
        using var resident = new WeChatResident(world, bot);
        var clerk = await BeginAsync(world, bot, resident);
        // That somebody is there now.
        await ShownAsync(world, resident, 1);
        await clerk.SayAsync("您好");
        await clerk.SayAsync("押金条还在吗?");
        var shown = await ShownAsync(world, resident, 2);
        shown[1].ShouldBe("塘尾站 李工：您好\n\n塘尾站 李工：押金条还在吗?");
        (await bot.Get<Quotas>().FindAsync(resident.ConversationId, default))!.MessagesLeft.ShouldBe(3);
        world.Api.Left(resident.OpenId).ShouldBe(3);
        bot.Logs.Lines.ShouldAllBe(line => !line.Contains(resident.OpenId) && !line.Contains("TOKEN-"));
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task When_the_quota_is_spent_it_waits_is_known_and_comes_with_the_next_word_of_the_resident(string provider)
    {
        var (world, bot) = await bots.OnAsync(provider);
        using var resident = new WeChatResident(world, bot);
        var clerk = await BeginAsync(world, bot, resident);
        await SpendAsync(world, bot, resident, clerk, 5);
        await clerk.SayAsync("第六条");
        var state = await Until.TrueAsync(() => bot.Get<Pushes>().StateAsync(resident.ConversationId, default), s => s is { Reason: "quota" });
        state!.NextAt.ShouldNotBeNull();
        (world.Api.ShownTo(resident.OpenId).Count, world.Api.Left(resident.OpenId)).ShouldBe((5, 0));

        var answer = await resident.SayAsync("在的");
        answer.Text.ShouldNotBeNull().ShouldContain("第六条");
        await Until.TrueAsync(() => bot.Get<Pushes>().StateAsync(resident.ConversationId, default), s => s is { Reason: null, NextAt: null });
        await clerk.SayAsync("好的");
        (await ShownAsync(world, resident, 6))[5].ShouldContain("好的");
    }

    [Fact]
    public async Task Whoever_agreed_to_a_notice_is_told_once_that_something_waits_and_not_what()
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        var clerk = await BeginAsync(world, bot, resident);
        await resident.EventAsync(
            "subscribe_msg_popup_event", "",
            "<SubscribeMsgPopupEvent><List><TemplateId>TEMPLATE-1</TemplateId><SubscribeStatusString>accept</SubscribeStatusString><PopupScene>2</PopupScene></List></SubscribeMsgPopupEvent>");
        world.Api.Agreed(resident.OpenId);
        await SpendAsync(world, bot, resident, clerk, 5);
        await clerk.SayAsync("房东答应周五退");
        await Until.TrueAsync(() => bot.Get<Pushes>().StateAsync(resident.ConversationId, default), s => s is { Reason: "quota-noticed" });
        var notice = world.Api.NoticesTo(resident.OpenId).ShouldHaveSingleItem();
        notice.GetProperty("data").GetProperty("character_string1").GetProperty("value").GetString().ShouldStartWith("GM-");
        notice.GetProperty("data").GetProperty("phrase2").GetProperty("value").GetString().ShouldBe("有新回复");
        notice.GetRawText().ShouldNotContain("房东");
        await clerk.SayAsync("还有一句");
        await Task.Delay(5000);
        world.Api.NoticesTo(resident.OpenId).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_way_to_agree_is_offered_with_the_receipt_and_a_withdrawn_consent_counts_no_more()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite, "--WeChat:Notice:ConsentUrl=https://example.org/agree");
        using var resident = new WeChatResident(world, bot);
        await BeginAsync(world, bot, resident);
        string.Concat(resident.Seen).Split("https://example.org/agree").Length.ShouldBe(2);
        resident.Seen[^1].ShouldEndWith("https://example.org/agree");
        string List(string name, string status) =>
            $"<{name}><List><TemplateId>TEMPLATE-1</TemplateId><SubscribeStatusString>{status}</SubscribeStatusString></List></{name}>";
        async Task<int> NoticesAsync() => (await bot.Get<Quotas>().FindAsync(resident.ConversationId, default))!.Notices;

        await resident.EventAsync("subscribe_msg_popup_event", "1", List("SubscribeMsgPopupEvent", "accept"));
        (await NoticesAsync()).ShouldBe(1);
        await resident.EventAsync("subscribe_msg_change_event", "2", List("SubscribeMsgChangeEvent", "reject"));
        (await NoticesAsync()).ShouldBe(0);
        await resident.EventAsync("subscribe_msg_popup_event", "3", List("SubscribeMsgPopupEvent", "accept").Replace("TEMPLATE-1", "TEMPLATE-2", StringComparison.Ordinal));
        (await NoticesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_answer_of_the_api_that_the_quota_is_spent_counts_more_than_our_count()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        world.Api.BeforeSend = _ => Task.FromResult(45015);
        await BeginAsync(world, bot, resident);
        await Until.TrueAsync(() => bot.Get<Pushes>().StateAsync(resident.ConversationId, default), s => s is { Reason: "quota" });
        (await bot.Get<Quotas>().FindAsync(resident.ConversationId, default))!.MessagesLeft.ShouldBe(0);
    }

    [Fact]
    public async Task What_was_certainly_not_sent_is_given_back_and_tried_again()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        var tries = 0;
        world.Api.BeforeSend = _ => Task.FromResult(Interlocked.Increment(ref tries) == 1 ? 45009 : 0);
        await BeginAsync(world, bot, resident);
        await Until.TrueAsync(() => bot.Get<Pushes>().StateAsync(resident.ConversationId, default), s => s is { Reason: "wechat-45009" });
        (await bot.Get<Quotas>().FindAsync(resident.ConversationId, default))!.MessagesLeft.ShouldBe(5);
        await bot.Get<Pushes>().HurryAsync(resident.ConversationId);
        await ShownAsync(world, resident, 1);
        (await bot.Get<Quotas>().FindAsync(resident.ConversationId, default))!.MessagesLeft.ShouldBe(4);
    }

    [Fact]
    public async Task A_message_whose_answer_got_lost_is_never_shown_twice()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        world.Api.AfterShown = () => Task.Delay(TimeSpan.FromSeconds(20));
        var clerk = await BeginAsync(world, bot, resident);
        await ShownAsync(world, resident, 1);
        var state = await Until.TrueAsync(() => bot.Get<Pushes>().StateAsync(resident.ConversationId, default), s => s is { Reason: "unsure" }, 20);
        state!.NextAt.ShouldBeNull();
        world.Api.AfterShown = null;
        await clerk.SayAsync("您好");
        (await ShownAsync(world, resident, 2))[1].ShouldBe("塘尾站 李工：您好");
        await Task.Delay(2000);
        world.Api.ShownTo(resident.OpenId).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_long_message_goes_on_where_the_quota_stopped_it()
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        var clerk = await BeginAsync(world, bot, resident);
        await SpendAsync(world, bot, resident, clerk, 3);
        var text = string.Concat(Enumerable.Range(0, 250).Select(i => $"第{i}句,说明怎样一步一步办理。"));
        await clerk.SayAsync(text);
        await Until.TrueAsync(() => bot.Get<Pushes>().StateAsync(resident.ConversationId, default), s => s is { Reason: "quota" });
        var first = world.Api.ShownTo(resident.OpenId).Skip(3).ToList();
        first.Count.ShouldBe(2);
        var rest = await resident.SayAsync("收到");
        rest.Text.ShouldNotBeNull();
        var more = await Until.TrueAsync(() => Task.FromResult(world.Api.ShownTo(resident.OpenId).Skip(5).ToList()), more => more.Sum(part => part.Length) + first.Sum(part => part.Length) + rest.Text!.Length >= text.Length + "塘尾站 李工：".Length);
        string.Concat([.. first, rest.Text!, .. more]).ShouldBe("塘尾站 李工：" + text);
    }

    [Fact]
    public async Task Whoever_no_longer_follows_is_not_written_to()
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        var clerk = await BeginAsync(world, bot, resident);
        await ShownAsync(world, resident, 1);
        (await resident.EventAsync("unsubscribe")).Body.ShouldBe("success");
        await clerk.SayAsync("您好");
        await Until.TrueAsync(() => bot.Get<Pushes>().StateAsync(resident.ConversationId, default), s => s is { Reason: "unfollowed" });
        world.Api.ShownTo(resident.OpenId).Count.ShouldBe(1);
        (await resident.EventAsync("subscribe")).Text.ShouldNotBeNull().ShouldContain("您好");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task The_last_message_is_taken_once_however_many_ask_for_it(string provider)
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(provider);
        var quotas = bot.Get<Quotas>();
        var now = TimeProvider.System.GetUtcNow();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => quotas.WroteAsync("c", now)));
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => quotas.TakeAsync("c", default)));
        taken.Count(t => t is not null).ShouldBe(5);
        // The same message again opens nothing, the next one does.
        await quotas.WroteAsync("c", now);
        (await quotas.TakeAsync("c", default)).ShouldBeNull();
        await quotas.WroteAsync("c", now.AddSeconds(1));
        (await quotas.TakeAsync("c", default)).ShouldBe(new TakenMessage(OfEvent: false));
        await quotas.CameAsync("c", now);
        (await quotas.TakeAsync("c", default)).ShouldBe(new TakenMessage(OfEvent: true));
        await quotas.GiveBackAsync("c", new(OfEvent: true));
        (await quotas.FindAsync("c", default))!.ShouldSatisfyAllConditions(f => f.EventsLeft.ShouldBe(3), f => f.MessagesLeft.ShouldBe(4));
        await quotas.WroteAsync("d", now.AddHours(-49));
        (await quotas.TakeAsync("d", default)).ShouldBeNull();
    }

    // The small budget of the scan is over, as it is a minute later.
    private static async Task<Clerk> BeginAsync(WeChatWorld world, TestBot bot, WeChatResident resident)
    {
        await resident.EventAsync("SCAN", bot.Code);
        while (await bot.Get<Quotas>().TakeAsync(resident.ConversationId, default) is not null) world.Api.EndEvents(resident.OpenId);
        return await Clerk.ClaimAsync(bot, await resident.FinishAsync());
    }

    private static Task<IReadOnlyList<string>> ShownAsync(WeChatWorld world, WeChatResident resident, int count) =>
        Until.TrueAsync(() => Task.FromResult(world.Api.ShownTo(resident.OpenId)), shown => shown.Count >= count);

    // Until so many messages were shown since the resident's last word.
    private static async Task SpendAsync(WeChatWorld world, TestBot bot, WeChatResident resident, Clerk clerk, int count)
    {
        await ShownAsync(world, resident, 1);
        for (var shown = 1; shown < count; shown++)
        {
            await clerk.SayAsync($"第{shown}条");
            await ShownAsync(world, resident, shown + 1);
        }

        await Until.TrueAsync(() => bot.Get<Pushes>().StateAsync(resident.ConversationId, default), s => s is { NextAt: null });
    }
}
