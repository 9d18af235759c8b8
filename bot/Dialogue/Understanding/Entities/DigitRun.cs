using System.Buffers;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Digits that stand together as those of one number, however they are grouped: 138 1234 5678, 一三八 零零一三 八零零零.</summary>
internal static class DigitRun
{
    public const int Most = 40;

    private static readonly SearchValues<char> s_first = SearchValues.Create("0123456789+零〇○一壹幺二两贰三叁四肆五伍六陆七柒八捌九玖l");

    /// <summary>Where the next run may begin, or -1.</summary>
    public static int Next(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            var next = text.AsSpan(i).IndexOfAny(s_first);
            if (next < 0) return -1;
            i += next;
            // l38 is 138 typed on a phone.
            if (text[i] != 'l' || i + 1 < text.Length && text[i + 1] is >= '3' and <= '9' && (i == 0 || !char.IsAsciiLetterOrDigit(text[i - 1]))) return i;
        }
        return -1;
    }

    /// <summary>A run of one kind ends here, but digits of another or a mark that groups them follow.</summary>
    public static bool MayGoOn(string text, int at) => at < text.Length && (Digit(text[at], true) >= 0 || Separator(text, at) > 0);

    /// <returns>Where the run ends.</returns>
    /// <param name="mixed">Characters and digits together, l and o for 1 and 0, and any mark between groups.</param>
    public static int Read(string text, int start, bool mixed, Span<char> digits, out int count)
    {
        count = 0;
        var i = text[start] == '+' ? start + 1 : start;
        var end = start;
        var arabic = i < text.Length && char.IsAsciiDigit(text[i]);
        while (i < text.Length && count < digits.Length)
        {
            if ((mixed || char.IsAsciiDigit(text[i]) == arabic ? Digit(text[i], mixed) : -1) is >= 0 and var digit)
            {
                digits[count++] = (char)('0' + digit);
                end = ++i;
                continue;
            }
            if (count == 0 || i - end >= 2) break;
            if (!mixed && arabic && text[i] is ' ' or '-' or '(' or ')' && i + 1 < text.Length && (char.IsAsciiDigit(text[i + 1]) || text[i + 1] is '-' or ' ' or '(')) i++;
            else if (mixed && count is 3 or 7 && Separator(text, i) is > 0 and var separator) i += separator;
            else break;
        }
        return Math.Max(end, start + 1);
    }

    private static int Digit(char c, bool mixed) => char.IsAsciiDigit(c) ? c - '0' : mixed && c == 'l' ? 1 : mixed && c == 'o' ? 0 : Numerals.Digit(c);

    // A mark, or an emoji, before the next group.
    private static int Separator(string text, int at)
    {
        if (text[at] is ' ' or '-' or '.' or ',' or '、' or '—' or '/' or '_') return 1;
        return char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 0;
    }
}
