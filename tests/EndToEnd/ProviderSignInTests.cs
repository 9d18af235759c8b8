using IntakeBot.EndToEnd.Tests.Running;
using IntakeBot.Host.Tests.Desk;
using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>A clerk's way through the pages of the city's identity provider (the npm oidc-provider) in a real browser, and what is read by whoever is not let in.</summary>
public sealed class ProviderSignInTests
{
    [Fact]
    public async Task A_clerk_signs_in_at_the_provider_and_out_again_and_a_stranger_reads_why_not()
    {
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        await using var provider = await IdentityProvider.StartAsync(url);
        await using var bot = await BotProcess.StartAsync(new Dictionary<string, string?>
        {
            ["Desk__OpenIdConnect__Authority"] = provider.Issuer,
            ["Desk__OpenIdConnect__ClientId"] = "desk",
            ["Desk__OpenIdConnect__ClientSecret"] = "desk-secret",
            ["Desk__OpenIdConnect__RoleClaim"] = "groups",
            ["Desk__OpenIdConnect__StationClaim"] = "station",
            ["Desk__OpenIdConnect__Roles__clerks"] = "clerk",
        }, url);
        await using var browser = await Browser.StartAsync();
        var looks = new Looks();

        var page = await browser.DeskAsync();
        await page.GotoAsync(bot.DeskPage);
        await page.Locator("#provider").WaitForAsync();
        await looks.AtAsync(page, "provider-sign-in");
        await AtProviderAsync(page, provider, "li.mei|clerks|HALL-TW");
        await page.WaitForSelectorAsync("#queue");
        page.Url.ShouldStartWith(bot.DeskPage);
        await Assertions.Expect(page.Locator(".bar")).ToContainTextAsync("Person li.mei");
        await looks.AtAsync(page, "provider-desk");

        await page.Locator("button[form=sign-out]").First.ClickAsync();
        await page.Locator("button[name=logout]").ClickAsync();
        await page.Locator("#provider").WaitForAsync();
        await page.GotoAsync(bot.DeskPage);
        await page.Locator("#provider").WaitForAsync();

        var stranger = await browser.DeskAsync();
        await stranger.GotoAsync(bot.DeskPage);
        await AtProviderAsync(stranger, provider, "nobody.here");
        await Assertions.Expect(stranger.Locator("#problem")).ToContainTextAsync("管理员");
        stranger.Url.ShouldNotContain("nobody");
        await looks.AtAsync(stranger, "provider-stranger");
        // The provider still knows the stranger; the next try asks who it is.
        await AtProviderAsync(stranger, provider, "wang.fang|clerks|HALL-TW");
        await stranger.WaitForSelectorAsync("#queue");
        looks.ShouldBeClean();
    }

    private static async Task AtProviderAsync(IPage page, IdentityProvider provider, string person)
    {
        // Its pages ask for a font elsewhere, and a browser would wait for it.
        await page.RouteAsync(address => !address.StartsWith("http://127.0.0.1:", StringComparison.Ordinal), route => route.AbortAsync());
        await page.ClickAsync("#provider");
        await page.FillAsync("input[name=login]", person);
        page.Url.ShouldStartWith(provider.Issuer);
        await page.FillAsync("input[name=password]", "anything");
        await page.ClickAsync("button[type=submit]");
        // What the desk asks to know is agreed to.
        await page.ClickAsync("button[type=submit]:has-text('Continue')");
    }
}
