using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Turns;
using IntakeBot.Host.Files;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;

namespace IntakeBot.Host.Tests.WeChat;

/// <summary>Everything that is not typed: photos, recordings, places, links, and what cannot be taken.</summary>
public sealed class MediaTests(WeChatBots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_photo_is_fetched_at_once_cleaned_and_kept_for_staff(string provider)
    {
        var (world, bot) = await bots.OnAsync(provider);
        using var resident = new WeChatResident(world, bot);
        world.Api.Media["M1"] = ("image/jpeg", Photo());
        await resident.EventAsync("SCAN", bot.Code);
        var answer = await resident.SendAsync("<MsgType>image</MsgType><PicUrl>http://mmbiz.qpic.cn/x</PicUrl><MediaId>M1</MediaId>");
        answer.Text.ShouldNotBeNull().ShouldContain("收到");
        var file = (await resident.TranscriptAsync()).Single(a => a.Attachments is { Count: > 0 }).Attachments!.Single();
        file.ContentType.ShouldBe("image/jpeg");
        await using var db = bot.Get<HostDbFactory>().CreateDbContext();
        var row = await db.Files.SingleAsync(f => f.ConversationId == resident.ConversationId);
        (row.ConversationId, file.ContentUrl).ShouldBe((resident.ConversationId, $"{bot.Url}/files/{row.Id}"));
        await using var kept = (await bot.Get<FileStore>().OpenAsync(row.Id, default))!;
        using var picture = SKBitmap.Decode(kept);
        (picture.Width, picture.Height).ShouldBe((80, 40));
    }

    [Fact]
    public async Task A_recording_counts_for_what_was_understood_of_it()
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        world.Api.Media["V1"] = ("audio/amr", [.. "#!AMR\n"u8, 1, 2, 3]);
        await resident.EventAsync("SCAN", bot.Code);
        var heard = await resident.SendAsync("<MsgType>voice</MsgType><MediaId>V1</MediaId><Format>amr</Format><Recognition><![CDATA[房东不退我3000块押金,上周三退的房]]></Recognition>");
        heard.Text.ShouldNotBeNull().ShouldContain("匿名");
        var said = (await resident.TranscriptAsync()).Single(a => a.From!.Role == "user");
        said.Text.ShouldBe("房东不退我3000块押金,上周三退的房");
        said.Attachments!.Single().ContentType.ShouldBe("audio/amr");
        (await resident.KnownAsync())!.State!.Find<MoneyValue>(SlotNames.Amount)!.Value.ShouldBe(3000);

        var only = await resident.SendAsync("<MsgType>voice</MsgType><MediaId>V1</MediaId><Format>amr</Format>");
        only.Text.ShouldNotBeNull().ShouldContain("语音");
    }

    [Fact]
    public async Task A_video_is_followed_to_wechats_own_hosts_only()
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        world.Api.Media["W1"] = ("video", [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 2, 0]);
        world.Api.Media["W2"] = ("elsewhere", []);
        (await resident.SendAsync("<MsgType>shortvideo</MsgType><MediaId>W1</MediaId><ThumbMediaId>T</ThumbMediaId>")).Text.ShouldNotBeNull().ShouldContain("视频");
        (await resident.SendAsync("<MsgType>video</MsgType><MediaId>W2</MediaId><ThumbMediaId>T</ThumbMediaId>")).Text.ShouldNotBeNull().ShouldContain("没收到");
    }

    [Fact]
    public async Task What_did_not_come_or_cannot_be_opened_is_said_honestly()
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        world.Api.Media["BAD"] = ("image/jpeg", "<html>"u8.ToArray());
        (await resident.SendAsync("<MsgType>image</MsgType><MediaId>GONE</MediaId>")).Text.ShouldNotBeNull().ShouldContain("没收到");
        (await resident.SendAsync("<MsgType>image</MsgType><MediaId>BAD</MediaId>")).Text.ShouldNotBeNull().ShouldContain("打不开");
        (await resident.SendAsync("<MsgType>miniprogrampage</MsgType><Title>x</Title>")).Text.ShouldNotBeNull().ShouldContain("看不了");
        (await resident.SendAsync("<MsgType>text</MsgType><Content>【收到不支持的消息类型，暂无法显示】</Content>")).Text.ShouldNotBeNull().ShouldContain("看不了");
        (await resident.TranscriptAsync()).ShouldAllBe(a => a.From!.Role != "user");
    }

    [Fact]
    public async Task A_photo_that_takes_long_is_acknowledged_in_time_and_answered_later()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        world.Api.Media["M1"] = ("image/jpeg", Photo());
        await resident.EventAsync("SCAN", bot.Code);
        world.Api.BeforeMedia = () => Task.Delay(6000);
        var late = await resident.SendAsync("<MsgType>image</MsgType><MediaId>M1</MediaId>");
        late.Took.TotalSeconds.ShouldBeLessThan(4.9);
        late.Text.ShouldNotBeNull().ShouldContain("还在处理");
        (await Until.TrueAsync(() => Task.FromResult(world.Api.ShownTo(resident.OpenId)), shown => shown.Count > 0)).ShouldHaveSingleItem().ShouldContain("收到");
        world.Api.MediaCalls.ShouldBe(1);
        world.Api.BeforeMedia = async () => { await Task.Delay(6000); world.Api.Media.Clear(); };
        (await resident.SendAsync("<MsgType>image</MsgType><MediaId>M1</MediaId>")).Text.ShouldNotBeNull().ShouldContain("还在处理");
        (await Until.TrueAsync(() => Task.FromResult(world.Api.ShownTo(resident.OpenId)), shown => shown.Count > 1))[1].ShouldContain("没收到");
    }

    [Theory]
    [InlineData("GCJ02", 22.7461)]
    [InlineData("WGS84", 22.7431)]
    public async Task A_place_is_converted_once_from_the_datum_that_is_set_up(string datum, double latitude)
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var bot = await world.BotAsync(Bots.Sqlite, $"--WeChat:Datum={datum}");
        using var resident = new WeChatResident(world, bot);
        await resident.SayAsync("这里路灯坏了三天了,晚上看不见");
        await resident.SendAsync("<MsgType>location</MsgType><Location_X>22.7431</Location_X><Location_Y>113.9250</Location_Y><Scale>16</Scale><Label><![CDATA[塘尾路口]]></Label>");
        var place = (await resident.KnownAsync())!.State!.Find<PlaceValue>(SlotNames.Where)!;
        Math.Abs(place.Latitude!.Value - latitude).ShouldBeLessThan(0.0007);
        place.Address.ShouldBe("塘尾路口");
        (await resident.SendAsync("<MsgType>location</MsgType><Location_X>99</Location_X><Location_Y>113</Location_Y>")).Text.ShouldNotBeNull().ShouldContain("看不了");
    }

    [Fact]
    public async Task A_link_is_told_whole()
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        await resident.SendAsync("<MsgType>link</MsgType><Title><![CDATA[工地半夜施工]]></Title><Description></Description><Url><![CDATA[https://example.org/a?b=1]]></Url>");
        (await resident.TranscriptAsync()).First(a => a.From!.Role == "user").Text.ShouldBe("工地半夜施工\nhttps://example.org/a?b=1");
    }

    private static byte[] Photo()
    {
        using var bitmap = new SKBitmap(80, 40);
        bitmap.Erase(SKColors.CornflowerBlue);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }
}
