using System.Runtime.CompilerServices;

namespace IntakeBot.Functions.Tests;

/// <summary>Requests as a Functions host posts them.</summary>
internal static class Golden
{
    public static string Text(string name, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(here))!, "golden", name));
}
