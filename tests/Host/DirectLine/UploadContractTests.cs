using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using IntakeBot.Host.DirectLine;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;

namespace IntakeBot.Host.Tests.DirectLine;

/// <summary>What Microsoft's client sends to <c>/upload</c>, and what it needs to get back.</summary>
public sealed class UploadContractTests(Bots bots)
{
    [Fact]
    public async Task The_echo_of_an_upload_keeps_the_channel_data_and_the_order_in_which_the_files_were_chosen()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        await talk.ListenAsync();
        // The client appends each file when it has been read, so the second may come first.
        using var form = Form("two", ["收据.png", "合同.png"], ("合同.png", Picture(30)), ("收据.png", Picture(20)));
        using var answer = await talk.Http.PostAsync(Address(talk), form);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var echo = (await talk.ListenAsync())[0];
        echo.GetProperty("attachments").EnumerateArray().Select(a => a.GetProperty("name").GetString()).ShouldBe(["收据.png", "合同.png"]);
        echo.GetProperty("channelData").GetRawText().ShouldBe("""{"clientActivityID":"two","attachmentSizes":[1,2]}""");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task An_upload_sent_again_is_the_first_one_and_keeps_no_second_file(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot);
        await talk.ListenAsync();
        var first = await UploadAsync(talk, Form("again", ["a.png"], ("a.png", Picture(20))));
        var second = await UploadAsync(talk, Form("again", ["a.png"], ("a.png", Picture(20))));
        second.ShouldBe(first);
        (await talk.AllAsync()).Count(a => a.TryGetProperty("attachments", out var files) && files.GetArrayLength() > 0).ShouldBe(1);
        await using var db = bot.Get<HostDbFactory>().CreateDbContext();
        (await db.Files.CountAsync(file => file.ConversationId == talk.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Eleven_files_in_one_message_are_too_many()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        var names = Enumerable.Range(1, 11).Select(n => $"{n}.png").ToArray();
        using var answer = await talk.Http.PostAsync(Address(talk), Form("many", names, [.. names.Select(n => (n, Picture(8)))]));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("code").GetString().ShouldBe("BadArgument");
    }

    [Fact]
    public async Task Without_an_activity_part_the_sender_is_the_userId_of_the_address()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var generated = new HttpRequestMessage(HttpMethod.Post, "/v3/directline/tokens/generate") { Content = JsonContent.Create(new { }) };
        generated.Headers.Authorization = new("Bearer", "the-secret");
        using var token = await bot.Http.SendAsync(generated);
        using var http = new HttpClient { BaseAddress = new(bot.Url) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await token.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString());
        using var opened = await http.PostAsJsonAsync("/v3/directline/conversations", new { });
        var id = (await opened.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("conversationId").GetString();
        var part = new ByteArrayContent(Picture(9)) { Headers = { ContentType = new("image/png") } };
        using var answer = await http.PostAsync($"/v3/directline/conversations/{id}/upload?userId=user-7", new MultipartFormDataContent { { part, "file", "a.png" } });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var set = await http.GetFromJsonAsync<JsonElement>($"/v3/directline/conversations/{id}/activities?watermark=");
        set.GetProperty("activities").EnumerateArray().Single(a => a.GetProperty("from").GetProperty("role").GetString() == "user")
            .GetProperty("from").GetProperty("id").GetString().ShouldBe("user-7");
    }

    [Fact]
    public async Task A_picture_opens_by_its_address_alone_for_a_day_and_no_other_picture_does()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        await talk.ListenAsync();
        await UploadAsync(talk, Form("one", ["a.png"], ("a.png", Picture(20))));
        await UploadAsync(talk, Form("other", ["b.png"], ("b.png", Picture(20))));
        var urls = (await talk.ListenAsync()).Where(a => a.TryGetProperty("attachments", out var files) && files.GetArrayLength() > 0)
            .Select(a => a.GetProperty("attachments")[0].GetProperty("contentUrl").GetString()!).ToList();
        // As an <img> of a foreign page asks: no header, no cookie.
        (await bot.Http.GetAsync(urls[0])).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await bot.Http.GetAsync(urls[1].Split('?')[0] + "?" + urls[0].Split('?')[1])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bot.Http.GetAsync(urls[0].Split('?')[0])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bot.Http.GetAsync(urls[0].Split('?')[0] + "?t=" + talk.Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var id = urls[0].Split('?')[0].Split('/')[^1];
        var yesterday = new ConversationTokens(bot.Get<Security.ServerKeys>(), new Yesterday()).IssueFile(talk.Id, id);
        (await bot.Http.GetAsync($"/files/{id}?t={yesterday}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await talk.Http.GetAsync($"/files/{id}?t={yesterday}")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // What opens a file opens nothing else.
        using var poll = new HttpRequestMessage(HttpMethod.Get, $"/v3/directline/conversations/{talk.Id}/activities?watermark=");
        poll.Headers.Authorization = new("Bearer", urls[0].Split("?t=")[1]);
        using var refused = await bot.Http.SendAsync(poll);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static string Address(Talk talk) => $"/v3/directline/conversations/{talk.Id}/upload?userId=resident";

    private static async Task<string> UploadAsync(Talk talk, MultipartFormDataContent form)
    {
        using var answer = await talk.Http.PostAsync(Address(talk), form);
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("id").GetString()!;
    }

    // As the client builds it: the activity as a blob that names the attachments, then one part per file.
    private static MultipartFormDataContent Form(string key, string[] named, params (string Name, byte[] Bytes)[] files)
    {
        var activity = JsonContent.Create(new
        {
            type = "message",
            from = new { id = "resident", role = "user" },
            attachments = named.Select(name => new { contentType = "image/png", name }),
            channelData = new { clientActivityID = key, attachmentSizes = new[] { 1, 2 } },
        });
        activity.Headers.ContentType = new("application/vnd.microsoft.activity");
        var form = new MultipartFormDataContent { { activity, "activity", "blob" } };
        foreach (var (name, bytes) in files) form.Add(new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } }, "file", name);
        return form;
    }

    private static byte[] Picture(int size)
    {
        using var bitmap = new SKBitmap(size, size);
        bitmap.Erase(SKColors.CornflowerBlue);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    private sealed class Yesterday : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(-25);
    }
}
