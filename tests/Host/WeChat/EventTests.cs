using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.WeChat;

public sealed class EventTests(WeChatBots bots)
{
    [Fact]
    public async Task Following_without_a_code_greets_and_a_scan_later_names_the_building()
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        (await resident.EventAsync("subscribe")).Text.ShouldNotBeNull().ShouldContain("您好");
        (await resident.KnownAsync())!.Building.ShouldBeNull();
        var code = bot.Code;
        code.Length.ShouldBeLessThanOrEqualTo(32);
        (await resident.EventAsync("SCAN", code)).Text.ShouldNotBeNull().ShouldContain("您现在在");
        (await resident.KnownAsync())!.Building.ShouldBe(code[..code.LastIndexOf('.')]);
        // Scanned again at the same door: it worked, and that is seen.
        await Task.Delay(1100);
        (await resident.EventAsync("SCAN", code)).Text.ShouldNotBeNull().ShouldContain("我在");
    }

    [Theory]
    [InlineData("TW-000001.AAAAAAAAAAAAAA")]
    [InlineData("12345")]
    public async Task A_code_that_nobody_signed_opens_no_door_and_the_resident_is_told(string code)
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        var answer = await resident.EventAsync("subscribe", "qrscene_" + code);
        answer.Text.ShouldNotBeNull().ShouldStartWith("这个二维码没能认出来");
        answer.Text.ShouldContain("您好");
        (await resident.KnownAsync())!.Building.ShouldBeNull();
    }

    [Fact]
    public async Task A_tap_on_the_menu_says_what_is_set_up_for_it()
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        await resident.EventAsync("SCAN", bot.Code);
        await resident.FinishAsync();
        (await resident.EventAsync("CLICK", "progress")).Text.ShouldNotBeNull();
        (await resident.TranscriptAsync()).ShouldContain(a => a.Text == "处理得怎么样了" && a.From!.Role == "user");
        resident.Seen[^1].ShouldContain("等工作人员接手");
        (await resident.EventAsync("CLICK", "unknown")).Text.ShouldNotBeNull().ShouldContain("我在");
    }

    [Theory]
    [InlineData("VIEW")]
    [InlineData("LOCATION")]
    [InlineData("TEMPLATESENDJOBFINISH")]
    [InlineData("something_new")]
    public async Task Other_events_are_taken_note_of_by_nobody(string name)
    {
        var (world, bot) = await bots.OnAsync(Bots.Sqlite);
        using var resident = new WeChatResident(world, bot);
        (await resident.EventAsync(name, "https://example.org", "<Latitude>22.7</Latitude><Longitude>113.9</Longitude><Precision>10</Precision>")).Body.ShouldBe("success");
        (await resident.KnownAsync()).ShouldBeNull();
    }
}
