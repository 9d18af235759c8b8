using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntakeBot.Host.Api;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Api;

public sealed class PetitionApiTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task With_a_key_the_petition_comes_with_its_case(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var receipt = await talk.FinishAsync();
        var key = await bot.KeyAsync(KeyScopes.PetitionsRead);
        var found = await Until.TrueAsync(
            async () => JsonDocument.Parse(await GetAsync(bot, $"/api/petitions/{receipt}", key)).RootElement,
            answer => answer.GetProperty("case").GetProperty("state").GetString() == "routed");
        found.GetProperty("schema").GetString().ShouldBe("petition/1");
        found.GetProperty("receipt").GetString().ShouldBe(receipt);
        found.GetProperty("description").GetString()!.ShouldContain("押金");
        var routed = found.GetProperty("case");
        routed.GetProperty("station").GetProperty("name").GetString().ShouldNotBeNullOrEmpty();
        routed.GetProperty("reason").GetString().ShouldNotBeNullOrEmpty();
        routed.GetProperty("timeline").GetArrayLength().ShouldBeGreaterThan(0);
        // As people type it.
        (await GetAsync(bot, $"/api/petitions/{receipt.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)}", key)).ShouldContain(receipt);
    }

    [Fact]
    public async Task Without_a_key_of_the_scope_nobody_reads_a_petition()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var missing = await bot.Http.GetAsync("/api/petitions/GM-22222-22222");
        missing.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        missing.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/petitions/GM-22222-22222");
        request.Headers.Authorization = new("Bearer", "intake_guess");
        (await bot.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        using var narrow = new HttpRequestMessage(HttpMethod.Get, "/api/petitions/GM-22222-22222");
        narrow.Headers.Authorization = new("Bearer", await bot.KeyAsync(KeyScopes.DutyRead));
        (await bot.Http.SendAsync(narrow)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task The_receipt_alone_shows_the_progress_and_stands_in_no_log(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var receipt = await talk.FinishAsync();
        var progress = await Until.TrueAsync(
            () => bot.Http.GetFromJsonAsync<JsonElement>($"/api/petitions/{receipt}/progress"), answer => answer.GetProperty("state").GetString() == "routed");
        progress.GetProperty("station").GetString().ShouldNotBeNullOrEmpty();
        progress.ToString().ShouldNotContain("押金");
        progress.TryGetProperty("petitionId", out _).ShouldBeFalse();
        (await bot.Http.GetAsync("/api/petitions/GM-22222-22222/progress")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        bot.Logs.Lines.ShouldNotContain(line => line.Contains(receipt, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Guessing_receipts_is_slowed()
    {
        await using var bot = await TestBot.StartAsync(Bots.Sqlite, "--Limits:ProgressPerAddressPerMinute=5");
        for (var i = 0; i < 5; i++) (await bot.Http.GetAsync("/api/petitions/GM-22222-22222/progress")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bot.Http.GetAsync("/api/petitions/GM-22222-22222/progress")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public void A_trace_shows_neither_receipts_nor_codes()
    {
        foreach (var (path, shown) in new[] { ("/api/petitions/GM-22222-22222/progress", "/api/petitions/{receipt}/progress"), ("/api/petitions/GM-22222-22222", "/api/petitions/{receipt}"), ("/q/TW-000001.AAAA", "/q/{code}") })
        {
            using var span = new System.Diagnostics.Activity("request").Start();
            var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
            context.Request.Path = path;
            span.SetTag("url.path", path);
            Telemetry.TelemetryFeature.Redact(span, context.Request);
            span.GetTagItem("url.path").ShouldBe(shown);
        }
    }

    [Fact]
    public async Task The_description_of_the_interface_is_the_one_in_the_repository()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var served = await bot.Http.GetStringAsync("/openapi/v1.json");
        var file = Path.Combine(AppContext.BaseDirectory, "openapi.json");
        if (Environment.GetEnvironmentVariable("INTAKEBOT_WRITE_OPENAPI") is { Length: > 0 } path) await File.WriteAllTextAsync(path, served.ReplaceLineEndings("\n") + "\n");
        else (served.ReplaceLineEndings("\n") == (await File.ReadAllTextAsync(file)).TrimEnd('\n')).ShouldBeTrue("the interface has changed: run the test once with INTAKEBOT_WRITE_OPENAPI=bot/Host/Api/openapi.json");
    }

    [Fact]
    public async Task The_description_and_its_examples_hold_for_a_foreign_reader()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var file = Path.GetTempFileName() + ".json";
        try
        {
            var served = await bot.Http.GetStringAsync("/openapi/v1.json");
            await File.WriteAllTextAsync(file, served);
            JsonSerializer.Deserialize<string[]>(await Peers.RunAsync("openapi-lint.mjs", "", file)).ShouldBeEmpty();
            var schemas = JsonDocument.Parse(served).RootElement.GetProperty("components").GetProperty("schemas");
            foreach (var name in ApiExamples.Names) schemas.GetProperty(name).TryGetProperty("examples", out _).ShouldBeTrue(name);
            // Every body that is sent has one.
            foreach (var body in schemas.EnumerateObject().Where(s => s.Name.EndsWith("Request", StringComparison.Ordinal) && s.Name != "ChatRequest"))
                body.Value.TryGetProperty("examples", out _).ShouldBeTrue(body.Name);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_contract_is_published()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        (await bot.Http.GetFromJsonAsync<JsonElement>("/schemas/petition-1.json")).GetProperty("title").GetString().ShouldBe("petition/1");
    }

    private static async Task<string> GetAsync(TestBot bot, string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", key);
        using var answer = await bot.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }
}
