using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IntakeBot.Host.Tests.Running;
using SkiaSharp;

namespace IntakeBot.Host.Tests.Files;

public sealed class UploadTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_photo_loses_its_exif_stands_upright_and_comes_back_to_its_resident(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot);
        await talk.ListenAsync();
        var photo = WithExif(Picture(SKEncodedImageFormat.Jpeg, 80, 40));
        Encoding.Latin1.GetString(photo).ShouldContain("SECRET-PLACE");

        using var answer = await talk.Http.PostAsync($"/v3/directline/conversations/{talk.Id}/upload?userId=x", Form(photo, "收据.jpg", "image/jpeg"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var heard = await talk.ListenAsync();
        var echo = heard.First();
        echo.GetProperty("id").GetString().ShouldBe((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString());
        var attachment = echo.GetProperty("attachments").EnumerateArray().ShouldHaveSingleItem();
        attachment.GetProperty("contentType").GetString().ShouldBe("image/jpeg");
        attachment.GetProperty("name").GetString().ShouldBe("收据.jpg");
        heard.Count.ShouldBeGreaterThan(1);

        var url = attachment.GetProperty("contentUrl").GetString()!.Split('?')[0];
        using var served = await talk.Http.GetAsync(url);
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
        served.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        var bytes = await served.Content.ReadAsByteArrayAsync();
        Encoding.Latin1.GetString(bytes).ShouldNotContain("SECRET-PLACE");
        using var clean = SKBitmap.Decode(bytes);
        // Orientation 6: taken sideways.
        (clean.Width, clean.Height).ShouldBe((40, 80));

        using var stranger = await Talk.BeginAsync(bot);
        (await stranger.Http.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bot.Http.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // The browser of the resident, by its cookie.
        talk.Http.DefaultRequestHeaders.Authorization = null;
        (await talk.Http.GetAsync(url)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_raw_body_is_a_file_too()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        await talk.ListenAsync();
        using var content = new ByteArrayContent(Picture(SKEncodedImageFormat.Png, 20, 20));
        content.Headers.ContentType = new("image/png");
        content.Headers.TryAddWithoutValidation("Content-Disposition", "name=\"file\"; filename=\"a.png\"");
        using var answer = await talk.Http.PostAsync($"/v3/directline/conversations/{talk.Id}/upload?userId=x", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        (await talk.ListenAsync()).First().GetProperty("attachments")[0].GetProperty("contentType").GetString().ShouldBe("image/png");
    }

    public static TheoryData<string, int, string> Refused => new()
    {
        { "html", 415, "FileTypeUnsupported" },
        { "svg", 415, "FileTypeUnsupported" },
        { "heic", 415, "HeicUnsupported" },
        { "broken-jpeg", 415, "PictureUnreadable" },
        { "empty", 400, "FileEmpty" },
        { "huge", 413, "FileTooLarge" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task What_is_no_photo_or_recording_is_refused_whatever_it_calls_itself(string kind, int status, string code)
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        await talk.ListenAsync();
        byte[] bytes = kind switch
        {
            "html" => "<html><script>alert(1)</script>"u8.ToArray(),
            "svg" => "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(),
            "heic" => [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8],
            "broken-jpeg" => [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[100]],
            "empty" => [],
            _ => [.. Picture(SKEncodedImageFormat.Jpeg, 10, 10), .. new byte[11 * 1024 * 1024]],
        };
        using var answer = await talk.Http.PostAsync($"/v3/directline/conversations/{talk.Id}/upload?userId=x", Form(bytes, "photo.jpg", "image/jpeg"));
        ((int)answer.StatusCode).ShouldBe(status, await answer.Content.ReadAsStringAsync());
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("code").GetString().ShouldBe(code);
        (await talk.ListenAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plain_message_cannot_claim_somebody_elses_file()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        await talk.ListenAsync();
        using var answer = await talk.Http.PostAsJsonAsync($"/v3/directline/conversations/{talk.Id}/activities", new
        {
            type = "message",
            text = "看图",
            attachments = new[] { new { contentType = "image/jpeg", contentUrl = "http://169.254.169.254/x", content = new { id = "someone-elses", bytes = 1, sha256 = "x" } } },
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await talk.ListenAsync()).First().TryGetProperty("attachments", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Places_written_into_a_video_are_blanked()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var talk = await Talk.BeginAsync(bot);
        await talk.ListenAsync();
        byte[] place = "+22.7401+113.9250/"u8.ToArray();
        byte[] udta = Box("udta", Box("\u00a9xyz", place));
        byte[] video = [.. Box("ftyp", [.. "isom"u8, 0, 0, 2, 0, .. "isom"u8]), .. Box("moov", [.. Box("mvhd", new byte[100]), .. udta]), .. Box("mdat", "frames"u8.ToArray())];
        using var answer = await talk.Http.PostAsync($"/v3/directline/conversations/{talk.Id}/upload?userId=x", Form(video, "v.mp4", "video/mp4"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var url = (await talk.ListenAsync()).First().GetProperty("attachments")[0].GetProperty("contentUrl").GetString();
        var kept = await talk.Http.GetByteArrayAsync(url);
        kept.Length.ShouldBe(video.Length);
        Encoding.Latin1.GetString(kept).ShouldNotContain("+22.7401");
        Encoding.Latin1.GetString(kept).ShouldContain("frames");
    }

    private static byte[] Box(string type, byte[] body)
    {
        byte[] box = [0, 0, 0, 0, .. Encoding.Latin1.GetBytes(type), .. body];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        return box;
    }

    private static MultipartFormDataContent Form(byte[] file, string name, string type)
    {
        var activity = new StringContent("""{"type":"message","from":{"id":"x"},"channelData":{"clientActivityID":"u1"}}""");
        activity.Headers.ContentType = new("application/vnd.microsoft.activity");
        var part = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        return new MultipartFormDataContent { { activity, "activity", "blob" }, { part, "file", name } };
    }

    private static byte[] Picture(SKEncodedImageFormat format, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.CornflowerBlue);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    // An APP1 segment right behind the start marker: orientation 6 and a text that must not survive.
    private static byte[] WithExif(byte[] jpeg)
    {
        byte[] tiff = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, .. "SECRET-PLACE"u8];
        byte[] body = [.. "Exif\0\0"u8, .. tiff];
        var length = body.Length + 2;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. body, .. jpeg[2..]];
    }
}
