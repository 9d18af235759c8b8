using System.Net;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Api;

/// <summary>Shifts of agents of another system.</summary>
public sealed class AgentDutyTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Agents_sign_on_take_cases_from_each_other_and_sign_off_with_empty_hands(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var key = await bot.KeyAsync(found.StationId, [KeyScopes.CasesRead, KeyScopes.CasesWrite, KeyScopes.DutyRead, KeyScopes.DutyWrite], display: "光明12345");
        using var li = bot.System(key);
        using var wang = new CitySystem(bot, key) { Agent = new { id = "wang", name = "王姐" } };
        (await li.PostAsync("duty/sign-on", new { agent = li.Agent })).GetProperty("waiting").GetInt32().ShouldBeGreaterThan(0);
        await wang.PostAsync("duty/sign-on", new { agent = wang.Agent });
        var on = (await li.GetAsync("duty")).EnumerateArray().Select(d => d.GetProperty("who")).ToList();
        // People of other tests may be at work there as well.
        on.Select(w => w.GetProperty("agent").GetString()).OfType<string>().ShouldBe(["li", "wang"], ignoreOrder: true);
        var station = (await li.GetAsync("stations")).EnumerateArray().Single(s => s.GetProperty("id").GetString() == found.StationId);
        station.GetProperty("onDuty").GetInt32().ShouldBeGreaterThanOrEqualTo(2);
        station.GetProperty("waiting").GetInt32().ShouldBeGreaterThan(0);

        await li.PostAsync($"cases/{found.Id}/claim", new { agent = li.Agent });
        (await li.PostAsync("duty/sign-off", new { agent = li.Agent }, HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("in-hand");
        var colleague = (await li.GetAsync($"cases/{found.Id}/colleagues")).EnumerateArray().Single(c => c.GetProperty("name").GetString() == "光明12345 王姐");
        (await li.PostAsync($"cases/{found.Id}/transfer", new { agent = li.Agent, staffId = colleague.GetProperty("id").GetString() })).GetProperty("owner").GetProperty("agent").GetString().ShouldBe("wang");
        await wang.PostAsync($"cases/{found.Id}/say", new { agent = wang.Agent, text = "我是王姐，接着帮您。" });
        (await resident.ListenAsync()).ShouldContain(a => a.ToString().Contains("我是王姐", StringComparison.Ordinal) && a.GetProperty("from").GetProperty("name").GetString() == "光明12345 王姐");
        using var off = await li.SendAsync("duty/sign-off", new { agent = li.Agent }, Guid.CreateVersion7().ToString());
        off.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var all = bot.System(await bot.KeyAsync(KeyScopes.DutyWrite));
        (await all.PostAsync("duty/sign-on", new { agent = all.Agent }, HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("no-desk");
    }
}
