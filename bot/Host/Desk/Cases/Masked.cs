using System.Text.RegularExpressions;

namespace IntakeBot.Host.Desk.Cases;

/// <summary>Personal data as shown before anybody asks for them.</summary>
internal static partial class Masked
{
    /// <summary>+8613812345678 becomes 138****5678; short numbers keep their last two digits.</summary>
    public static string Phone(string phone)
    {
        var digits = phone.StartsWith("+86", StringComparison.Ordinal) ? phone[3..] : phone;
        return digits.Length >= 8 ? $"{digits[..3]}****{digits[^4..]}" : "****" + digits[Math.Max(0, digits.Length - 2)..];
    }

    /// <summary>The whole number as people read it: without +86, a landline with the zero of its area code.</summary>
    public static string Whole(string phone) => !phone.StartsWith("+86", StringComparison.Ordinal) ? phone : phone is ['+', '8', '6', '1', ..] ? phone[3..] : "0" + phone[3..];

    /// <summary>A text with every mobile number and identity number in it hidden.</summary>
    public static string InText(string text) =>
        Number().Replace(text, match => match.Value.Count(char.IsAsciiDigit) is var digits && digits <= 13 ? Phone(Digits(match.Value)) : "****" + match.Value[^4..]);

    private static string Digits(string number) => "+86" + string.Concat(number.Where(char.IsAsciiDigit))[^11..];

    // A mobile number in any grouping, with or without 86; an identity number of 15 to 18 digits. Every repeat is bounded.
    [GeneratedRegex(@"(?<!\d)(?:(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d){8}|\d{15}(?:\d{2}[\dXx])?)(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    /// <summary>The family name stays.</summary>
    public static string Name(string name)
    {
        var first = System.Globalization.StringInfo.GetNextTextElement(name);
        return first + new string('*', Math.Clamp(new System.Globalization.StringInfo(name).LengthInTextElements - 1, 1, 2));
    }
}
