using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Channels;

/// <summary>A claim of a replica whose memory was behind took nothing with it and counted all as delivered: the answer never arrived.</summary>
public sealed class StaleClaimTests
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_claim_holds_what_another_replica_said_although_no_word_of_it_has_come(string provider)
    {
        await using var bot = await TestBot.StartAsync(provider);
        var door = bot.Get<ChannelDoor>();
        var first = await door.TakeAsync(Message("房东不退我3000块押金,上周三退的房", "1") with { InBody = true }, default);
        var live = bot.Get<LiveConversations>().Get(first.ConversationId);
        var behind = (await bot.Get<LiveConversations>().KnowAsync(live, default))!;
        var second = await door.TakeAsync(Message("塘尾新村12栋", "2"), default);
        live.Learn(behind, []);

        var claim = (await bot.Get<Pushes>().ClaimAsync(first.ConversationId, TimeSpan.FromMinutes(1), default))!;
        claim.Activities.Select(a => a.Seq).ShouldBe(second.Answers.Select(a => a.Seq));
        claim.To.ShouldBe(claim.Activities[^1].Seq);
    }

    private static ChannelMessage Message(string text, string key) => new()
    {
        Channel = "test", Account = "somebody", UserId = "x-1", Address = "{}"u8.ToArray(), ClientKey = key, Said = new() { Type = "message", Text = text },
    };
}
