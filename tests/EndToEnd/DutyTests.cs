using System.Globalization;
using IntakeBot.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>A shift at the district's desk in a real browser, from signing on to the emptied handover list.</summary>
public sealed class DutyTests
{
    private const string Password = "Guangming-2026-night!";

    [Fact]
    public async Task A_shift_is_signed_on_handed_over_and_signed_off_and_hours_are_edited()
    {
        var folder = Directory.CreateTempSubdirectory("intakebot-duty-").FullName;
        try
        {
            await WorkAsync(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task WorkAsync(string folder)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Store__Provider"] = "sqlite",
            ["Store__ConnectionString"] = $"Data Source={Path.Combine(folder, "intake.db")}",
        };
        await using var bot = await BotProcess.StartAsync(settings);
        settings["Data__Directory"] = folder;
        var (first, second) = (await HireAsync("li", "李工", settings), await HireAsync("wang", "王工", settings));
        var residents = new List<Resident>();
        foreach (var matter in (string[])["房东不退我3000块押金,上周三退的房", "楼上天天半夜装修吵得睡不着", "公司拖欠我两个月工资一共9000块"])
        {
            var resident = await Resident.ArriveAsync(bot.Url, bot.Building);
            await resident.TellAsync(matter);
            await resident.SayAsync("对,提交");
            resident.Receipt.ShouldNotBeNull(resident.LastText);
            residents.Add(resident);
        }

        await using var browser = await Browser.StartAsync();
        var li = await SignInAsync(bot, await browser.DeskAsync(), "li", first);
        await li.ClickAsync("#sign-on-duty");
        await Assertions.Expect(li.Locator("#duty-notice")).ToContainTextAsync("已签到");
        await Browser.PictureAsync(li, "duty-signed-on");
        await li.ClickAsync("#duty-notice button");
        foreach (var resident in residents)
        {
            await li.GotoAsync(bot.DeskPage + "?tab=all");
            await li.Locator($"#queue [data-receipt='{resident.Receipt}'] .claim-row").ClickAsync();
            await li.WaitForURLAsync("**/desk/cases/**");
        }
        var wang = await SignInAsync(bot, await browser.DeskAsync(), "wang", second);
        await wang.ClickAsync("#sign-on-duty");
        await Assertions.Expect(wang.Locator("#sign-off-duty")).ToBeVisibleAsync();

        // Three in hand: not home yet.
        await li.ClickAsync("#sign-off-duty");
        await Assertions.Expect(li.Locator(".handover-case")).ToHaveCountAsync(3);
        await PictureBothAsync(li, "duty-handover");
        var given = li.Locator(".handover-case").Nth(0);
        await given.Locator("select").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await given.Locator("input").FillAsync("明早十点房东会来");
        await given.Locator(".give").ClickAsync();
        await Assertions.Expect(li.Locator(".handover-case")).ToHaveCountAsync(2);
        await li.Locator(".give-back").First.ClickAsync();
        await Assertions.Expect(li.Locator(".handover-case")).ToHaveCountAsync(1);
        await li.Locator(".close-case").ClickAsync();
        await li.ClickAsync("#close-case");
        await new DeskPage(li).ChooseOutcomeAsync();
        await li.FillAsync("#sentence", "已经答复。");
        await li.ClickAsync("#confirm-close");
        await li.Locator(".closed-with").First.WaitForAsync();
        await li.ClickAsync("a[href='/desk/duty']");

        // Who is there now; hours are edited in place.
        await li.Locator(".duty-station").First.WaitForAsync();
        await Assertions.Expect(li.Locator(".duty-person").First).ToContainTextAsync("李工");
        await PictureBothAsync(li, "duty-page");
        await li.FillAsync("#duty-search", "ST-TW");
        await Assertions.Expect(li.Locator(".duty-station").First).ToHaveAttributeAsync("data-station", new System.Text.RegularExpressions.Regex("^ST-TW"));
        await li.Locator(".edit-hours").First.ClickAsync();
        await li.Locator(".add-shift").ClickAsync();
        await li.Locator(".save-hours").ClickAsync();
        await Assertions.Expect(li.Locator(".shift-editor [role=alert]")).ToContainTextAsync("选好哪几天");
        await PictureBothAsync(li, "duty-hours");
        await li.Locator(".remove-shift").Last.ClickAsync();
        await li.Locator(".shift-limit").FillAsync("12");
        await li.Locator(".save-hours").ClickAsync();
        await Assertions.Expect(li.Locator("#duty-done")).ToContainTextAsync("马上生效");
        await Assertions.Expect(li.Locator(".duty-station").First).ToContainTextAsync("/ 12 件");

        // The own shift ends in ten minutes: that is said on every page.
        await li.FillAsync("#duty-search", "DISTRICT");
        await li.Locator(".edit-hours").First.ClickAsync();
        var now = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8));
        await li.Locator("input[type=time]").First.FillAsync(now.AddHours(-1).ToString("HH:mm", CultureInfo.InvariantCulture));
        await li.Locator("input[type=time]").Last.FillAsync(now.AddMinutes(10).ToString("HH:mm", CultureInfo.InvariantCulture));
        await li.Locator(".save-hours").ClickAsync();
        await Assertions.Expect(li.Locator("#duty-ends")).ToContainTextAsync("下班");
        await PictureBothAsync(li, "duty-ends-soon");
        await li.ClickAsync("#duty-ends button");
        await Assertions.Expect(li.Locator("#duty-ends")).ToHaveCountAsync(0);

        // A colleague who left without signing off.
        await li.FillAsync("#duty-search", "");
        await li.Locator(".sign-off-other").ClickAsync();
        await li.FillAsync("#off-reason", "家里有急事先走了");
        await Browser.PictureAsync(li, "duty-sign-off-other");
        await li.Locator(".confirm-sign-off").ClickAsync();
        await Assertions.Expect(li.Locator("#duty-done")).ToContainTextAsync("王工");
        await Assertions.Expect(wang.Locator("#sign-on-duty")).ToBeVisibleAsync();

        await li.GotoAsync(bot.DeskPage + "/duty/handover");
        await li.ClickAsync("#finish-sign-off");
        await Assertions.Expect(li.Locator("#sign-on-duty")).ToBeVisibleAsync();
        await PictureBothAsync(li, "duty-signed-off");
        foreach (var resident in residents) resident.Dispose();
    }

    private static async Task PictureBothAsync(IPage page, string name)
    {
        await Browser.PictureAsync(page, name);
        (await Axe.SeriousAsync(page)).ShouldBeEmpty(name);
        await page.SetViewportSizeAsync(390, 844);
        await page.WaitForTimeoutAsync(200);
        await Browser.PictureAsync(page, name + "-phone");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(1, name);
        await page.SetViewportSizeAsync(1366, 860);
    }

    private static async Task<string> HireAsync(string name, string display, IReadOnlyDictionary<string, string?> settings)
    {
        await using var child = new ChildProcess(
            Repository.Program("bot/Host", "IntakeBot.Host"), ["staff", "add", name, "--display", display, "--role", "District", "--station", "DISTRICT"], settings);
        return await child.ValueAfterAsync("One-time password:", TimeSpan.FromSeconds(60));
    }

    private static async Task<IPage> SignInAsync(BotProcess bot, IPage page, string name, string password)
    {
        await page.GotoAsync(bot.DeskPage);
        await page.FillAsync("input[name=userName]", name);
        await page.FillAsync("input[name=password]", password);
        await page.ClickAsync("button[type=submit]");
        await page.FillAsync("input[name=newPassword]", Password);
        await page.FillAsync("input[name=repeatPassword]", Password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("#queue");
        return page;
    }
}
