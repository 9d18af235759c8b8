using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using IntakeBot.Host.BotFramework;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkiaSharp;

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>What messages carry is fetched into the store, and nothing is fetched from where it must not be.</summary>
public sealed class FileTests : IAsyncLifetime
{
    private static readonly byte[] s_photo = Photo();
    private WebApplication _files = null!;
    private ConnectorDouble _connector = null!;

    [Theory, InlineData(Bots.Sqlite), InlineData(Bots.Postgres)]
    public async Task Photos_of_every_kind_of_announcement_reach_the_store(string provider)
    {
        await using var bot = await TestBot.StartAsync(provider, "--environment=Development");
        var talk = new ChannelTalk(bot, _connector.ServiceUrl);
        var url = _files.Urls.First();
        var message = talk.Message("路灯坏了三天了");
        message["attachments"] = new JsonArray(
            File($"{url}/photo.png"), File($"{url}/moved"), File("data:image/png;base64," + Convert.ToBase64String(s_photo)),
            new JsonObject { ["contentType"] = "application/vnd.microsoft.teams.file.download.info", ["name"] = "收据.png", ["content"] = new JsonObject { ["downloadUrl"] = $"{url}/photo.png" } },
            new JsonObject { ["contentType"] = "text/html", ["content"] = "<p>路灯坏了三天了</p>" }, null);
        var said = await talk.AskAsync(message);
        said.ShouldAllBe(a => !((string?)a["text"] ?? "").Contains("没能收到", StringComparison.Ordinal));

        await using var db = bot.Get<HostDbFactory>().CreateDbContext();
        var id = bot.Get<ChannelDoor>().ConversationId(talk.Channel, talk.AccountAt(_connector.ServiceUrl));
        (await db.Files.Where(f => f.ConversationId == id).Select(f => f.ContentType).ToListAsync()).ShouldBe(Enumerable.Repeat("image/png", 4));
        var kept = (await bot.Get<LiveConversations>().ReadAsync(id, 0, default))!.Activities.Select(a => ActivityBytes.Read(a.Json)).Single(a => a.From?.Role == "user");
        kept.Attachments!.Count.ShouldBe(4);
        kept.Attachments.ShouldAllBe(a => a.ContentUrl!.StartsWith(bot.Url + "/files/"));
        kept.Attachments[3].Name.ShouldBe("收据.png");

        // The same delivery again fetches nothing again.
        await talk.AskAsync(message);
        (await db.Files.CountAsync(f => f.ConversationId == id)).ShouldBe(4);
    }

    [Fact]
    public async Task What_is_not_to_be_had_is_told_and_the_words_are_taken_all_the_same()
    {
        await using var bot = await TestBot.StartAsync(Bots.Sqlite, "--environment=Development");
        var talk = new ChannelTalk(bot, _connector.ServiceUrl);
        var url = _files.Urls.First();
        var message = talk.Message("路灯坏了三天了");
        message["attachments"] = new JsonArray(File($"{url}/missing"), File($"{url}/round"), File($"{url}/text"), File("data:image/png;base64,%%%"), File("data:,x"), File("nonsense"), File($"{url}/to-private"));
        var said = await talk.AskAsync(message);
        said.Count(a => ((string?)a["text"] ?? "").Contains("没能收到", StringComparison.Ordinal)).ShouldBe(1);
        said.Count.ShouldBeGreaterThan(1);
        await using var db = bot.Get<HostDbFactory>().CreateDbContext();
        (await db.Files.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task In_production_nothing_but_public_addresses_over_https_is_fetched()
    {
        await using var bench = await BenchAsync();
        var port = new Uri(_files.Urls.First()).Port;
        foreach (var url in (string[])[
            $"http://127.0.0.1:{port}/photo.png", $"https://127.0.0.1:{port}/photo.png", $"https://localhost:{port}/photo.png", $"https://[::1]:{port}/photo.png", $"https://[::ffff:127.0.0.1]:{port}/photo.png",
            "https://10.0.0.1/x", "https://169.254.169.254/metadata", "https://168.63.129.16/", "http://example.com/x", "ftp://example.com/x", "file:///etc/passwd", "https://user:word@example.com/x"])
        {
            var taken = await bench.Bot.Get<IncomingFiles>().TakeAsync(Received(url), "http://bot", default);
            taken.Missed.ShouldBe(1, url);
        }

        _fetched.ShouldBeEmpty();
    }

    [Fact]
    public async Task Our_token_goes_only_where_it_may_and_never_along_with_a_redirect()
    {
        var asked = new ConcurrentQueue<(Uri Url, string? Token)>();
        await using var bench = await BenchAsync(new Answering(request =>
        {
            asked.Enqueue((request.RequestUri!, request.Headers.Authorization?.ToString()));
            if (request.RequestUri!.AbsolutePath != "/moved") return new(HttpStatusCode.OK) { Content = new ByteArrayContent(s_photo) };
            var answer = new HttpResponseMessage(HttpStatusCode.Found);
            answer.Headers.Location = new("https://cdn.example/photo.png");
            return answer;
        }));
        foreach (var url in (string[])["https://smba.trafficmanager.net/apac/v3/attachments/1/views/original", "https://cdn.example/photo.png", "https://smba.trafficmanager.net/moved"])
            (await bench.Bot.Get<IncomingFiles>().TakeAsync(Received(url), "http://bot", default)).Files.Count.ShouldBe(1);
        asked.Select(a => (a.Url.Host, a.Token is not null)).ShouldBe(
            [("smba.trafficmanager.net", true), ("cdn.example", false), ("smba.trafficmanager.net", true), ("cdn.example", false)]);
    }

    [Theory]
    [InlineData("8.8.8.8", true), InlineData("20.190.128.1", true), InlineData("2603:1030:20e::1", true)]
    [InlineData("0.0.0.0", false), InlineData("10.1.2.3", false), InlineData("100.64.0.1", false), InlineData("127.0.0.1", false), InlineData("127.9.9.9", false), InlineData("168.63.129.16", false)]
    [InlineData("169.254.169.254", false), InlineData("172.16.0.1", false), InlineData("172.31.255.255", false), InlineData("192.168.1.1", false), InlineData("198.18.0.1", false), InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false), InlineData("::", false), InlineData("::1", false), InlineData("::ffff:10.0.0.1", false), InlineData("::10.0.0.1", false), InlineData("fe80::1", false)]
    [InlineData("fc00::1", false), InlineData("fd12::1", false), InlineData("ff02::1", false), InlineData("2002:a00:1::1", false), InlineData("64:ff9b::a00:1", false), InlineData("2001:db8::1", false), InlineData("2001:0:4136:e378::1", false)]
    public void An_address_is_public_or_not(string address, bool isPublic)
    {
        new PublicAddresses(loopback: false).Includes(IPAddress.Parse(address)).ShouldBe(isPublic);
        new PublicAddresses(loopback: true).Includes(IPAddress.Parse(address)).ShouldBe(isPublic || IPAddress.IsLoopback(IPAddress.Parse(address)));
    }

    private readonly ConcurrentQueue<string> _fetched = new();

    public async ValueTask InitializeAsync()
    {
        _connector = await ConnectorDouble.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _files = builder.Build();
        _files.Use((context, next) =>
        {
            _fetched.Enqueue(context.Request.Path);
            return next(context);
        });
        _files.MapGet("/photo.png", () => Results.Bytes(s_photo, "application/octet-stream"));
        _files.MapGet("/moved", () => Results.Redirect("/photo.png"));
        _files.MapGet("/round", () => Results.Redirect("/round"));
        _files.MapGet("/to-private", () => Results.Redirect("https://10.0.0.1/x"));
        _files.MapGet("/text", () => Results.Text("no picture"));
        await _files.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _files.DisposeAsync();
        await _connector.DisposeAsync();
    }

    private static JsonObject File(string url) => new() { ["contentType"] = "image/*", ["contentUrl"] = url };

    private static Received Received(string url)
    {
        var activity = ActivityBytes.Read(System.Text.Encoding.UTF8.GetBytes(TokenVectors.Activity("message").ToJsonString())) with { Attachments = [new() { ContentType = "image/png", ContentUrl = url }] };
        return Host.BotFramework.Received.From(activity, new(LoginDouble.ServiceUrl))! with { ConversationId = "files" + Guid.CreateVersion7().ToString("N") };
    }

    private static async Task<(TestBot Bot, LoginDouble Login)> StartAsync(HttpMessageHandler? internet)
    {
        var login = await LoginDouble.StartAsync();
        return (await ChannelBots.StartAsync(login, customise: internet is null ? null : services => services.AddHttpClient("botframework.files").ConfigurePrimaryHttpMessageHandler(() => internet)), login);
    }

    private static async Task<Bench> BenchAsync(HttpMessageHandler? internet = null)
    {
        var (bot, login) = await StartAsync(internet);
        return new(bot, login);
    }

    private static byte[] Photo()
    {
        using var bitmap = new SKBitmap(20, 20);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    private sealed record Bench(TestBot Bot, LoginDouble Login) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Bot.DisposeAsync();
            await Login.DisposeAsync();
        }
    }

    /// <summary>The public internet, as far as these tests need it.</summary>
    private sealed class Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
