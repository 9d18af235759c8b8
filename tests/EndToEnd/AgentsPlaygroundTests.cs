using System.Net;
using System.Text.RegularExpressions;
using IntakeBot.EndToEnd.Tests.Running;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>Microsoft's Agents Playground, unchanged, drives <c>/api/messages</c>: a resident types a whole petition on its page.</summary>
public sealed partial class AgentsPlaygroundTests
{
    [Theory]
    [InlineData("directline", "default")]
    [InlineData("webchat", "expectReplies")]
    public async Task A_petition_is_typed_on_the_playgrounds_page(string channel, string delivery)
    {
        await using var bot = await BotProcess.StartAsync(new Dictionary<string, string?> { ["DOTNET_ENVIRONMENT"] = "Development" });
        await using var playground = await AgentsPlayground.StartAsync(bot, channel, delivery);
        await using var browser = await Browser.StartAsync();
        var page = await browser.DeskAsync();
        var chat = new PlaygroundPage(page);

        await chat.OpenAsync(playground.Url);
        await chat.SayAsync("/start " + bot.ResidentPage[(bot.ResidentPage.LastIndexOf('/') + 1)..]);
        await chat.SayAsync("房东不退我3000块押金,上周三退的房");
        for (var turn = 0; turn < 12 && !Receipt().IsMatch(await chat.TextAsync()); turn++) await chat.GoOnAsync();
        await Browser.PictureAsync(page, $"playground-{channel}-{delivery}");

        var receipt = Receipt().Match(await chat.TextAsync()).Value;
        receipt.ShouldNotBeEmpty(await chat.TextAsync());
        using var http = new HttpClient { BaseAddress = new(bot.Url) };
        (await http.GetAsync($"/api/petitions/{receipt}/progress")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [GeneratedRegex("GM-[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}")]
    private static partial Regex Receipt();
}
