using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntakeBot.Dialogue.Content;
using IntakeBot.Host.ResidentPage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntakeBot.Host.Tests.ResidentPage;

public sealed class PageEndpointTests : IAsyncLifetime
{
    private WebApplication _app = null!;
    private HttpClient _http = null!;
    private ContentFiles _content = ContentFiles.FromDirectory(PageFiles.Content);

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.AddResidentPage();
        builder.Services.AddSingleton(services =>
            new PageLibrary(() => _content, services.GetRequiredService<PageAssets>(), NullLogger<PageLibrary>.Instance));
        _app = builder.Build();
        _app.MapResidentPage();
        await _app.StartAsync();
        _http = _app.GetTestClient();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("/q/TW-000123.abcdefghijklmn")]
    [InlineData("/q/no-such-code")]
    [InlineData("/q/")]
    [InlineData("/q")]
    public async Task Page_is_there_with_and_without_a_good_code(string path)
    {
        using var answer = await _http.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await answer.Content.ReadAsStringAsync()).ShouldContain("id=\"conversation\" role=\"log\"");
    }

    [Fact]
    public async Task Script_is_told_whether_there_may_be_a_conversation_to_take_up()
    {
        (await _http.GetStringAsync("/q/")).ShouldNotContain("data-again");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/q/");
        request.Headers.Add("Cookie", "intake_device=x");
        using var answer = await _http.SendAsync(request);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("data-again");
    }

    [Fact]
    public async Task Policy_allows_nothing_inline_and_no_other_host()
    {
        using var answer = await _http.GetAsync("/q/");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("connect-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
    }

    [Fact]
    public async Task Everything_the_shell_names_is_there_and_may_be_kept_for_good()
    {
        var shell = await _http.GetStringAsync("/q/");
        shell.ShouldNotContain("{{");
        var names = Regex.Matches(shell, "(?:href|src)=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToList();
        names.Count.ShouldBe(4);
        foreach (var name in names)
        {
            using var answer = await _http.GetAsync(name);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, name);
            answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
        }
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("identity", null)]
    public async Task Compressed_as_the_client_can_read_it(string accepted, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/q/");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var answer = await _http.SendAsync(request);
        answer.Content.Headers.ContentEncoding.SingleOrDefault().ShouldBe(encoding);
        answer.Headers.Vary.ShouldContain("Accept-Encoding");
    }

    [Fact]
    public async Task Head_answers_without_a_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/q/x");
        using var answer = await _http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("texts.zh-CN.json")]
    [InlineData("texts.en.json")]
    public async Task Texts_come_as_json(string name)
    {
        using var answer = await _http.GetAsync($"{await FolderAsync()}{name}");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        JsonSerializer.Deserialize<Dictionary<string, string>>(await answer.Content.ReadAsStringAsync())!.Keys.ShouldContain("title");
    }

    [Theory]
    [InlineData("nothing.js")]
    [InlineData("index.html")]
    [InlineData("main.js")]
    [InlineData("texts.xx.json")]
    [InlineData("..%2Fappsettings.json")]
    public async Task What_is_no_part_of_the_page_is_not_found(string name)
    {
        using var answer = await _http.GetAsync($"{await FolderAsync()}{name}");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_edition_published_while_running_changes_texts_and_version()
    {
        var before = await FolderAsync();
        var texts = _content.Find("wording/page.zh-CN.yaml")!;
        _content = _content.With("wording/page.zh-CN.yaml", Regex.Replace(texts, "(?m)^title: .*$", "title: Neu"));
        (await _http.GetStringAsync("/q/")).ShouldContain("<title>Neu</title>");
        (await FolderAsync()).ShouldNotBe(before);
        using var old = await _http.GetAsync(before + "page.js");
        old.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task An_edition_with_broken_page_texts_changes_nothing()
    {
        var before = await FolderAsync();
        _content = _content.With("wording/page.en.yaml", "title: only this");
        (await FolderAsync()).ShouldBe(before);
    }

    private async Task<string> FolderAsync() =>
        Regex.Match(await _http.GetStringAsync("/q/"), "/resident/[^/]+/").Value;
}
