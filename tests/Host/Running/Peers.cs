using System.Diagnostics;

namespace IntakeBot.Host.Tests.Running;

/// <summary>Software that we did not write, from npm, run by the scripts in <c>tests/peers</c>.</summary>
public static class Peers
{
    private static readonly string s_folder = Path.Combine(Root(), "tests", "peers");

    /// <summary>Runs a script to its end and answers what it printed.</summary>
    public static async Task<string> RunAsync(string script, string input, params string[] arguments)
    {
        using var node = Start(script, arguments);
        var complaint = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(input);
        node.StandardInput.Close();
        var said = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        node.ExitCode.ShouldBe(0, $"Run tests/run once, or npm ci in tests/peers, to install the peers.\n{await complaint}");
        return said;
    }

    /// <summary>Starts a script that runs until its input is closed.</summary>
    public static Process Start(string script, params string[] arguments) => Process.Start(new ProcessStartInfo("node", [Path.Combine(s_folder, script), .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntakeBot.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("IntakeBot.sln stands in no folder above the tests.");
    }
}
