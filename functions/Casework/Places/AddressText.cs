using System.Text;

namespace IntakeBot.Casework.Places;

/// <summary>
/// Brings addresses as people type them to one form: narrow characters, no blanks or punctuation, numbers in digits, and
/// one word for a block. The characters are the grammar of Chinese numbers and addresses, not wording.
/// </summary>
internal static class AddressText
{
    private const string Digits = "零一二三四五六七八九";
    private const string BlockWords = "栋棟幢座";
    private const string AfterFloor = "上下道梯顶底";

    public static string Normal(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var raw in text)
        {
            var c = raw is >= '\uFF01' and <= '\uFF5E' ? (char)(raw - 0xFEE0) : raw;
            if (char.IsWhiteSpace(c) || (char.IsPunctuation(c) && c is not ('-' or '#')) || char.IsControl(c)) continue;
            plain.Append(c switch
            {
                '號' => '号',
                '區' => '区',
                '樓' => '楼',
                '〇' => '零',
                '两' => '二',
                '#' => '号',
                _ when BlockWords.Contains(c, StringComparison.Ordinal) => '栋',
                _ => char.ToLowerInvariant(c),
            });
        }
        plain.Replace("弄", "巷");
        for (var i = 0; i + 1 < plain.Length; i++)
        {
            // number so-and-so building, but not "downstairs of number so-and-so"
            var after = i + 2 < plain.Length ? plain[i + 2] : default;
            if (plain[i] == '号' && plain[i + 1] == '楼' && !AfterFloor.Contains(after, StringComparison.Ordinal)) plain.Remove(i + 1, 1)[i] = '栋';
        }
        return NumbersToDigits(plain.ToString());
    }

    /// <summary>Chinese numbers up to 9999 become digits, in names of places as well: both sides go the same way.</summary>
    private static string NumbersToDigits(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var end = i;
            while (end < text.Length && IsNumeral(text[end])) end++;
            if (end > i && Value(text.AsSpan(i, end - i)) is { } value)
            {
                result.Append(value);
                i = end;
            }
            else if (end > i)
            {
                result.Append(text, i, end - i);
                i = end;
            }
            else result.Append(text[i++]);
        }
        return result.ToString();
    }

    private static bool IsNumeral(char c) => Digits.Contains(c, StringComparison.Ordinal) || c is '十' or '百' or '千';

    private static int? Value(ReadOnlySpan<char> numeral)
    {
        int total = 0, digit = -1, places = 0;
        foreach (var c in numeral)
        {
            var unit = c switch { '十' => 10, '百' => 100, '千' => 1000, _ => 0 };
            if (unit > 0)
            {
                total += (digit < 0 ? 1 : digit) * unit;
                (digit, places) = (-1, places + 1);
            }
            else
            {
                var value = Digits.IndexOf(c, StringComparison.Ordinal);
                // read digit by digit: one two three is 123
                digit = digit > 0 && places == 0 ? digit * 10 + value : value;
            }
        }
        total += Math.Max(digit, 0);
        return total is > 0 and < 10_000 ? total : null;
    }
}
