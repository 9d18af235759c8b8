using IntakeBot.EndToEnd.Tests.Running;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>The queue in a real browser, by keyboard and on a phone, with what is late and who was called; the book of looks; the end of a session.</summary>
public sealed class QueueDeskTests
{
    [Fact]
    public async Task Queue_is_worked_by_keyboard_and_on_a_phone_and_a_session_ends_without_losing_what_was_typed()
    {
        await using var bot = await BotProcess.StartAsync(new Dictionary<string, string?> { ["Desk__SessionIdle"] = "00:00:30" });
        var receipts = new List<string>();
        foreach (var matter in (string[])["楼道垃圾堆了两个月没人管,我叫王小明,电话13812345678", "房东不退我3000块押金,上周三退的房", "厂里拖欠我三个月工资"])
        {
            using var resident = await Resident.ArriveAsync(bot.Url, bot.Building);
            await resident.TellAsync(matter);
            await resident.SayAsync("对,提交");
            receipts.Add(resident.Receipt.ShouldNotBeNull(resident.LastText));
        }
        await ExecuteAsync(bot, $"UPDATE cases SET due_at = due_at - {TimeSpan.FromMinutes(40).Ticks} WHERE receipt = '{receipts[0]}'");

        await using var browser = await Browser.StartAsync();
        var page = await browser.DeskAsync();
        var desk = await new DeskPage(page).SignInAsync(bot);
        await page.WaitForSelectorAsync($"[data-receipt='{receipts[0]}'].line-late .mark");
        // Late is said in words and by a sign, not only in red.
        (await desk.Case(receipts[0]).InnerTextAsync()).ShouldContain("超时");
        (await desk.Case(receipts[0]).Locator(".clock").AllInnerTextsAsync()).ShouldAllBe(text => System.Text.RegularExpressions.Regex.IsMatch(text, "^[0-9:]+$"));
        await Browser.PictureAsync(page, "queue");
        (await Axe.SeriousAsync(page)).ShouldBeEmpty();

        await page.Keyboard.PressAsync("2");
        await page.WaitForFunctionAsync("() => (location.pathname + location.search) === '/desk?tab=overdue'");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('[data-receipt]').length === 1");
        await Browser.PictureAsync(page, "queue-overdue");
        await page.Keyboard.PressAsync("3");
        await page.WaitForFunctionAsync("() => (location.pathname + location.search) === '/desk?tab=all'");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('[data-receipt]').length === 3");
        await page.Keyboard.PressAsync("f");
        await page.WaitForSelectorAsync("#filter-urgency:focus");
        await page.SelectOptionAsync("#filter-group", "rental");
        await page.WaitForFunctionAsync("() => location.search.includes('group=rental')");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('[data-receipt]').length === 1");
        await Browser.PictureAsync(page, "queue-filters");
        (await Axe.SeriousAsync(page)).ShouldBeEmpty();
        await page.ReloadAsync();
        await page.WaitForFunctionAsync("() => document.querySelectorAll('[data-receipt]').length === 1");
        await page.ClickAsync("#clear-filters");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('[data-receipt]').length === 3");
        // Words that stand in the petition alone.
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("两个月没人管");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#clear-search");
        (await page.Locator("[data-receipt]").CountAsync()).ShouldBe(1);
        page.Url.ShouldNotContain(Uri.EscapeDataString("两个月"));
        await Browser.PictureAsync(page, "queue-found");
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForSelectorAsync("#clear-search", new() { State = WaitForSelectorState.Detached });
        await page.Keyboard.PressAsync("4");
        await page.WaitForSelectorAsync(".loads");
        await Browser.PictureAsync(page, "queue-stations");
        (await Axe.SeriousAsync(page)).ShouldBeEmpty();

        // The focus stays on its case while others come and go above it.
        await page.GotoAsync(bot.DeskPage + "?tab=all");
        await desk.Case(receipts[1]).Locator(".line-link").FocusAsync();
        await ExecuteAsync(bot, $"UPDATE cases SET due_at = due_at - {TimeSpan.FromMinutes(90).Ticks} WHERE receipt = '{receipts[2]}'");
        using (var late = await Resident.ArriveAsync(bot.Url, bot.Building))
        {
            await late.TellAsync("楼上半夜装修,吵得睡不着");
            await late.SayAsync("对,提交");
            await desk.Case(late.Receipt!).WaitForAsync();
        }
        (await page.EvaluateAsync<string>("document.activeElement.closest('[data-receipt]')?.dataset.receipt")).ShouldBe(receipts[1]);
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");

        // A masked number: why, then the number; the book has it.
        await desk.Case(receipts[0]).Locator(".line-link").ClickAsync();
        await page.Locator(".show[data-field=reporter-phone]").ClickAsync();
        await page.WaitForSelectorAsync(".look-why");
        await Browser.PictureAsync(page, "look-why");
        (await Axe.SeriousAsync(page)).ShouldBeEmpty();
        await page.Locator(".look-why [data-reason]").First.ClickAsync();
        await page.WaitForSelectorAsync("a.phone");
        await page.GotoAsync(bot.DeskPage + "/audit");
        await page.WaitForSelectorAsync("[data-look=looked]:has-text('联系居民')");
        await Browser.PictureAsync(page, "audit");
        (await Axe.SeriousAsync(page)).ShouldBeEmpty();
        var export = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#export"));
        (await File.ReadAllTextAsync(await export.PathAsync())).ShouldContain("联系居民");

        var phone = await browser.PhoneAsync();
        await phone.Context.AddCookiesAsync((await page.Context.CookiesAsync()).Select(c => new Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, HttpOnly = c.HttpOnly }));
        foreach (var (path, name, ready) in (ValueTuple<string, string, string>[])[("?tab=all", "queue-phone", "[data-receipt]"), ("?tab=all&group=rental", "queue-filters-phone", "[data-receipt]"), ("?tab=stations", "queue-stations-phone", ".loads"), ("/audit", "audit-phone", "[data-look]"), ("/password", "password-phone", "#sign-out-everywhere")])
        {
            await phone.GotoAsync(bot.DeskPage + path);
            await phone.WaitForSelectorAsync(ready);
            await Browser.PictureAsync(phone, name);
            (await Axe.SeriousAsync(phone)).ShouldBeEmpty(name);
            (await phone.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue(name);
        }
        await phone.CloseAsync();

        // Nobody touches anything: warned, signed out, and the draft is there afterwards.
        await page.GotoAsync(bot.DeskPage);
        await desk.Case(receipts[1]).Locator(".claim-row").ClickAsync();
        await page.FillAsync("#reply", "我明天上午过来看");
        // Whoever takes a case over is on duty from then on, and nobody on duty is signed out: signed off elsewhere, before the case was taken.
        await ExecuteAsync(bot, "UPDATE duty_sessions SET off_at = on_at - 10000000, off_by = 'self' WHERE off_at IS NULL");
        await page.WaitForSelectorAsync("#session-ending:not([hidden])", new() { Timeout = 40_000 });
        await Browser.PictureAsync(page, "session-ending");
        await page.WaitForURLAsync("**/desk/login?ended=true**", new() { Timeout = 30_000 });
        await Browser.PictureAsync(page, "session-ended");
        (await Axe.SeriousAsync(page)).ShouldBeEmpty();
        await page.FillAsync("input[name=userName]", bot.Administrator);
        await page.FillAsync("input[name=password]", DeskPage.NewPassword);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("#reply");
        (await page.InputValueAsync("#reply")).ShouldBe("我明天上午过来看");
    }

    private static async Task ExecuteAsync(BotProcess bot, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(bot.Data, "intake.db")};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        // The case comes a moment after its receipt.
        for (var tries = 0; tries < 100; tries++)
        {
            if (await command.ExecuteNonQueryAsync() == 1) return;
            await Task.Delay(50);
        }
        throw new TimeoutException("The case did not come: " + sql);
    }
}
