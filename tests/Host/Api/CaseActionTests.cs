using System.Net;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Api;

/// <summary>What agents of another system do with cases, by the same rules as people at the desk.</summary>
public sealed class CaseActionTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task An_agent_of_another_system_takes_a_case_answers_and_closes_it(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        using var city = bot.System(await bot.KeyAsync(null, [KeyScopes.CasesRead, KeyScopes.CasesWrite], display: "光明12345"));
        var seen = await city.GetAsync($"cases/{found.Id}");
        seen.GetProperty("receipt").GetString().ShouldBe(found.Receipt);
        seen.GetProperty("state").GetString().ShouldBe("routed");

        var claimed = await city.PostAsync($"cases/{found.Id}/claim", new { agent = city.Agent }, seen: $"\"{seen.GetProperty("version").GetInt64()}\"");
        claimed.GetProperty("owner").GetProperty("agent").GetString().ShouldBe("li");
        var said = await city.PostAsync($"cases/{found.Id}/say", new { agent = city.Agent, text = "您好，我来帮您处理。" });
        said.GetProperty("state").GetString().ShouldBe("contacted");
        var heard = await resident.ListenAsync();
        heard.ShouldContain(a => a.ToString().Contains("光明12345 李工", StringComparison.Ordinal));
        heard.ShouldContain(a => a.GetProperty("text").GetString() == "您好，我来帮您处理。" && a.GetProperty("from").GetProperty("name").GetString() == "光明12345 李工");

        var before = (await city.GetAsync($"cases/{found.Id}/transcript")).GetProperty("watermark").GetInt64();
        var waiting = city.GetAsync($"cases/{found.Id}/transcript?after={before}&wait=20");
        await resident.SayAsync("好的，我的电话是13812345678");
        var answer = (await waiting).GetProperty("messages").EnumerateArray().Single();
        answer.GetProperty("from").GetString().ShouldBe("resident");
        answer.GetProperty("text").GetString()!.ShouldContain("138****5678");

        var outcome = (await city.GetAsync("outcomes"))[0].GetProperty("code").GetString();
        (await city.PostAsync($"cases/{found.Id}/close", new { agent = city.Agent, outcome, sentence = "押金已经退回您的账户。" })).GetProperty("state").GetString().ShouldBe("closed");
        (await resident.ListenAsync()).ShouldContain(a => a.ToString().Contains("押金已经退回您的账户", StringComparison.Ordinal));
        var timeline = (await city.GetAsync($"cases/{found.Id}")).GetProperty("timeline").EnumerateArray().ToList();
        var closed = timeline.Single(e => e.GetProperty("kind").GetString() == "closed");
        closed.GetProperty("who").GetString().ShouldBe("光明12345 李工");
        closed.GetProperty("origin").GetString().ShouldBe("api");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task One_owner_whoever_comes_by_which_door(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var key = await bot.KeyAsync(KeyScopes.CasesRead, KeyScopes.CasesWrite);
        using var li = bot.System(key);
        using var wang = new CitySystem(bot, key) { Agent = new { id = "wang", name = "王姐" } };
        using var answers = await Both(li, wang);
        answers.Count(200).ShouldBe(1);
        answers.Count(409).ShouldBe(1);
        var loser = answers.Won(li) ? wang : li;
        (await loser.PostAsync($"cases/{found.Id}/say", new { agent = loser.Agent, text = "我也来" }, HttpStatusCode.Conflict)).GetProperty("code").GetString().ShouldBe("taken");
        // Again by the same agent changes nothing.
        var winner = answers.Won(li) ? li : wang;
        await winner.PostAsync($"cases/{found.Id}/claim", new { agent = winner.Agent });
        (await winner.GetAsync($"cases?tab=mine&agent={(winner == li ? "li" : "wang")}")).GetProperty("cases").EnumerateArray().ShouldContain(c => c.GetProperty("id").GetGuid() == found.Id);

        async Task<Pair> Both(CitySystem one, CitySystem two)
        {
            var sent = new[] { one, two }.Select(c => c.SendAsync($"cases/{found.Id}/claim", new { agent = c.Agent }, Guid.CreateVersion7().ToString())).ToArray();
            return new(one, await Task.WhenAll(sent));
        }
    }

    private sealed record Pair(CitySystem First, HttpResponseMessage[] Answers) : IDisposable
    {
        public int Count(int status) => Answers.Count(a => (int)a.StatusCode == status);
        public bool Won(CitySystem who) => Answers[who == First ? 0 : 1].IsSuccessStatusCode;
        public void Dispose() => Array.ForEach(Answers, a => a.Dispose());
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Everything_a_clerk_does_to_a_case_an_agent_does_too(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        using var city = bot.System(await bot.KeyAsync(KeyScopes.CasesRead, KeyScopes.CasesWrite));
        var agent = city.Agent;
        await city.PostAsync($"cases/{found.Id}/note", new { agent, text = "先看看" });
        await city.PostAsync($"cases/{found.Id}/claim", new { agent });
        await city.PostAsync($"cases/{found.Id}/call", new { agent, number = "reporter", result = "no-answer", comment = "没人接" });
        (await city.PostAsync($"cases/{found.Id}/call", new { agent, number = "aunt", result = "no-answer" }, HttpStatusCode.UnprocessableEntity)).GetProperty("detail").GetString()!.ShouldContain("reporter");
        var urgency = (await city.GetAsync($"cases/{found.Id}")).GetProperty("facts").EnumerateArray().Single(f => f.GetProperty("field").GetString() == "urgency").GetProperty("value").GetString();
        await city.PostAsync($"cases/{found.Id}/facts", new { agent, field = "urgency", value = "urgent", saw = urgency });
        await city.PostAsync($"cases/{found.Id}/facts", new { agent, field = "urgency", value = "normal", saw = urgency }, HttpStatusCode.PreconditionFailed);
        await city.PostAsync($"cases/{found.Id}/facts", new { agent, field = "amount", value = "many", saw = "3000" }, HttpStatusCode.UnprocessableEntity);
        (await city.PostAsync($"cases/{found.Id}/progress", new { agent, state = "handling" })).GetProperty("state").GetString().ShouldBe("handling");
        await city.PostAsync($"cases/{found.Id}/progress", new { agent, state = "flying" }, HttpStatusCode.UnprocessableEntity);
        using (var typing = await city.SendAsync($"cases/{found.Id}/typing", new { agent }, null)) typing.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var full = await city.GetAsync($"cases/{found.Id}");
        var fact = full.GetProperty("facts").EnumerateArray().Single(f => f.GetProperty("field").GetString() == "urgency");
        fact.GetProperty("said").GetString().ShouldBe(urgency);
        fact.GetProperty("value").GetString().ShouldBe("urgent");
        full.GetProperty("timeline").EnumerateArray().Select(e => e.GetProperty("kind").GetString()).ShouldBeSubsetOf(["received", "routed", "opened", "noted", "claimed", "phoned", "revised", "handling"]);

        var (second, twin) = await bot.RealCaseAsync();
        using var __ = second;
        (await city.PostAsync($"cases/{twin.Id}/merge", new { agent, into = found.Id })).GetProperty("state").GetString().ShouldBe("merged");
        (await city.GetAsync($"cases/{twin.Id}")).GetProperty("mergedInto").GetGuid().ShouldBe(found.Id);
        (await city.PostAsync($"cases/{twin.Id}/unmerge", new { agent, why = "不是同一件事" })).GetProperty("state").GetString().ShouldBe("reopened");
        await city.PostAsync($"cases/{twin.Id}/unmerge", new { agent, why = "不是同一件事" }, HttpStatusCode.Conflict);
        await city.PostAsync($"cases/{found.Id}/transfer", new { agent, staffId = "nobody" }, HttpStatusCode.Conflict);
        (await city.PostAsync($"cases/{found.Id}/withdraw", new { agent, why = "电话里说不用了" })).GetProperty("state").GetString().ShouldBe("withdrawn");
        (await city.PostAsync($"cases/{found.Id}/reopen", new { agent, why = "又来找了" })).GetProperty("state").GetString().ShouldBe("reopened");
        (await city.GetAsync("replies")).GetArrayLength().ShouldBeGreaterThan(0);
        (await city.GetAsync("categories")).EnumerateArray().ShouldContain(c => c.GetProperty("code").GetString() == "rental.deposit");
    }
}
