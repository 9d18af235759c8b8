using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntakeBot.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>The administrator's page of other systems, in a real browser, with a system that uses the key and one that takes webhooks.</summary>
public sealed class IntegrationsTests
{
    private static readonly Dictionary<string, string?> s_settings = new()
    {
        ["DOTNET_ENVIRONMENT"] = "Development", ["ASPNETCORE_ENVIRONMENT"] = "Development", ["Webhooks__AllowInsecure"] = "true", ["Webhooks__Poll"] = "00:00:00.2",
    };

    [Fact]
    public async Task An_administrator_connects_another_system_sees_how_it_fares_and_cuts_it_off()
    {
        await using var bot = await BotProcess.StartAsync(s_settings);
        await using var city = await WebhookReceiver.StartAsync();
        await using var browser = await Browser.StartAsync();
        var looks = new Looks();
        var page = (await new DeskPage(await browser.DeskAsync()).SignInAsync(bot)).Page;
        await page.ClickAsync("a[href='/desk/integrations']");
        await page.Locator("#keys-title").WaitForAsync();
        await looks.AtAsync(page, "integrations-empty");

        using var http = new HttpClient { BaseAddress = new(bot.Url) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await AddKeyAsync(page, looks));
        (await http.GetAsync("/api/v1/cases")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync("/api/v1/duty")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var hook = await AddWebhookAsync(page, city, looks);
        await hook.Locator(".test-webhook").ClickAsync();
        await page.Locator("#webhook-notice[role=status]").WaitForAsync();
        city.Taken.ShouldHaveSingleItem().ShouldContain("\"type\":\"test\"");

        // It fails while a matter comes in: the page says so by itself, with what and why.
        city.Status = 503;
        using var resident = await Resident.ArriveAsync(bot.Url, bot.Building);
        await resident.TellAsync("房东不退我3000块押金,上周三退的房");
        await resident.SayAsync("对,提交");
        await hook.Locator(".failures").WaitForAsync(new() { Timeout = 20_000 });
        await hook.Locator(".failures summary").ClickAsync();
        (await hook.InnerTextAsync()).ShouldContain("503");
        await looks.AtAsync(page, "integrations-failing");
        city.Status = 200;
        await hook.Locator(".resend").ClickAsync();
        await city.TookAsync("case.routed");

        // The receiver wants no more, and later it does.
        city.Status = 410;
        await ClaimAsync(http);
        await Assertions.Expect(hook).ToHaveClassAsync("is-off", new() { Timeout = 20_000 });
        await looks.AtAsync(page, "integrations-gone");
        city.Status = 200;
        await hook.Locator(".switch-webhook").ClickAsync();
        await city.TookAsync("case.claimed");
        await Assertions.Expect(hook).Not.ToHaveClassAsync("is-off");
        city.Taken.ShouldAllBe(body => !body.Contains("押金", StringComparison.Ordinal) && !body.Contains(resident.Receipt!, StringComparison.Ordinal));

        // Used, and then ended: asked once more before.
        await page.ClickAsync(".end-key");
        await looks.AtAsync(page, "integrations-in-use");
        await page.ClickAsync(".confirm-end");
        await page.Locator("[data-key='city-12345'].is-off").WaitForAsync();
        (await http.GetAsync("/api/v1/cases")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await hook.Locator(".remove-webhook").ClickAsync();
        await hook.Locator(".confirm-remove").ClickAsync();
        await hook.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        looks.ShouldBeClean();
    }

    // What is wrong is said; then the key is seen once and nowhere afterwards.
    private static async Task<string> AddKeyAsync(IPage page, Looks looks)
    {
        await page.ClickAsync("#add-key");
        await page.ClickAsync("#save-key");
        await page.Locator("#key-notice[role=alert]").WaitForAsync();
        await page.FillAsync("#key-name", "city-12345");
        await page.FillAsync("#key-display", "光明12345");
        await page.CheckAsync("#scope-cases-write");
        await looks.AtAsync(page, "integrations-key-form");
        await page.ClickAsync("#save-key");
        var key = await page.Locator("#new-key code").InnerTextAsync();
        key.ShouldStartWith("intake_");
        await page.Locator("[data-key='city-12345']").WaitForAsync();
        await page.ClickAsync("#new-key [data-copy]");
        await Assertions.Expect(page.Locator("#new-key")).ToContainTextAsync("已复制");
        await looks.AtAsync(page, "integrations-key");
        await page.ClickAsync("#new-key .put-away");
        await Assertions.Expect(page.Locator("#new-key")).ToHaveCountAsync(0);
        (await page.ContentAsync()).ShouldNotContain(key);
        return key;
    }

    private static async Task<ILocator> AddWebhookAsync(IPage page, WebhookReceiver city, Looks looks)
    {
        await page.ClickAsync("#add-webhook");
        await page.FillAsync("#webhook-name", "市 12345 平台");
        await page.FillAsync("#webhook-url", "http://10.1.2.3/hook");
        await page.ClickAsync("#save-webhook");
        await page.Locator("#webhook-notice[role=alert]").WaitForAsync();
        await looks.AtAsync(page, "integrations-webhook-form");
        await page.FillAsync("#webhook-url", city.Url + "?token=of-the-url");
        foreach (var kind in (string[])["routed", "claimed", "closed"]) await page.CheckAsync("#event-" + kind);
        await page.ClickAsync("#save-webhook");
        (await page.Locator("#new-secret code").InnerTextAsync()).ShouldStartWith("whsec_");
        await looks.AtAsync(page, "integrations-secret");
        await page.ClickAsync("#new-secret .put-away");
        await Assertions.Expect(page.Locator("#new-secret")).ToHaveCountAsync(0);
        (await page.ContentAsync()).ShouldNotContain("of-the-url");
        return page.Locator("[data-webhook='市 12345 平台']");
    }

    private static async Task ClaimAsync(HttpClient http)
    {
        var id = (await http.GetFromJsonAsync<JsonElement>("/api/v1/cases?tab=all")).GetProperty("cases")[0].GetProperty("id").GetGuid();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cases/{id}/claim") { Content = JsonContent.Create(new { agent = new { id = "li", name = "李工" } }) };
        request.Headers.Add("Idempotency-Key", "claim-1");
        (await http.SendAsync(request)).EnsureSuccessStatusCode();
    }
}
