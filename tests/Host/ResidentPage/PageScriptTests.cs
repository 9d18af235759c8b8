using System.Diagnostics;

namespace IntakeBot.Host.Tests.ResidentPage;

/// <summary>The page's modules are tested where they run, in JavaScript: <c>node --test tests/Page</c>.</summary>
public sealed class PageScriptTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Path.Combine(PageFiles.Root, "tests/Page"), "*.test.mjs").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public async Task Scripts_pass_their_own_tests(string file)
    {
        var start = new ProcessStartInfo("node", ["--test", Path.Combine("tests/Page", file)])
        {
            WorkingDirectory = PageFiles.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        node.ExitCode.ShouldBe(0, await output + await errors);
    }
}
