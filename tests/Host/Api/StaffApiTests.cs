using System.Net;
using System.Text.Json;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Api;

public sealed class StaffApiTests(Bots bots)
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

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Personal_data_are_shown_with_scope_and_reason_only_and_the_look_is_noted(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync("房东王五不退我3000块押金,上周三退的房,他的电话13900001111");
        using var _ = resident;
        using var plain = bot.System(await bot.KeyAsync(KeyScopes.CasesRead));
        using var trusted = bot.System(await bot.KeyAsync(null, [KeyScopes.CasesRead, KeyScopes.PersonalRead], display: "督办平台"));
        (await plain.GetAsync($"cases/{found.Id}")).ToString().ShouldNotContain("13900001111");
        (await trusted.GetAsync($"cases/{found.Id}")).ToString().ShouldNotContain("13900001111");
        (await plain.GetAsync($"cases/{found.Id}", HttpStatusCode.Forbidden, ("Intake-Reason", "look"))).GetProperty("code").GetString().ShouldBe("scope");

        var shown = await trusted.GetAsync($"cases/{found.Id}", headers: ("Intake-Reason", Uri.EscapeDataString("回访居民")));
        shown.ToString().ShouldContain("13900001111");
        shown.GetProperty("personalDataMasked").GetBoolean().ShouldBeFalse();
        (await trusted.GetAsync($"cases/{found.Id}/transcript", headers: ("Intake-Reason", "callback"))).ToString().ShouldContain("13900001111");
        var looks = (await plain.GetAsync($"cases/{found.Id}")).GetProperty("timeline").EnumerateArray().Where(e => e.GetProperty("kind").GetString() == "looked").ToList();
        looks.Count.ShouldBe(2);
        looks[0].GetProperty("who").GetString().ShouldBe("督办平台");
        looks[0].GetProperty("comment").GetString().ShouldBe("回访居民");
        looks[1].GetProperty("reason").GetString().ShouldBe("transcript");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_key_of_a_station_sees_and_does_nothing_outside_its_area(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var stations = (await bot.StationsAsync()).Where(s => s.Level == CaseLevel.Station).ToList();
        var (own, other) = (stations[3], stations.First(s => s.Subdistrict != stations[3].Subdistrict));
        var mine = await bot.CaseAsync(own);
        var foreign = await bot.CaseAsync(other);
        using var city = bot.System(await bot.KeyAsync(own.Id, [KeyScopes.CasesRead, KeyScopes.CasesWrite]));
        await city.GetAsync($"cases/{mine.Id}");
        await city.GetAsync($"cases/{foreign.Id}", HttpStatusCode.NotFound);
        await city.GetAsync($"cases/{foreign.Id}/transcript", HttpStatusCode.NotFound);
        await city.PostAsync($"cases/{foreign.Id}/claim", new { agent = city.Agent }, HttpStatusCode.NotFound);
        var ids = await AllAsync(city, "cases?tab=all&limit=2");
        ids.ShouldContain(mine.Id);
        ids.ShouldNotContain(foreign.Id);
        ids.Count.ShouldBe(ids.Distinct().Count());
        // The subdistrict's key sees its stations, and not those of others.
        var desk = (await bot.StationsAsync()).Single(s => s.Level == CaseLevel.Subdistrict && s.Subdistrict == own.Subdistrict);
        using var above = bot.System(await bot.KeyAsync(desk.Id, [KeyScopes.CasesRead]));
        await above.GetAsync($"cases/{mine.Id}");
        await above.GetAsync($"cases/{foreign.Id}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Scopes_hold_and_an_ended_key_opens_nothing()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var name = "ends-" + Guid.CreateVersion7().ToString("N")[12..];
        using var reader = bot.System(await bot.KeyAsync(null, [KeyScopes.CasesRead], name));
        await reader.GetAsync("cases?limit=1");
        (await reader.PostAsync($"cases/{Guid.CreateVersion7()}/claim", new { agent = reader.Agent }, HttpStatusCode.Forbidden)).GetProperty("title").GetString()!.ShouldContain("cases:write");
        (await bot.Get<ApiKeys>().EndAsync(name)).ShouldBeTrue();
        (await reader.GetAsync("cases?limit=1", HttpStatusCode.Unauthorized)).GetProperty("code").GetString().ShouldBe("no-key");
        (await bot.Get<ApiKeys>().EndAsync(name)).ShouldBeFalse();
        (await bot.Get<ApiKeys>().ListAsync()).Single(k => k.Name == name).EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_key_that_was_ended_by_another_process_is_forgotten_within_twenty_seconds()
    {
        var time = new ShiftedTime();
        await using var bot = await TestBot.StartAsync(await TestDatabase.CreateAsync(Bots.Sqlite), owned: true, builder => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<TimeProvider>(builder.Services, time));
        using var reader = bot.System(await bot.KeyAsync(null, [KeyScopes.CasesRead], "gone"));
        await reader.GetAsync("cases?limit=1");
        await using (var db = bot.Get<Host.Store.HostDbFactory>().CreateDbContext())
            await db.ApiKeys.ExecuteUpdateAsync(set => set.SetProperty(k => k.EndedAt, TimeProvider.System.GetUtcNow()));
        await Until.TrueAsync(async () =>
        {
            using var answer = await reader.Http.GetAsync("/api/v1/cases?limit=1");
            return answer.StatusCode;
        }, status => status == HttpStatusCode.Unauthorized, seconds: 20);
    }

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

    [Fact]
    public async Task A_key_that_calls_too_often_is_slowed_and_so_is_guessing()
    {
        await using var bot = await TestBot.StartAsync(Bots.Sqlite, "--Limits:CallsPerKeyPerMinute=5", "--Limits:GuessesPerAddressPerMinute=3");
        using var city = bot.System(await bot.KeyAsync(KeyScopes.CasesRead));
        for (var i = 0; i < 5; i++) await city.GetAsync("outcomes");
        await city.GetAsync("outcomes", HttpStatusCode.TooManyRequests);
        using var other = bot.System(await bot.KeyAsync(KeyScopes.CasesRead));
        await other.GetAsync("outcomes");
        using var guess = bot.System("intake_guess");
        for (var i = 0; i < 3; i++) await guess.GetAsync("outcomes", HttpStatusCode.Unauthorized);
        await guess.GetAsync("outcomes", HttpStatusCode.TooManyRequests);
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

    private static async Task<List<Guid>> AllAsync(CitySystem city, string path)
    {
        var (ids, cursor) = (new List<Guid>(), "");
        for (var page = 0; page < 200; page++)
        {
            var answer = await city.GetAsync(path + (cursor.Length > 0 ? "&cursor=" + cursor : ""));
            ids.AddRange(answer.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("id").GetGuid()));
            if (answer.GetProperty("next").GetString() is not { } next) break;
            cursor = next;
        }
        return ids;
    }
}
