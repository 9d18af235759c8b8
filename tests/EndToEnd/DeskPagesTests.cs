using IntakeBot.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>Every page of the desk, with something on it, at desk and at phone size: pictures in artifacts, and nothing serious for axe to find.</summary>
public sealed class DeskPagesTests
{
    private static readonly string[] s_matters =
    [
        "房东不退我3000块押金,上周三退的房", "楼上天天半夜装修吵得睡不着", "楼下烧烤店油烟太大,窗户都不敢开", "公司拖欠我两个月工资一共9000块", "楼道里堆满了杂物,走路都不方便",
        "隔壁打架了,有人在砸门,很害怕",
    ];

    [Fact]
    public async Task Every_page_of_the_desk_can_be_read_by_everybody_on_a_phone_and_on_a_desk()
    {
        await using var city = await CityStore.CreateAsync();
        await using var bot = await BotProcess.StartAsync(city.StoreOnly);
        await using var browser = await Browser.StartAsync();
        var looks = new Looks();
        var page = await browser.DeskAsync();
        await page.GotoAsync(bot.DeskPage);
        await looks.AtAsync(page, "desk-sign-in");
        await new DeskPage(page).SignInAsync(bot);
        await looks.AtAsync(page, "desk-queue-empty");

        var residents = new List<Resident>();
        foreach (var matter in s_matters) residents.Add(await SendAsync(bot, matter));
        await page.Locator($"#queue [data-receipt='{residents[0].Receipt}']").WaitForAsync();
        await city.AgeAsync("normal", TimeSpan.FromMinutes(7));
        await page.ReloadAsync();
        await page.Locator(".line-late").First.WaitForAsync(new() { Timeout = 30_000 });
        await looks.AtAsync(page, "desk-queue-overdue");
        await page.SetViewportSizeAsync(390, 844);
        await page.ClickAsync("#menu");
        await page.Locator(".bar-nav a[href='/desk/duty']").WaitForAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Artifacts, "desk-menu-phone.png") });
        await page.ClickAsync("#menu");
        await page.SetViewportSizeAsync(1366, 860);

        await page.Locator($"#queue [data-receipt='{residents[0].Receipt}'] .line-link").ClickAsync();
        await page.ClickAsync("#claim");
        await page.FillAsync("#reply", "您好，我是值班的，押金的事我来帮您问房东。");
        await page.ClickAsync("#send-reply");
        await Assertions.Expect(page.Locator("#transcript .message-staff, #transcript .message-mine").First).ToBeVisibleAsync();
        await residents[0].SayAsync("好的，谢谢，收据我还留着，电话13812345678");
        await Assertions.Expect(page.Locator("#transcript")).ToContainTextAsync("收据我还留着");
        await looks.AtAsync(page, "desk-case");
        foreach (var tab in new[] { 1, 2 })
        {
            await page.SetViewportSizeAsync(390, 844);
            await page.Locator(".views .tab").Nth(tab).ClickAsync();
            await page.WaitForTimeoutAsync(200);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Artifacts, $"desk-case-view{tab}-phone.png") });
        }

        await page.SetViewportSizeAsync(1366, 860);
        foreach (var dialog in new[] { "transfer", "close-case" })
        {
            await page.ClickAsync("#" + dialog);
            await page.Locator(".mud-dialog").WaitForAsync();
            await looks.AtAsync(page, "desk-dialog-" + dialog);
            await page.Keyboard.PressAsync("Escape");
            await page.Locator(".mud-dialog").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        }

        // All that the menu offers to an administrator, and what is reached from there.
        await page.GotoAsync(bot.DeskPage);
        await page.Locator("#queue").WaitForAsync();
        var menu = await page.Locator(".bar-nav a").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))");
        foreach (var path in menu.Append("/desk/duty/handover").Distinct())
        {
            await page.GotoAsync(bot.Url + path);
            await page.Locator("main h1").First.WaitForAsync();
            await looks.AtAsync(page, "desk-page-" + path.Trim('/').Replace('/', '-'));
        }

        await page.GotoAsync(bot.Url + "/desk/password");
        await looks.AtAsync(page, "desk-password");
        foreach (var resident in residents) resident.Dispose();
        looks.ShouldBeClean();
    }

    private static async Task<Resident> SendAsync(BotProcess bot, string matter)
    {
        var resident = await Resident.ArriveAsync(bot.Url, bot.Building);
        await resident.SayAsync(matter);
        for (var turn = 0; turn < 12 && resident.Receipt is null; turn++) await resident.SayAsync(Resident.AnswerTo(resident.Asking));
        resident.Receipt.ShouldNotBeNull(resident.LastText);
        return resident;
    }
}
