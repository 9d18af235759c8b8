using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>A clerk at the desk in a real browser.</summary>
internal sealed class DeskPage(IPage page)
{
    public const string NewPassword = "Guangming-2026-night!";

    public IPage Page => page;

    /// <summary>Signs in with the one-time password, changes it, and ends on the queue.</summary>
    public async Task<DeskPage> SignInAsync(BotProcess bot)
    {
        await page.GotoAsync(bot.DeskPage);
        await page.FillAsync("input[name=userName]", bot.Administrator);
        await page.FillAsync("input[name=password]", bot.Password);
        await Browser.PictureAsync(page, "desk-sign-in");
        await page.ClickAsync("button[type=submit]");
        await page.FillAsync("input[name=newPassword]", NewPassword);
        await page.FillAsync("input[name=repeatPassword]", NewPassword);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("#queue");
        return this;
    }

    public ILocator Case(string receipt) => page.Locator($"#queue [data-receipt='{receipt}']");

    /// <summary>From now on the page itself notes when each receipt comes to stand in its queue.</summary>
    public Task WatchArrivalsAsync() => page.EvaluateAsync(
        """
        () => {
          window.arrivals = {};
          const note = () => document.querySelectorAll('#queue [data-receipt]').forEach(row => {
            window.arrivals[row.dataset.receipt] ??= Date.now();
          });
          note();
          new MutationObserver(note).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-receipt'] });
        }
        """);

    /// <summary>Unix milliseconds at which the case stood in the queue.</summary>
    public async Task<double> ArrivalOfAsync(string receipt)
    {
        var handle = await page.WaitForFunctionAsync("receipt => window.arrivals[receipt]", receipt, new PageWaitForFunctionOptions { Timeout = 10_000, PollingInterval = 20 });
        return await handle.JsonValueAsync<double>();
    }

    /// <summary>The first outcome of the list; the list is a select or opens on a click.</summary>
    public async Task ChooseOutcomeAsync()
    {
        var outcome = page.Locator("#outcome");
        if (await outcome.EvaluateAsync<string>("e => e.tagName") == "SELECT")
            await outcome.SelectOptionAsync(new SelectOptionValue { Index = 1 });
        else
        {
            await outcome.ClickAsync();
            await page.Locator(".mud-popover-open .mud-list-item").First.ClickAsync();
        }
    }
}
