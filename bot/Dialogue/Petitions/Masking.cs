using System.Text;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Petitions;

/// <summary>The resident's words as they may be kept and travel: ID numbers masked for ever, phone numbers where a slot holds them.</summary>
internal static class Masking
{
    public static string Clean(Reading reading)
    {
        if (reading.IdNumbers.Count == 0 && reading.Phones.Count == 0) return reading.Original.Trim();
        var masks = reading.IdNumbers.Select(n => (n.Span, Text: n.Masked))
            .Concat(reading.Phones.Where(p => p.Tail is null).Select(p => (p.Span, Text: Phone(p.Span.Of(reading.Original)))))
            .OrderBy(m => m.Span.Start);
        var text = new StringBuilder();
        var at = 0;
        foreach (var (span, masked) in masks)
        {
            if (span.Start < at) continue;
            text.Append(reading.Original, at, span.Start - at).Append(masked);
            at = span.End;
        }
        return text.Append(reading.Original, at, reading.Original.Length - at).ToString().Trim();
    }

    /// <summary>All but ID numbers, for additions that only staff of the case see.</summary>
    public static string WithoutIds(Reading reading) => Clean(reading with { Phones = [] });

    private static string Phone(string written)
    {
        var digits = written.Where(char.IsDigit).ToArray();
        return digits.Length < 7 ? "****" : $"{new string(digits[..3])}****{new string(digits[^4..])}";
    }
}
