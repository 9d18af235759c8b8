using System.Runtime.CompilerServices;

namespace IntakeBot.Host.Tests.ResidentPage;

/// <summary>Where the sources of the page stand.</summary>
internal static class PageFiles
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../../.."));
    public static string Page => Path.Combine(Root, "bot/Host/wwwroot/resident");
    public static string Content => Path.Combine(Root, "bot/content");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
