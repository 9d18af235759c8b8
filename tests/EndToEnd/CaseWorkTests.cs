using IntakeBot.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>A clerk works on a case in a real browser, by keyboard where there are keys; every step is pictured.</summary>
public sealed class CaseWorkTests
{
    [Fact]
    public async Task A_case_is_worked_on_from_takeover_to_close_at_the_desk()
    {
        await using var bot = await BotProcess.StartAsync();
        using var neighbour = await Resident.ArriveAsync(bot.Url, bot.Building);
        await neighbour.TellAsync("楼下垃圾没人收,三个月了");
        await neighbour.SayAsync("对,提交");
        using var resident = await Resident.ArriveAsync(bot.Url, bot.Building);
        await resident.TellAsync("楼道垃圾堆了两个月没人管,我叫王小明,电话13812345678");
        await resident.SayAsync("对,提交");
        var (first, receipt) = (neighbour.Receipt!, resident.Receipt!);

        await using var browser = await Browser.StartAsync();
        var page = await browser.DeskAsync();
        var desk = await new DeskPage(page).SignInAsync(bot);
        await desk.Case(receipt).Locator(".line-link").ClickAsync();
        await page.WaitForSelectorAsync("article.case");

        // Taken over with one key; the box turns to the resident.
        await page.Keyboard.PressAsync("c");
        await page.WaitForSelectorAsync("#reply");
        // A note is yellow, goes to colleagues only, and its draft survives.
        await page.Locator("#chat-title").ClickAsync();
        await page.Keyboard.PressAsync("n");
        await page.WaitForSelectorAsync(".composer-note #note:focus");
        await page.Keyboard.TypeAsync("物业说明天清运,盯一下");
        await Browser.PictureAsync(page, "case-note");
        await page.WaitForTimeoutAsync(600);
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("#mode-note");
        await page.Keyboard.PressAsync("n");
        await page.WaitForSelectorAsync("#note");
        (await page.InputValueAsync("#note")).ShouldBe("物业说明天清运,盯一下");
        await page.FocusAsync("#note");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.WaitForSelectorAsync(".message-internal");

        // A canned reply by the slash, filled in; what is not filled in is not sent.
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("r");
        await page.WaitForSelectorAsync(".composer-answer #reply:focus");
        await page.Keyboard.TypeAsync("/");
        await page.WaitForSelectorAsync("#replies .reply-option");
        await Browser.PictureAsync(page, "case-replies");
        await page.Keyboard.TypeAsync("hello");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('#replies .reply-option').length === 1");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => document.getElementById('reply').value.includes('您好')");
        (await page.InputValueAsync("#reply")).ShouldContain("垃圾清运");
        await page.FillAsync("#reply", "{日期}我过来");
        await page.ClickAsync("#send-reply");
        await page.WaitForSelectorAsync(".composer [role=alert]:has-text('{日期}')");
        await page.FillAsync("#reply", "我明天上午过来");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.WaitForSelectorAsync(".message-mine:has-text('我明天上午过来')");
        await resident.ListenAsync();
        resident.LastText.ShouldBe("我明天上午过来");
        await page.WaitForSelectorAsync("article[data-state=contacted]");

        // Calls beside the number; three tries before nobody could be reached.
        for (var call = 0; call < 2; call++)
        {
            await page.ClickAsync("#log-call");
            await page.SelectOptionAsync("#call-result", "no-answer");
            await page.FillAsync("#call-comment", "响了没人接");
            if (call == 1) await Browser.PictureAsync(page, "case-call");
            await page.ClickAsync("#save-call");
            await page.WaitForFunctionAsync($"() => document.querySelectorAll('.message-call').length === {call + 1}");
        }
        (await page.InnerTextAsync("#tries")).ShouldContain("2");

        // A fact set right in place shows both values.
        await page.ClickAsync("#edit-urgency");
        await page.SelectOptionAsync("#fact-urgency", "urgent");
        await page.ClickAsync("#save-urgency");
        await page.WaitForSelectorAsync("[data-fact=urgency] .both-values");
        await page.ClickAsync("#edit-reporter-phone");
        await page.FillAsync("#fact-reporter-phone", "123");
        await page.ClickAsync("#save-reporter-phone");
        await page.WaitForSelectorAsync("[data-fact=reporter-phone] .problem");
        await page.FillAsync("#fact-reporter-phone", "13900000001");
        // Half set right when the page is gone: it is there again, with what counts beside it.
        await page.WaitForTimeoutAsync(600);
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("[data-fact=reporter-phone] .fact-now");
        (await page.InputValueAsync("#fact-reporter-phone")).ShouldBe("13900000001");
        await page.ClickAsync("#save-reporter-phone");
        await page.WaitForSelectorAsync("[data-fact=reporter-phone] .both-values");
        (await page.InnerTextAsync("[data-fact=reporter-phone]")).ShouldNotContain("13900000001");
        await Browser.PictureAsync(page, "case-desk");

        // What the resident adds while the case is open is marked; a picture opens large on the same page.
        await resident.SendPictureAsync(await page.ScreenshotAsync());
        await resident.SendPictureAsync(await page.Locator("#composer").ScreenshotAsync());
        await page.WaitForFunctionAsync("() => document.querySelectorAll('#transcript a[data-lightbox]').length === 2");
        await page.Locator("#transcript a[data-lightbox]").First.ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.lightbox img')?.naturalWidth > 0");
        (await page.InnerTextAsync(".lightbox-count")).ShouldBe("1 / 2");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForFunctionAsync("() => document.querySelector('.lightbox-count').textContent === '2 / 2' && document.querySelector('.lightbox img').complete");
        await Browser.PictureAsync(page, "case-picture");
        (await Axe.SeriousAsync(page)).ShouldBeEmpty();
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForSelectorAsync(".lightbox", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });

        await page.Locator("#chat-title").ClickAsync();
        await page.Keyboard.PressAsync("2");
        await page.WaitForSelectorAsync("svg.place-map");
        await Browser.PictureAsync(page, "case-place");
        (await Axe.SeriousAsync(page)).ShouldBeEmpty();
        await page.Keyboard.PressAsync("3");
        await page.WaitForSelectorAsync($".duplicate [data-receipt='{first}']");
        await Browser.PictureAsync(page, "case-related");
        (await Axe.SeriousAsync(page)).ShouldBeEmpty();
        await page.Keyboard.PressAsync("?");
        await page.WaitForSelectorAsync("#keys[open]");
        await Browser.PictureAsync(page, "case-keys");
        await page.Keyboard.PressAsync("Escape");

        await page.Keyboard.PressAsync("x");
        await page.SelectOptionAsync("#outcome", "unreachable");
        await page.WaitForSelectorAsync("#tries-missing");
        await Browser.PictureAsync(page, "case-close");
        (await Axe.SeriousAsync(page)).ShouldBeEmpty();
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForSelectorAsync(".mud-dialog", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });
        await page.Keyboard.PressAsync("t");
        await page.WaitForSelectorAsync("#to-person");
        await Browser.PictureAsync(page, "case-transfer");
        await page.ClickAsync("#to-level");
        (await Axe.SeriousAsync(page)).ShouldBeEmpty();
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForSelectorAsync(".mud-dialog", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });

        // On a phone the same, in tabs.
        await page.SetViewportSizeAsync(390, 844);
        foreach (var (tab, name) in new[] { (0, "chat"), (1, "sheet"), (2, "time"), (3, "place"), (4, "related") })
        {
            await page.Locator(".views .tab").Nth(tab).ClickAsync();
            await page.WaitForTimeoutAsync(200);
            await Browser.PictureAsync(page, "case-phone-" + name);
            (await Axe.SeriousAsync(page)).ShouldBeEmpty(name);
            (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390, name);
        }

        // Merged: both are shown first; the resident hears it in the chat.
        await page.SetViewportSizeAsync(1366, 860);
        await page.Locator(".duplicate button").First.ClickAsync();
        await page.WaitForSelectorAsync(".merge-sides");
        await Browser.PictureAsync(page, "case-merge");
        await page.ClickAsync("#confirm-merge");
        await page.WaitForSelectorAsync("article[data-state=merged]");
        await resident.ListenAsync();
        resident.LastText.ShouldContain("并在一起");
        await Browser.PictureAsync(page, "case-merged");

        // It was another matter after all: the words are marked in the other case, and one click there takes the two apart.
        await resident.SayAsync("不是一回事,我说的是楼道");
        await page.ClickAsync($".case-link[data-receipt='{first}']");
        await page.WaitForSelectorAsync($"article.case[data-receipt='{first}'] .supplement-apart [data-unmerge='{receipt}']");
        await Browser.PictureAsync(page, "case-apart");
        (await Axe.SeriousAsync(page)).ShouldBeEmpty();
        await page.ClickAsync(".supplement-apart [data-unmerge]");
        await page.WaitForSelectorAsync(".supplement-apart", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });
        await resident.ListenAsync();
        resident.LastText.ShouldContain("拆开");

        // In English nothing runs over.
        await page.ClickAsync("a[href*='/desk/language']");
        await page.WaitForSelectorAsync("article.case");
        await Browser.PictureAsync(page, "case-english");
        await page.SetViewportSizeAsync(390, 844);
        await Browser.PictureAsync(page, "case-english-phone");
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
    }

    [Fact]
    public async Task Canned_replies_are_kept_on_their_page()
    {
        await using var bot = await BotProcess.StartAsync();
        await using var browser = await Browser.StartAsync();
        var page = await browser.DeskAsync();
        await new DeskPage(page).SignInAsync(bot);
        await page.ClickAsync("a[href='/desk/replies']");
        await page.ClickAsync("#add-reply");
        await page.FillAsync("#reply-code", "garbage");
        await page.FillAsync("#reply-title", "垃圾清运");
        await page.FillAsync("#reply-text", "{称呼}{不认识}垃圾今天清。");
        await page.ClickAsync("#save-reply");
        await page.WaitForSelectorAsync("[role=alert]");
        await page.FillAsync("#reply-text", "{称呼}垃圾今天清。");
        await Browser.PictureAsync(page, "replies-edit");
        await page.ClickAsync("#save-reply");
        await page.WaitForSelectorAsync("tr[data-reply=garbage]");
        await Browser.PictureAsync(page, "replies");
        (await Axe.SeriousAsync(page)).ShouldBeEmpty();
        await page.SetViewportSizeAsync(390, 844);
        await Browser.PictureAsync(page, "replies-phone");
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
    }
}
