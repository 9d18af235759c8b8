namespace IntakeBot.Load.Contenders;

/// <summary>Where the built programs and the peers stand.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    // The programs are taken from the same configuration as this one.
    private static string Configuration => AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";

    public static string Program(string project, string assembly) => Path.Combine(Root, project, "bin", Configuration, "net10.0", assembly + ".dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntakeBot.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("IntakeBot.sln stands in no folder above this program.");
    }
}
