using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>Deque's axe in the open page: what it finds serious or critical, in one line each.</summary>
internal static class Axe
{
    public static async Task<string[]> SeriousAsync(IPage page) =>
        [.. (await page.RunAxe()).Violations.Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{v.Id}: {v.Help}: {string.Join("; ", v.Nodes.Take(3).Select(node => node.Html))}")];
}
