using System.Text.Json;
using IntakeBot.EndToEnd.Tests.Running;
using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>Microsoft's Web Chat 4.18.1, unchanged, on a page of another origin than the bot.</summary>
public sealed class WebChatTests
{
    [Fact]
    public async Task A_whole_petition_is_clicked_and_typed_through_Web_Chat_with_a_photo_up_to_the_answer_of_staff()
    {
        await using var bot = await BotProcess.StartAsync();
        await using var site = await WebChatSite.StartAsync();
        await using var browser = await Browser.StartAsync();
        var desk = await new DeskPage(await browser.DeskAsync()).SignInAsync(bot);
        var chat = new WebChatPage(await browser.PhoneAsync());
        var token = await DirectLinePeer.TokenAsync(bot.Url, bot.Building);
        await chat.OpenAsync(site, new { token, domain = bot.Url + "/v3/directline" });
        (await chat.Page.EvaluateAsync<string>("() => window.session()")).ShouldNotBeNullOrEmpty();
        await Browser.PictureAsync(chat.Page, "webchat-1-greeting");

        // A piece of a sentence waits for the rest: the bot is seen typing.
        await chat.TypeAsync("房东");
        await chat.Typing.First.WaitForAsync(new() { Timeout = 15_000 });
        await Browser.PictureAsync(chat.Page, "webchat-2-typing");
        await chat.SayAsync("不退我3000块押金,上周三退的房");
        await chat.UploadAsync(new() { Name = "收据.png", MimeType = "image/png", Buffer = Png() });
        (await chat.AttachmentAsync()).GetProperty("name").GetString().ShouldBe("收据.png");
        await Browser.PictureAsync(chat.Page, "webchat-3-photo");
        // The picture that came back is shown, not only announced.
        await chat.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('.webchat__bubble--from-user img')].some(i => i.src.includes('/files/') && i.naturalWidth > 0)", null, new() { Timeout = 15_000 });

        for (var turn = 0; turn < 12 && await chat.IntakeAsync("receipt") is null; turn++)
        {
            var asking = await chat.IntakeAsync("asking");
            await chat.SayAsync(asking == "confirm" ? ["发送"] : [Resident.AnswerTo(asking), "不留", "跳过"]);
            if (turn == 0) await Browser.PictureAsync(chat.Page, "webchat-4-asked");
        }

        var receipt = await chat.IntakeAsync("receipt");
        receipt.ShouldNotBeNull();
        await Assertions.Expect(chat.Bubbles.Filter(new() { HasTextString = receipt }).First).ToBeVisibleAsync();
        await Browser.PictureAsync(chat.Page, "webchat-5-receipt");
        chat.Clicked.ShouldBeGreaterThan(0);
        chat.Typed.ShouldBeGreaterThan(1);

        await desk.Case(receipt).ClickAsync();
        await desk.Page.ClickAsync("#claim");
        await Assertions.Expect(desk.Page.Locator("#reply")).ToBeEnabledAsync();
        await desk.Page.FillAsync("#reply", "您好,押金的事我来帮您问房东。");
        await desk.Page.ClickAsync("#send-reply");
        await Assertions.Expect(chat.Bubbles.Filter(new() { HasTextString = "押金的事我来帮您问房东" }).First).ToBeVisibleAsync();
        await chat.TypeAsync("谢谢,等您消息");
        await Assertions.Expect(desk.Page.Locator("#transcript")).ToContainTextAsync("等您消息");
        await Browser.PictureAsync(chat.Page, "webchat-6-staff");

        // Every own message has its echo: none stays "sending", none failed.
        await chat.Page.WaitForTimeoutAsync(500);
        var said = await chat.Page.EvaluateAsync<int>("() => window.heard.filter(a => a.type === 'message' && a.from.role === 'user').length");
        (await chat.Own.CountAsync()).ShouldBe(said);
        (await chat.StatusesAsync()).ShouldAllBe(status => !status.Contains("正在发送") && !status.Contains("失败") && !status.Contains("重试"));
        chat.Complaints.ShouldBeEmpty();

        // The same conversation again on a desk, from its beginning.
        var wide = new WebChatPage(await browser.DeskAsync());
        var id = await chat.Page.EvaluateAsync<string>("() => window.directLine.conversationId");
        await wide.OpenAsync(site, new { token = await chat.Page.EvaluateAsync<string>("() => window.directLine.token"), conversationId = id, domain = bot.Url + "/v3/directline" });
        await Assertions.Expect(wide.Bubbles.Filter(new() { HasTextString = "等您消息" }).First).ToBeVisibleAsync();
        await wide.Page.WaitForTimeoutAsync(500);
        await Browser.PictureAsync(wide.Page, "webchat-7-desk");
        wide.Complaints.ShouldBeEmpty();
        await File.WriteAllTextAsync(Path.Combine(Repository.Artifacts, "webchat.json"), JsonSerializer.Serialize(new { receipt, chat.Clicked, chat.Typed, said }));
    }

    // A sheet with lines on it, 240 x 160.
    private static byte[] Png() => Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAPAAAACgCAIAAAC9uXYyAAABdklEQVR42u3bsQ0AIAwDwczJ/h1NRmAA1yAFnXUToG8oUt0bvlGeAEGDoEHQIGgEDYIGQYOgQdAIGgQNggZBg6ARNAgaBA2CBkEjaBA0CBomBL1s"
        + "8gQtaEEL2gQtaBO0TyE+hSBoEDQIGgSNoEHQIGgQNAgaQYOgQdAgaBA0ggZBg6BB0Aj6EnemjmQFbYIWtAla0CZoEDQIGgSNoL0CggZBg6BB0AgaBA2CBkGDoBE0CBoEDYIGQSNoEHRyZ+pIVtAmaEGboAVtggZB"
        + "g6BB0AjaKyBoEDQIGgSNoEHQIGgQNAgaQYOgQdAgaBA0ggZBJ3emjmQFbYIWtAla0CZoEDQIGgSNoL0CggZBg6BB0AgaBA2CBkGDoBE0CBoEDYIGQSNoEHRyZ+pIVtAmaEGboAVtggZBg6BB0AjaKyBoEDQIGgSN"
        + "oEHQIGgQNAgaQYOgQdAgaBA0ggZBg6BB0CBoBA2CBkGDoEHQCBoEDYIGQYOgETQIGl46AR/NP5f6+TYAAAAASUVORK5CYII=");
}
