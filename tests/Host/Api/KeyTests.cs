using System.Net;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Api;

/// <summary>What a key opens: its area, its scopes, its end, its pace.</summary>
public sealed class KeyTests(Bots bots)
{
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
