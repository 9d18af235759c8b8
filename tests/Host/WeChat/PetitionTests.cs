using System.Net;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.WeChat;

public sealed class PetitionTests(WeChatBots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_whole_petition_from_the_scan_to_the_receipt(string provider)
    {
        var (world, bot) = await bots.OnAsync(provider);
        using var resident = new WeChatResident(world, bot);
        var code = bot.Code;

        var greeted = await resident.EventAsync("subscribe", "qrscene_" + code);
        greeted.Status.ShouldBe(HttpStatusCode.OK);
        greeted.Text.ShouldNotBeNull().ShouldContain("您好");
        var receipt = await resident.FinishAsync();
        resident.Seen[^1].ShouldContain(receipt);
        resident.Seen.ShouldContain(text => text.Contains("\n1. 就在这里联系\n2. 匿名\n", StringComparison.Ordinal));
        // Once is enough.
        resident.Seen.ShouldAllBe(text => text.Split("发送").Length <= 2);
        // Everything went with the answers: nothing was taken from the quota.
        await Task.Delay(1500);
        world.Api.ShownTo(resident.OpenId).ShouldBeEmpty();
        (await resident.KnownAsync())!.Building.ShouldBe(code[..code.LastIndexOf('.')]);

        await using var db = bot.Get<CaseworkStore>().Open();
        var found = await Until.TrueAsync(() => db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Receipt == receipt), row => row is not null);
        found!.ConversationId.ShouldBe(resident.ConversationId);
        var transcript = await resident.TranscriptAsync();
        transcript.Where(a => a.From!.Role == "user").ShouldAllBe(a => a.From!.Id!.StartsWith("wx-") && a.ChannelId == "wechat");
        bot.Logs.Lines.ShouldAllBe(line => !line.Contains(resident.OpenId) && !line.Contains("TOKEN-") && !line.Contains(WeChatApiDouble.Secret));
    }
}
