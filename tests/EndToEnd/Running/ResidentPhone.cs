using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>A resident with the resident page on a phone.</summary>
internal sealed class ResidentPhone(IPage page)
{
    private static readonly string[] s_refusals = ["不留", "匿名", "不想留", "没有", "跳过", "不清楚", "不说"];
    private static readonly string[] s_consents = ["提交", "没问题", "可以了", "发出", "发送"];

    public IPage Page => page;
    public ILocator Staff => page.Locator("#conversation .message.from-staff");
    public ILocator Bot => page.Locator("#conversation .message.from-bot");

    public async Task OpenAsync(string link)
    {
        await page.GotoAsync(link);
        await Bot.First.WaitForAsync();
    }

    public async Task SayAsync(string text)
    {
        await page.FillAsync("#text", text);
        await page.ClickAsync("#send");
    }

    /// <summary>Says something and waits for the bot to have answered.</summary>
    public async Task<string> AskAsync(string text)
    {
        var before = await Bot.CountAsync();
        await SayAsync(text);
        await Assertions.Expect(Bot.Nth(before)).ToBeVisibleAsync();
        await page.WaitForTimeoutAsync(300);
        return await Bot.Last.InnerTextAsync();
    }

    /// <summary>Answers whatever is asked, by tapping where it can be tapped, until the receipt is there.</summary>
    public async Task<string> FinishAsync()
    {
        var receipt = page.Locator(".receipt [data-receipt], .receipt[data-receipt]").First;
        for (var turn = 0; turn < 10; turn++)
        {
            if (await receipt.CountAsync() > 0)
                return (await receipt.GetAttributeAsync("data-receipt"))!;
            var before = await Bot.CountAsync();
            if (await TapAsync(s_consents) || await TapAsync(s_refusals))
                await Assertions.Expect(Bot.Nth(before)).ToBeVisibleAsync();
            else
                await AskAsync("不清楚");
            await page.WaitForTimeoutAsync(300);
        }

        throw new InvalidOperationException("No receipt after ten turns:\n" + await page.Locator("#conversation").InnerTextAsync());
    }

    private async Task<bool> TapAsync(string[] words)
    {
        foreach (var button in await page.Locator("#replies button").AllAsync())
        {
            var title = await button.InnerTextAsync();
            if (!words.Any(title.Contains))
                continue;
            await button.ClickAsync();
            return true;
        }

        return false;
    }
}
