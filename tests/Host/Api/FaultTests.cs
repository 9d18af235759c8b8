using System.Net;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Api;

/// <summary>Faults of the caller.</summary>
public sealed class FaultTests(Bots bots)
{
    [Fact]
    public async Task What_is_wrong_with_a_call_is_said_with_what_to_do()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var city = bot.System(await bot.KeyAsync(KeyScopes.CasesRead, KeyScopes.CasesWrite));
        var id = Guid.CreateVersion7();
        (await city.GetAsync("cases?tab=nonsense", HttpStatusCode.UnprocessableEntity)).GetProperty("detail").GetString()!.ShouldContain("overdue");
        await city.GetAsync("cases?cursor=xx", HttpStatusCode.UnprocessableEntity);
        await city.GetAsync("cases?limit=0", HttpStatusCode.UnprocessableEntity);
        await city.GetAsync("cases?tab=mine", HttpStatusCode.UnprocessableEntity);
        (await city.PostAsync($"cases/{id}/claim", new { agent = new { id = "a b", name = "x" } }, HttpStatusCode.UnprocessableEntity)).GetProperty("title").GetString()!.ShouldContain("agent");
        await city.PostAsync($"cases/{id}/claim", new { }, HttpStatusCode.UnprocessableEntity);
        await city.PostAsync($"cases/{id}/claim", new { agent = city.Agent }, HttpStatusCode.NotFound);
        using var broken = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cases/{id}/claim") { Content = new StringContent("{", System.Text.Encoding.UTF8, "application/json") };
        broken.Headers.Add("Idempotency-Key", "broken");
        using var answer = await city.Http.SendAsync(broken);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }
}
