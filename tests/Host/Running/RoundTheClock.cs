using System.Text.RegularExpressions;
using IntakeBot.Casework.Content;

namespace IntakeBot.Host.Tests.Running;

/// <summary>The shipped casework content with every station open at any hour: a test must not depend on when it runs.</summary>
internal static partial class RoundTheClock
{
    private static readonly Lazy<string> s_directory = new(() =>
    {
        var directory = Directory.CreateTempSubdirectory("casework-content-").FullName;
        foreach (var file in Directory.GetFiles(CaseworkContent.DefaultDirectory)) File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        var rosters = Path.Combine(directory, "rosters.yaml");
        File.WriteAllText(rosters, Roster().Replace(File.ReadAllText(rosters), "${before}always${after}"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);
        return directory;
    });

    public static string Content => s_directory.Value;

    [GeneratedRegex(@"(?<before>\{roster: )\w+(?<after>, share)|(?<before>\n  hall: )hall(?<after>\n)")]
    private static partial Regex Roster();
}
