using System.Net;
using System.Text.Json;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Api;

/// <summary>Calls that come twice, or rest upon what is no longer so.</summary>
public sealed class RepeatTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task The_same_call_again_says_nothing_twice_and_another_body_is_refused(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        using var city = bot.System(await bot.KeyAsync(KeyScopes.CasesRead, KeyScopes.CasesWrite));
        await city.PostAsync($"cases/{found.Id}/claim", new { agent = city.Agent });
        var first = await city.PostAsync($"cases/{found.Id}/say", new { agent = city.Agent, text = "只说一遍" }, key: "say-1");
        using (var again = await city.SendAsync($"cases/{found.Id}/say", new { agent = city.Agent, text = "只说一遍" }, "say-1"))
        {
            again.StatusCode.ShouldBe(HttpStatusCode.OK);
            again.Headers.GetValues("Idempotent-Replayed").Single().ShouldBe("true");
            JsonSerializer.Deserialize<JsonElement>(await again.Content.ReadAsStringAsync()).ToString().ShouldBe(first.ToString());
        }
        (await city.PostAsync($"cases/{found.Id}/say", new { agent = city.Agent, text = "别的话" }, HttpStatusCode.UnprocessableEntity, key: "say-1")).GetProperty("code").GetString().ShouldBe("idempotency-key");
        using var missing = await city.SendAsync($"cases/{found.Id}/say", new { agent = city.Agent, text = "没有钥匙" }, null);
        missing.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await resident.AllAsync()).Count(a => a.GetProperty("type").GetString() == "message" && a.GetProperty("text").GetString() == "只说一遍").ShouldBe(1);

        // Many at once: done once, all hear the same or are told to ask again.
        var many = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => city.SendAsync($"cases/{found.Id}/say", new { agent = city.Agent, text = "一起来" }, "say-2")));
        many.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK || a.StatusCode == HttpStatusCode.Conflict);
        many.ShouldContain(a => a.StatusCode == HttpStatusCode.OK);
        Array.ForEach(many, a => a.Dispose());
        (await resident.AllAsync()).Count(a => a.GetProperty("type").GetString() == "message" && a.GetProperty("text").GetString() == "一起来").ShouldBe(1);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task An_action_that_rests_upon_an_old_look_is_not_done(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        using var city = bot.System(await bot.KeyAsync(KeyScopes.CasesRead, KeyScopes.CasesWrite));
        var old = (await city.GetAsync($"cases/{found.Id}")).GetProperty("version").GetInt64();
        await city.PostAsync($"cases/{found.Id}/claim", new { agent = city.Agent });
        var stale = await city.PostAsync($"cases/{found.Id}/hand-back", new { agent = city.Agent }, HttpStatusCode.PreconditionFailed, seen: $"\"{old}\"");
        stale.GetProperty("code").GetString().ShouldBe("changed");
        (await city.GetAsync($"cases/{found.Id}")).GetProperty("state").GetString().ShouldBe("claimed");
        (await city.PostAsync($"cases/{found.Id}/hand-back", new { agent = city.Agent }, HttpStatusCode.BadRequest, seen: "seven")).GetProperty("code").GetString().ShouldBe("if-match");
    }
}
