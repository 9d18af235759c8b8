using IntakeBot.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>The main job, whole: scan, talk, petition, queue, nearest station, desk, and the answer in the same chat.</summary>
public sealed class FirstWordToAnswerTests
{
    [Fact]
    public async Task Embedded_from_the_first_word_to_the_staffs_answer_and_back()
    {
        await using var bot = await BotProcess.StartAsync();
        await PlayAsync(bot, "embedded");
    }

    [Fact]
    public async Task Through_Azurite_and_functions_from_the_first_word_to_the_staffs_answer_and_back()
    {
        await using var city = await CityStore.CreateAsync();
        await using var bot = await BotProcess.StartAsync(city.Settings);
        await using var functions = await FunctionsProcess.StartAsync(city.Settings);
        await PlayAsync(bot, "city");
        functions.Output.ShouldNotContain("13812345678");
        bot.Output.ShouldNotContain("13812345678");
    }

    private static async Task PlayAsync(BotProcess bot, string name)
    {
        await using var browser = await Browser.StartAsync();
        var desk = await new DeskPage(await browser.DeskAsync()).SignInAsync(bot);
        await Browser.PictureAsync(desk.Page, $"{name}-desk-empty");
        var phone = new ResidentPhone(await browser.PhoneAsync());

        await phone.OpenAsync(bot.ResidentPage);
        await Browser.PictureAsync(phone.Page, $"{name}-resident-1-greeting");
        await phone.AskAsync("房东不退我3000块押金,上周三退的房");
        await Browser.PictureAsync(phone.Page, $"{name}-resident-2-told");
        await phone.AskAsync("我电话13812345678");
        await Browser.PictureAsync(phone.Page, $"{name}-resident-3-summary");
        var receipt = await phone.FinishAsync();
        await Browser.PictureAsync(phone.Page, $"{name}-resident-4-receipt");

        await Assertions.Expect(desk.Case(receipt)).ToBeVisibleAsync(new() { Timeout = 5000 });
        await Browser.PictureAsync(desk.Page, $"{name}-desk-queue");
        await desk.Case(receipt).ClickAsync();
        var transcript = desk.Page.Locator("#transcript");
        await Assertions.Expect(transcript).ToContainTextAsync("不退我3000块押金");
        await desk.Page.ClickAsync("#claim");
        await Assertions.Expect(desk.Page.Locator("#reply")).ToBeEnabledAsync();
        await Browser.PictureAsync(desk.Page, $"{name}-desk-case");

        await desk.Page.FillAsync("#reply", "您好,我是值班的小李,押金的事我来帮您问房东。");
        await desk.Page.ClickAsync("#send-reply");
        await Assertions.Expect(phone.Staff.Last).ToContainTextAsync("押金的事我来帮您问房东");
        await phone.SayAsync("太好了,谢谢,收据我还留着");
        await Assertions.Expect(transcript).ToContainTextAsync("收据我还留着");
        await Browser.PictureAsync(phone.Page, $"{name}-resident-5-staff");

        // The conversation is there again after a reload
        await phone.Page.ReloadAsync();
        await Assertions.Expect(phone.Staff.Last).ToContainTextAsync("押金的事我来帮您问房东");

        await desk.Page.ClickAsync("#hand-back");
        await Assertions.Expect(desk.Page.Locator("#claim")).ToBeVisibleAsync();
        await desk.Page.ClickAsync("#claim");
        await desk.Page.ClickAsync("#close-case");
        await desk.ChooseOutcomeAsync();
        await desk.Page.FillAsync("#sentence", "房东答应周五前退 3000 元。");
        await Browser.PictureAsync(desk.Page, $"{name}-desk-close");
        await desk.Page.ClickAsync("#confirm-close");
        // After the sentence the resident is asked whether it is solved.
        await Assertions.Expect(phone.Bot.Filter(new() { HasText = "周五前退 3000 元" })).ToBeVisibleAsync();
        await phone.Page.Locator("#replies button").First.WaitForAsync();
        await Browser.PictureAsync(phone.Page, $"{name}-resident-6-closed");
    }
}
