using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace IntakeBot.Casework.Petitions;

/// <summary>
/// The short code a resident keeps, <c>GM-7K3F9-Q2M4T</c>: ten symbols of an alphabet of thirty (49 bits), none of which
/// is taken for another (no 0 O, 1 I L, and no U beside V).
/// </summary>
public static class Receipt
{
    public const string Alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    public const string Prefix = "GM";
    private const int Symbols = 10;

    /// <summary>A new receipt from the operating system's randomness.</summary>
    public static string New() => From(RandomNumberGenerator.GetString(Alphabet, Symbols));

    /// <summary>A new receipt; <paramref name="next"/> gives a number from 0 up to, not including, its argument.</summary>
    public static string New(Func<int, int> next)
    {
        Span<char> symbols = stackalloc char[Symbols];
        foreach (ref var symbol in symbols) symbol = Alphabet[next(Alphabet.Length)];
        return From(symbols);
    }

    /// <summary>
    /// Reads a receipt as people type it: lower case, full width, blanks, missing or odd dashes, with or without GM,
    /// and with the look-alikes folded onto the symbol that was meant.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? receipt)
    {
        receipt = null;
        if (text is null || text.Length > 64) return false;
        Span<char> kept = stackalloc char[Prefix.Length + Symbols];
        var count = 0;
        foreach (var raw in text)
        {
            var c = Narrow(raw);
            if (c is '-' or '_' or '.' || char.IsWhiteSpace(c)) continue;
            if (!char.IsAsciiLetterOrDigit(c) || count == kept.Length) return false;
            kept[count++] = char.ToUpperInvariant(c);
        }
        ReadOnlySpan<char> body = kept[..count];
        if (count == kept.Length && body.StartsWith(Prefix)) body = body[Prefix.Length..];
        if (body.Length != Symbols) return false;

        Span<char> symbols = stackalloc char[Symbols];
        for (var i = 0; i < Symbols; i++) symbols[i] = Fold(body[i]);
        receipt = From(symbols);
        return true;
    }

    private static string From(ReadOnlySpan<char> symbols) => $"{Prefix}-{symbols[..5]}-{symbols[5..]}";

    private static char Narrow(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\u2212' or '\u30FC' => '-',
        _ => c,
    };

    private static char Fold(char c) => c switch
    {
        '0' or 'O' => 'Q',
        '1' => '7',
        'I' or 'L' => 'J',
        'U' => 'V',
        _ => c,
    };
}
