using IntakeBot.Casework.Cases;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Presence;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.BotFramework;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.Tests.WeChat;

namespace IntakeBot.Host.Tests.Presence;

/// <summary>Typing of staff on the channels that things are pushed to.</summary>
public sealed class TypingOnChannelsTests(WeChatBots wechat, DeveloperBots developers)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task WeChat_shows_typing_once_while_something_may_be_sent_and_not_after_that(string provider)
    {
        var (world, bot) = await wechat.OnAsync(provider);
        using var resident = new WeChatResident(world, bot);
        await resident.EventAsync("SCAN", bot.Code);
        await Clerk.ClaimAsync(bot, await resident.FinishAsync());
        // A message ends what is shown; that of the taking over is to be out.
        await Until.TrueAsync(() => Task.FromResult(world.Api.ShownTo(resident.OpenId).Count), shown => shown > 0);
        await Task.Delay(300);
        var typing = bot.Get<StaffTyping>();
        await typing.TypeAsync(resident.ConversationId, Clerk.Li.Id);
        await Until.TrueAsync(() => Task.FromResult(Typed()), codes => codes.Count > 0);
        // WeChat shows it for 15 s and refuses it meanwhile.
        await Task.Delay(3100);
        await typing.TypeAsync(resident.ConversationId, Clerk.Li.Id);
        await Task.Delay(300);
        Typed().ShouldBe([0]);

        using var gone = new WeChatResident(world, bot);
        await gone.EventAsync("SCAN", bot.Code);
        await Clerk.ClaimAsync(bot, await gone.FinishAsync());
        await gone.EventAsync("unsubscribe");
        await typing.TypeAsync(gone.ConversationId, Clerk.Li.Id);
        await Task.Delay(300);
        world.Api.Typed.ShouldNotContain(t => t.OpenId == gone.OpenId);

        List<int> Typed() => [.. world.Api.Typed.Where(t => t.OpenId == resident.OpenId).Select(t => t.Code)];
    }

    [Fact]
    public async Task A_Connector_is_sent_a_typing_activity()
    {
        await using var connector = await ConnectorDouble.StartAsync();
        var bot = await developers.OnAsync(Bots.Sqlite);
        var talk = new ChannelTalk(bot, connector.ServiceUrl) { Channel = "msteams" };
        await talk.AskAsync("房东不退我3000块押金,上周三退的房");
        for (var i = 0; i < 12 && talk.Receipt is null; i++) await talk.AskAsync(talk.Next());
        var found = await Until.TrueAsync(() => bot.Get<CaseReader>().DetailAsync(talk.Receipt!), detail => detail is not null);
        var clerk = new StaffMember("staff-8", "王工", StaffRole.Clerk, found!.Case.StationId, "塘尾站");
        await bot.Get<StaffMessages>().ClaimAsync(found.Case.Id, clerk);
        await bot.Get<StaffTyping>().TypeAsync(found.Case.ConversationId, clerk.Id);
        var shown = await Until.TrueAsync(() => Task.FromResult(connector.Sent.Where(c => (string?)c.Body!["type"] == "typing").ToList()), sent => sent.Count > 0);
        ((string?)shown[0].Body!["conversation"]!["id"]).ShouldBe(talk.Conversation);
    }
}
