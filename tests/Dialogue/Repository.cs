namespace IntakeBot.Dialogue.Tests;

/// <summary>The working copy that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntakeBot.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("IntakeBot.sln stands in no folder above the tests.");
    }
}
