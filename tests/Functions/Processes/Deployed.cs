using System.Diagnostics;

namespace IntakeBot.Functions.Tests.Processes;

/// <summary>functions/Host published once for all tests, as it is deployed.</summary>
public sealed class Deployed : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intakebot-functions-");

    public string Folder => folder.FullName;
    public string Executable => Path.Combine(Folder, "IntakeBot.Functions");

    public async ValueTask InitializeAsync()
    {
        // The same configuration as these tests, which is built already: publishing then only lays the files out.
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Root(), RedirectStandardOutput = true };
        foreach (var argument in (string[])["publish", "functions/Host", "-c", configuration, "--no-build", "-o", Folder, "-nologo", "-v", "q"])
            start.ArgumentList.Add(argument);
        using var publish = Process.Start(start)!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0) throw new InvalidOperationException("dotnet publish functions/Host failed:\n" + said);
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "IntakeBot.sln"))) at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("IntakeBot.sln stands in no folder above the tests");
    }
}
