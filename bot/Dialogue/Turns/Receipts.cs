using System.Text.RegularExpressions;

namespace IntakeBot.Dialogue.Turns;

/// <summary>Finds a receipt in what a resident writes, however it is grouped.</summary>
internal static partial class Receipts
{
    public static string? Find(string text)
    {
        if (text.Length > 500 || Pattern().Match(text) is not { Success: true } match) return null;
        return $"GM-{match.Groups[1].ValueSpan}-{match.Groups[2].ValueSpan}".ToUpperInvariant();
    }

    [GeneratedRegex(@"\bGM[-\s]?([0-9A-Z]{5})[-\s]?([0-9A-Z]{5})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
