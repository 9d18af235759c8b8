using System.Globalization;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Numbers in digits: 3500, 3,500.50, 18万6, 2.1万, 3k, 5w, 5千多.</summary>
internal static class ArabicNumber
{
    public static NumberToken? Read(string text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        var digits = end - start;
        if (digits > 18) return new(start, end, 0, null, false, false, false, digits);
        while (end + 3 < text.Length && text[end] == ',' && digits <= 3 && IsGroup(text, end + 1)) end += 4;
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]) && digits <= 9)
        {
            var fraction = end + 1;
            while (fraction < text.Length && char.IsAsciiDigit(text[fraction])) fraction++;
            // 2026.11.18 and addresses like 10.0.0.1 are no decimals.
            if (fraction - end <= 5 && !(fraction + 1 < text.Length && text[fraction] == '.' && char.IsAsciiDigit(text[fraction + 1]))) end = fraction;
        }
        if (!decimal.TryParse(text.AsSpan(start, end - start), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value))
            return new(start, end, 0, null, false, false, false, digits);
        return Scale(text, start, end, value, digits);
    }

    private static NumberToken Scale(string text, int start, int end, decimal value, int digits)
    {
        var (approximate, scaled, shortened) = (false, false, false);
        if (end < text.Length && Numerals.IsMore(text[end]) && text[end] != '把')
        {
            // 20多万: the word for more stands inside.
            if (end + 1 < text.Length && Numerals.Unit(text[end + 1]) >= 10_000) end++;
            approximate = true;
        }
        else if (end < text.Length && text[end] == '几' && value % 10 == 0)
        {
            (end, approximate) = (end + 1, true);
        }
        var unit = end < text.Length ? UnitAt(text, end) : 0;
        if (unit > 0)
        {
            (value, end, scaled) = (value * unit, end + 1, true);
            if (end < text.Length && Numerals.Unit(text[end]) == 10_000 && unit < 10_000) (value, end) = (value * 10_000, end + 1);
            (value, end, shortened) = Rest(text, value, end, unit);
        }
        if (!scaled && EnglishNumber.Scale(text, end, out var scale, out var stop)) (value, end, scaled) = (value * scale, stop, true);
        if (end < text.Length && Numerals.IsMore(text[end])) (end, approximate) = (end + 1, true);
        return new(start, end, value, null, approximate, scaled, shortened, digits);
    }

    // 18万6, 1万2千, 3千5.
    private static (decimal Value, int End, bool Short) Rest(string text, decimal value, int end, int unit)
    {
        if (end >= text.Length) return (value, end, false);
        var digit = char.IsAsciiDigit(text[end]) ? text[end] - '0' : Numerals.Digit(text[end]);
        if (digit < 0) return (value, end, false);
        var next = end + 1 < text.Length ? text[end + 1] : '\0';
        if (Numerals.Unit(next) is > 0 and var lower && lower < unit) return (value + digit * lower, end + 2, false);
        if (char.IsAsciiDigit(next))
        {
            // 1万2500
            var stop = end;
            while (stop < text.Length && char.IsAsciiDigit(text[stop])) stop++;
            return stop - end <= 4 && unit == 10_000 && decimal.TryParse(text.AsSpan(end, stop - end), NumberStyles.None, CultureInfo.InvariantCulture, out var more)
                ? (value + more, stop, true) : (value, end, false);
        }
        return digit > 0 && !Numerals.IsMeasure(next) && next is not ('-' or ':') ? (value + digit * unit / 10, end + 1, true) : (value, end, false);
    }

    private static int UnitAt(string text, int at)
    {
        if (Numerals.Unit(text[at]) is >= 100 and var unit) return unit;
        // 3干5, 3干块: a slip for 千
        if (text[at] == '干') return at + 1 < text.Length && (text[at + 1] is '块' or '元' || char.IsAsciiDigit(text[at + 1])) ? 1000 : 0;
        if (text[at] is not ('k' or 'w') || (at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]))) return 0;
        return text[at] == 'k' ? 1000 : 10_000;
    }

    private static bool IsGroup(string text, int at) =>
        char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2]) && (at + 3 >= text.Length || !char.IsAsciiDigit(text[at + 3]));
}
