using PhoneNumbers;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Telephone and identity numbers, in any grouping: found by their digits, judged by the rules of the numbering plan and GB 11643.</summary>
internal static class IdentityReader
{
    private static readonly PhoneNumberUtil s_phones = PhoneNumberUtil.GetInstance();
    private static readonly string[] s_tailBefore = ["尾号是", "尾号系", "尾号", "尾数是", "尾数", "后四位是", "后四位", "最后四位是", "最后四位", "后面四位是", "末四位", "末尾是", "last four digits are", "last four digits", "last four", "ending in", "ends in", "ends with", "ending with", "wei hao"];

    public static void Read(string text, string language, List<Phone> phones, List<IdNumber> ids)
    {
        Span<char> buffer = stackalloc char[DigitRun.Most];
        for (var i = 0; ;)
        {
            i = DigitRun.Next(text, i);
            if (i < 0) return;
            var end = DigitRun.Read(text, i, false, buffer, out var count);
            if (count >= Fewest || DigitRun.MayGoOn(text, end))
            {
                if (!Found(text, i, ref end, buffer[..count], language, phones, ids) && DigitRun.Read(text, i, true, buffer, out count) is var mixed && count == 11 && !InWord(text, i, mixed) && Number(new(buffer[..count]), false, language) is { } e164)
                {
                    phones.Add(new(new(i, mixed - i), e164));
                    end = mixed;
                }
            }
            i = Math.Max(end, i + 1);
        }
    }

    // Fewer digits are neither a number nor a tail.
    private const int Fewest = 4;

    private static bool Found(string text, int start, ref int end, ReadOnlySpan<char> run, string language, List<Phone> phones, List<IdNumber> ids)
    {
        if (run.Length == 4 && Tail(text, start)) phones.Add(new(new(start, end - start), "", new(run)));
        else if (run.Length < 7) return false;
        else
        {
            var digits = new string(run);
            if (IdentityNumber(text, start, ref end, digits) is { } masked) ids.Add(new(new(start, end - start), masked));
            else if (InWord(text, start, end)) return false;
            else if (digits.Length <= 15 && Number(digits, text[start] == '+', language) is { } e164 && (digits.Length != 8 || end - start == 8 || text[start] == '+' || Announced(text, start))) phones.Add(new(new(start, end - start), e164));
            else if (digits.Length is > 11 and <= 30 && Inner(text, start, end, language) is { } inner) phones.Add(inner);
            else return false;
        }
        return true;
    }

    // wx13812345678: the name of an account, unless the letters say what it is.
    private static bool InWord(string text, int start, int end)
    {
        if (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] == '_')) return true;
        var from = start;
        while (from > 0 && start - from < 8 && (char.IsAsciiLetter(text[from - 1]) || text[from - 1] == '_')) from--;
        return from < start && text.AsSpan(from, start - from) is not ("tel" or "phone" or "mobile" or "call" or "number" or "no" or "hp");
    }

    private static bool Tail(string text, int at)
    {
        while (at > 0 && text[at - 1] is ' ' or ':' or '是') at--;
        foreach (var word in s_tailBefore)
        {
            if (text.AsSpan(0, at).EndsWith(word)) return true;
        }
        return false;
    }

    // 2000-3000 is a range, not a local number, unless one is announced.
    private static bool Announced(string text, int at) =>
        text.AsSpan(Math.Max(0, at - 6), Math.Min(6, at)) is var before && (before.Contains("电话", StringComparison.Ordinal) || before.Contains("座机", StringComparison.Ordinal) || before.Contains("固话", StringComparison.Ordinal) || before.Contains("号码", StringComparison.Ordinal) || before.Contains("tel", StringComparison.Ordinal) || before.Contains("phone", StringComparison.Ordinal));

    private static string? Number(string digits, bool international, string language)
    {
        if (digits.Length == 11 && digits[0] == '1' && digits[1] is < '3') return null;
        if (digits.Length == 8 && DateOnly.TryParseExact(digits, "yyyyMMdd", out var day) && day.Year is > 1900 and < 2100) return null;
        if (digits.Length <= 8 && digits.Length != 8 || digits.Length == 8 && digits[0] is '1' or '0' or '9' && language != "zh-HK") return null;
        var region = digits.Length == 8 && language == "zh-HK" && digits[0] is '5' or '6' or '9' ? "HK" : "CN";
        // A local number of eight digits is one of Shenzhen's.
        var dialled = digits.Length == 8 && region == "CN" ? "0755" + digits : digits.StartsWith("852", StringComparison.Ordinal) && digits.Length == 11 || digits.StartsWith("86", StringComparison.Ordinal) && digits.Length == 13 ? "+" + digits : international ? "+" + digits : digits;
        try
        {
            var number = s_phones.Parse(dialled, region);
            return s_phones.IsValidNumber(number) ? s_phones.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    // 微信同号13812345678 300: a mobile number with other digits near it.
    private static Phone? Inner(string text, int start, int end, string language)
    {
        Span<char> digits = stackalloc char[11];
        for (var i = start; i + 11 <= end; i++)
        {
            if (text[i] != '1' || (i > 0 && char.IsAsciiDigit(text[i - 1]))) continue;
            var (run, count) = (i, 0);
            for (; run < end && count < 11; run++)
            {
                if (char.IsAsciiDigit(text[run])) digits[count++] = text[run];
            }
            if (count == 11 && !(run < text.Length && char.IsAsciiDigit(text[run])) && Number(new(digits), false, language) is { } e164) return new(new(i, run - i), e164);
        }
        return null;
    }

    private static readonly int[] s_weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private static string? IdentityNumber(string text, int start, ref int end, string digits)
    {
        var x = digits.Length == 17 && end < text.Length && text[end] == 'x' && !(end + 1 < text.Length && char.IsAsciiLetter(text[end + 1]));
        if (digits.Length != 18 && !x) return null;
        if (text[start] == '+' || digits[0] == '0' || !DateOnly.TryParseExact(digits.AsSpan(6, 8), "yyyyMMdd", out var born) || born.Year is < 1900 or > 2100) return null;
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += (digits[i] - '0') * s_weights[i];
        var check = "10X98765432"[sum % 11];
        var last = x ? 'X' : digits[17];
        // A slip of the finger is still somebody's number where one is announced.
        if (check != last && !text.AsSpan(Math.Max(0, start - 8), Math.Min(8, start)).Contains("身份证", StringComparison.Ordinal)) return null;
        if (x) end++;
        return $"{digits[..3]}*************{digits[16]}{last}";
    }
}
