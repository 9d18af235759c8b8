using System.Net;
using System.Text.Json;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Tests.Api;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Robots;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Webhooks;

public sealed class WebhookApiTests
{
    [Fact]
    public async Task A_system_keeps_webhooks_of_its_own_area_and_of_no_other()
    {
        await using var bot = await Receiver.BotAsync(Bots.Sqlite);
        await using var receiver = await Receiver.StartAsync();
        var stations = (await bot.StationsAsync()).Where(s => s.Level == CaseLevel.Station).ToList();
        var (own, other) = (stations[0], stations.First(s => s.Subdistrict != stations[0].Subdistrict));
        using var city = bot.System(await bot.KeyAsync(own.Id, [KeyScopes.WebhooksWrite]));
        using var all = bot.System(await bot.KeyAsync(KeyScopes.WebhooksWrite));
        var added = await city.PostAsync("webhooks", new { name = "own", url = receiver.Url, events = new[] { "routed" } }, HttpStatusCode.Created);
        added.GetProperty("secret").GetString()!.ShouldStartWith("whsec_");
        await city.PostAsync("webhooks", new { name = "foreign", url = receiver.Url, stationId = other.Id }, HttpStatusCode.UnprocessableEntity);
        await city.PostAsync("webhooks", new { name = "own", url = receiver.Url }, HttpStatusCode.Conflict);
        (await city.PostAsync("webhooks", new { name = "inside", url = "https://10.0.0.1/" }, HttpStatusCode.UnprocessableEntity)).GetProperty("detail").GetString()!.ShouldContain("AllowedNetworks");
        (await city.PostAsync("webhooks", new { name = "odd", url = receiver.Url, events = new[] { "looked" } }, HttpStatusCode.UnprocessableEntity)).GetProperty("title").GetString()!.ShouldContain("events");
        await all.PostAsync("webhooks", new { name = "everything", url = receiver.Url }, HttpStatusCode.Created);
        var listed = await city.GetAsync("webhooks");
        listed.EnumerateArray().Select(w => w.GetProperty("name").GetString()).ShouldBe(["own"]);
        // The url is shown without what may be a secret in it.
        listed.ToString().ShouldNotContain("secret-of-the-url");
        (await all.GetAsync("webhooks")).GetArrayLength().ShouldBe(2);

        receiver.Answer = _ => 500;
        var id = added.GetProperty("id").GetString();
        (await city.PostAsync($"webhooks/{id}/test", new { })).GetProperty("reason").GetString().ShouldBe("http-500");
        await bot.ArrivedAsync(own);
        var failing = await Until.TrueAsync(() => city.GetAsync("webhooks"), list => list[0].GetProperty("failures").GetArrayLength() == 1);
        failing[0].GetProperty("failures")[0].GetProperty("kind").GetString().ShouldBe("routed");
        receiver.Answer = _ => 200;
        (await city.PostAsync($"webhooks/{id}/resend", new { })).GetProperty("events").GetInt32().ShouldBe(1);
        await Until.TrueAsync(() => city.GetAsync("webhooks"), list => list[0].GetProperty("failures").GetArrayLength() == 0 && list[0].GetProperty("waiting").GetInt32() == 0);
        await SendAsync(city, HttpMethod.Patch, $"webhooks/{id}", new { enabled = false });
        (await city.GetAsync("webhooks"))[0].GetProperty("enabled").GetBoolean().ShouldBeFalse();
        await SendAsync(city, HttpMethod.Delete, $"webhooks/{id}", new { });
        (await city.GetAsync("webhooks")).GetArrayLength().ShouldBe(0);
        var everything = (await all.GetAsync("webhooks"))[0].GetProperty("id").GetString();
        using var foreign = await city.SendAsync($"webhooks/{everything}", new { }, "x", method: HttpMethod.Delete);
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task SendAsync(CitySystem city, HttpMethod method, string path, object body)
    {
        using var answer = await city.SendAsync(path, body, Guid.CreateVersion7().ToString(), method: method);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
    }
}
