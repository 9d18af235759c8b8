using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>Serves <c>tests/peers/webchat.html</c> with botframework-webchat on a port of its own.</summary>
internal sealed class WebChatSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebChatSite(WebApplication app) => _app = app;

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<WebChatSite> StartAsync()
    {
        var peers = Path.Combine(Repository.Root, "tests", "peers");
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/", () => Results.File(Path.Combine(peers, "webchat.html"), "text/html; charset=utf-8"));
        app.MapGet("/webchat.js", () => Results.File(Path.Combine(peers, "node_modules/botframework-webchat/dist/webchat.js"), "text/javascript; charset=utf-8"));
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>A resident with Microsoft's Web Chat.</summary>
internal sealed class WebChatPage(IPage page)
{
    public IPage Page => page;
    public ILocator Input => page.Locator("[data-id='webchat-sendbox-input']");
    public ILocator Bubbles => page.Locator(".webchat__bubble__content");
    public ILocator Own => page.Locator(".webchat__bubble--from-user");
    public ILocator Suggestions => page.Locator(".webchat__suggested-action");
    public ILocator Typing => page.Locator(".webchat__typing-indicator");
    /// <summary>What the page says went wrong, and what the browser could not load.</summary>
    public List<string> Complaints { get; } = [];
    public int Clicked { get; private set; }
    public int Typed { get; private set; }

    /// <param name="options">What <c>createDirectLine</c> takes.</param>
    public async Task OpenAsync(WebChatSite site, object options)
    {
        page.PageError += (_, error) => Complaints.Add(error);
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400) Complaints.Add($"{answer.Status} {answer.Url.Split('?')[0]}");
        };
        await page.GotoAsync(site.Url);
        await page.EvaluateAsync("options => window.begin(options)", options);
        await Bubbles.First.WaitForAsync();
    }

    public async Task TypeAsync(string text)
    {
        Typed++;
        await Input.FillAsync(text);
        await Input.PressAsync("Enter");
    }

    /// <summary>Says something, by a suggested action where it is offered, and waits for the bot's answer to it.</summary>
    public async Task SayAsync(params string[] choices)
    {
        var before = await HeardAsync();
        var tapped = false;
        foreach (var choice in choices)
        {
            var button = Suggestions.Filter(new() { HasTextString = choice });
            if (await button.CountAsync() == 0) continue;
            await button.First.ClickAsync();
            Clicked++;
            tapped = true;
            break;
        }

        if (!tapped) await TypeAsync(choices[0]);
        await page.WaitForFunctionAsync("n => window.heard.slice(n).some(a => a.type === 'message' && a.from.role === 'bot')", before, new() { Timeout = 15_000 });
        await page.WaitForTimeoutAsync(200);
    }

    /// <summary>A member of the last <c>channelData.intake</c>.</summary>
    public async Task<string?> IntakeAsync(string name) => await page.EvaluateAsync<string?>(
        "name => window.heard.map(a => a.channelData?.intake).filter(Boolean).at(-1)?.[name] ?? null", name);

    public Task<int> HeardAsync() => page.EvaluateAsync<int>("() => window.heard.length");

    /// <summary>Through the paper clip, as a finger does it.</summary>
    public async Task UploadAsync(FilePayload file)
    {
        var before = await HeardAsync();
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.Locator(".webchat__upload-button").First.ClickAsync());
        await chooser.SetFilesAsync(file);
        await page.WaitForTimeoutAsync(300);
        // Since 4.17 the file waits beside the text until it is sent.
        await Input.PressAsync("Enter");
        await page.WaitForFunctionAsync("n => window.heard.slice(n).some(a => a.attachments?.length && a.from.role === 'user')", before, new() { Timeout = 15_000 });
        await page.WaitForFunctionAsync("n => window.heard.slice(n).some(a => a.type === 'message' && a.from.role === 'bot')", before, new() { Timeout = 15_000 });
    }

    /// <summary>What stands under the resident's messages: the time, or that one is still being sent or failed.</summary>
    public async Task<IReadOnlyList<string>> StatusesAsync() => await page.Locator(".webchat__activity-status").AllInnerTextsAsync();

    public async Task<JsonElement> AttachmentAsync() => (await page.EvaluateAsync<JsonElement>("() => window.heard.find(a => a.attachments?.length && a.from.role === 'user').attachments[0]"));
}
