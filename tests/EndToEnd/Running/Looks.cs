using Microsoft.Playwright;

namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>Looks at pages at desk and at phone size: a picture of each, what axe has against it, and whether it is wider than the screen.</summary>
internal sealed class Looks
{
    private static readonly (string Name, int Width, int Height)[] s_sizes = [("desk", 1366, 860), ("phone", 390, 844)];
    private readonly List<string> _faults = [];

    public async Task AtAsync(IPage page, string name)
    {
        foreach (var (size, width, height) in s_sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            await page.WaitForTimeoutAsync(250);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Artifacts, $"{name}-{size}.png") });
            _faults.AddRange((await Axe.SeriousAsync(page)).Select(fault => $"{name} ({size}): {fault}"));
            var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (wide > 1) _faults.Add($"{name} ({size}): {wide} px wider than the screen");
        }

        await page.SetViewportSizeAsync(s_sizes[0].Width, s_sizes[0].Height);
    }

    public void ShouldBeClean() => _faults.ShouldBeEmpty();
}
