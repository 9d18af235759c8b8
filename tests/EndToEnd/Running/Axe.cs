using System.Text.Json;
using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>Deque's axe in the open page: what it finds serious or critical, in one line each.</summary>
internal static class Axe
{
    private static readonly string s_script = Path.Combine(Repository.Root, "tests", "peers", "node_modules", "axe-core", "axe.min.js");

    public static async Task<IReadOnlyList<string>> SeriousAsync(IPage page)
    {
        Assert.SkipUnless(File.Exists(s_script), "axe-core is not installed: run tests/run");
        // By evaluation: the page's own policy lets no foreign script in.
        await page.EvaluateAsync(await File.ReadAllTextAsync(s_script));
        var found = await page.EvaluateAsync<JsonElement>("""
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
              .filter(v => v.impact === 'serious' || v.impact === 'critical')
              .map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`)
            """);
        return [.. found.EnumerateArray().Select(f => f.GetString()!)];
    }
}
