using System.Runtime.CompilerServices;

namespace IntakeBot.Casework.Tests;

/// <summary>Compares with a file beside the tests; INTAKEBOT_GOLDEN=write writes it anew.</summary>
internal static class Golden
{
    public static void Matches(string name, string text, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "golden", name);
        if (Environment.GetEnvironmentVariable("INTAKEBOT_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text + "\n");
        }
        text.ShouldBe(File.ReadAllText(path).TrimEnd('\n'));
    }
}
