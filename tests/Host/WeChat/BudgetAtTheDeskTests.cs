using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.WeChat.Quota;

namespace IntakeBot.Host.Tests.WeChat;

/// <summary>Staff see before they type what may still be sent, and what has not arrived.</summary>
public sealed class BudgetAtTheDeskTests(WeChatBots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task What_is_left_and_what_waits_is_known(string provider)
    {
        var (world, bot) = await bots.OnAsync(provider);
        using var resident = new WeChatResident(world, bot);
        await resident.EventAsync("SCAN", bot.Code);
        var receipt = await resident.FinishAsync();
        var reach = await Until.TrueAsync(() => bot.Get<Reach>().OfAsync(resident.ConversationId, default), r => r is { Waiting: 0, Reason: null });
        reach!.Budget!.Value.Left.ShouldBe(5);
        (reach.Budget.Value.Until - TimeProvider.System.GetUtcNow()).TotalHours.ShouldBeInRange(47.9, 48);

        await resident.EventAsync("unsubscribe");
        var clerk = await Clerk.ClaimAsync(bot, receipt);
        await clerk.SayAsync("您好");
        reach = await Until.TrueAsync(() => bot.Get<Reach>().OfAsync(resident.ConversationId, default), r => r is { Reason: "unfollowed", Waiting: 2 });
        reach!.Budget!.Value.Left.ShouldBe(0);
    }

    [Theory]
    [InlineData("zh-CN", "还能发 5 条", "取消了关注")]
    [InlineData("en", "5 more messages", "no longer follows")]
    public async Task The_case_page_says_it_in_words(string language, string left, string lost)
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        await resident.EventAsync("SCAN", bot.Code);
        var clerk = await Clerk.ClaimAsync(bot, await resident.FinishAsync());
        var administrator = await bot.ClerkAsync(StaffRole.Administrator, null);
        var parameters = new Dictionary<string, object?> { [nameof(CasePage.Id)] = clerk.CaseId };
        while (await bot.Get<Quotas>().FindAsync(resident.ConversationId, default) is { MessagesLeft: < 5 }) await resident.SayAsync("好");
        (await PageTests.ShowAsync<CasePage>(bot, administrator, language, parameters)).ShouldContain(left);

        await resident.EventAsync("unsubscribe");
        await clerk.SayAsync("您好");
        await Until.TrueAsync(() => bot.Get<Reach>().OfAsync(resident.ConversationId, default), r => r is { Reason: "unfollowed" });
        var page = await PageTests.ShowAsync<CasePage>(bot, administrator, language, parameters);
        page.ShouldContain("data-left=\"0\"");
        page.ShouldContain(lost);
    }

    [Fact]
    public async Task Of_the_last_few_messages_it_is_said_that_a_reply_is_held_and_why()
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        await resident.EventAsync("SCAN", bot.Code);
        var clerk = await Clerk.ClaimAsync(bot, await resident.FinishAsync());
        while ((await Until.TrueAsync(() => bot.Get<Reach>().OfAsync(resident.ConversationId, default), r => r is { Waiting: 0 }))!.Budget is { Few: false }) await clerk.SayAsync("您好");
        var administrator = await bot.ClerkAsync(StaffRole.Administrator, null);
        var parameters = new Dictionary<string, object?> { [nameof(CasePage.Id)] = clerk.CaseId };
        (await PageTests.ShowAsync<CasePage>(bot, administrator, "zh-CN", parameters)).ShouldNotContain("data-held");
        await clerk.SayAsync("我到楼下了");
        (await PageTests.ShowAsync<CasePage>(bot, administrator, "zh-CN", parameters)).ShouldContain("刚写的先等几秒");
        await Until.TrueAsync(() => bot.Get<Reach>().OfAsync(resident.ConversationId, default), r => r is { Waiting: 0, Reason: null });
    }

    [Fact]
    public async Task A_resident_on_the_web_page_has_no_budget()
    {
        var (_, bot) = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        (await bot.Get<Reach>().OfAsync(talk.Id, default)).ShouldBeNull();
    }
}
