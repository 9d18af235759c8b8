using System.Net;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Api;

/// <summary>What a key sees of people.</summary>
public sealed class PersonalDataTests(Bots bots)
{
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
}
