using System.Text.Json;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.Tests.Webhooks;

namespace IntakeBot.Host.Tests.Api;

public sealed class CitySystemTests
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_foreign_system_takes_a_handoff_from_the_first_event_to_the_closing_sentence(string provider)
    {
        await using var bot = await Receiver.BotAsync(provider);
        var key = await bot.KeyAsync(null, [KeyScopes.CasesRead, KeyScopes.CasesWrite, KeyScopes.EventsRead, KeyScopes.WebhooksWrite], "city", "光明12345");
        using var city = Peers.Start("city-system.cjs", bot.Url, key);
        var complaint = city.StandardError.ReadToEndAsync();
        (await city.StandardOutput.ReadLineAsync()).ShouldBe("ready", city.HasExited ? await complaint : null);
        using var resident = await Talk.BeginAsync(bot, bot.Code);
        await resident.FinishAsync();
        await HearsAsync(resident, "请问您什么时候方便");
        await resident.SayAsync("明天上午在家，电话13812345678");
        await HearsAsync(resident, "已上门处理好了");
        var last = await city.StandardOutput.ReadLineAsync();
        last.ShouldNotBeNull(last is null ? await complaint : null);
        var saw = JsonSerializer.Deserialize<JsonElement>(last);
        await city.WaitForExitAsync();
        saw.GetProperty("state").GetString().ShouldBe("closed");
        saw.GetProperty("tested").GetBoolean().ShouldBeTrue();
        saw.GetProperty("answer").GetString().ShouldBe("明天上午在家，电话138****5678");
        saw.GetProperty("said").EnumerateArray().ShouldContain(m => m.GetString()!.Contains("押金", StringComparison.Ordinal));
        saw.GetProperty("bad").GetArrayLength().ShouldBe(0);
        var hooks = saw.GetProperty("hooks").EnumerateArray().Select(k => k.GetString()).ToList();
        hooks[0].ShouldBe("test");
        hooks.ShouldBeUnique();
        foreach (var kind in (string[])["routed", "claimed", "noted", "closed"]) hooks.ShouldContain(kind);
        // The resident met one person of the city, under one name, and nobody else.
        var heard = await resident.AllAsync();
        heard.Where(a => a.GetProperty("from").GetProperty("id").GetString()!.StartsWith("staff-", StringComparison.Ordinal)).Select(a => a.GetProperty("from").GetProperty("name").GetString()).Distinct().ShouldBe(["光明12345 李工"]);
        heard.ShouldNotContain(a => a.ToString().Contains("居民明天上午在家", StringComparison.Ordinal));
    }

    private static Task<List<JsonElement>> HearsAsync(Talk resident, string words) =>
        Until.TrueAsync(resident.AllAsync, heard => heard.Any(a => a.TryGetProperty("text", out var text) && text.GetString()?.Contains(words, StringComparison.Ordinal) == true), seconds: 40);
}
