namespace IntakeBot.EndToEnd.Tests.Running;

/// <summary>Where the built programs and the build output of tests stand.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Release or Debug: the programs are taken from the same configuration as these tests.</summary>
    private static string Configuration => AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";

    public static string Program(string project, string assembly) =>
        Path.Combine(Root, project, "bin", Configuration, "net10.0", assembly + ".dll");

    /// <summary>Screenshots and figures are kept here as build output.</summary>
    public static string Artifacts
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("INTAKEBOT_TEST_ARTIFACTS") ?? Path.Combine(Root, "artifacts", "tests");
            Directory.CreateDirectory(folder);
            return folder;
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntakeBot.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("IntakeBot.sln stands in no folder above the tests.");
    }
}
