namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>Reads 2026-11-18, 2026/11/18, 2026.11.18, 11/18, 11.3号.</summary>
internal static class NumericDateReader
{
    public static DatePart? Read(TimeText text, ref int at, DateOnly today)
    {
        if (!char.IsAsciiDigit(text[at]) || char.IsAsciiDigit(text[at - 1]) || text[at - 1] is '.' or '/') return null;
        Span<int> parts = stackalloc int[3];
        var (i, count, mark) = (at, 0, '\0');
        while (count < 3)
        {
            var from = i;
            while (char.IsAsciiDigit(text[i]) && i - from < 5) parts[count] = parts[count] * 10 + text[i++] - '0';
            if (i == from) return null;
            count++;
            if (count == 3 || text[i] is not ('-' or '/' or '.') || mark != 0 && text[i] != mark) break;
            mark = text[i++];
        }
        if (char.IsAsciiDigit(text[i])) return null;
        if (count == 2) return Short(text, ref at, i, parts[0], parts[1], mark, today);
        if (count != 3 || parts[0] is < 1990 or > 2100 || DatePart.Valid(parts[0], parts[1], parts[2]) is not { } day) return null;
        at = i;
        return DatePart.Day(day);
    }

    // 11/18 says it by itself unless it may be a fraction; 11.3 and 11-3 need 号 or 日.
    private static DatePart? Short(TimeText text, ref int at, int end, int month, int day, char mark, DateOnly today)
    {
        var named = text[end] is '号' or '日' && text[end + 1] is not ('楼' or '线' or '栋');
        var slash = mark == '/' && (day > 12 || text[end] == '那' || end - at >= 5) && !char.IsAsciiLetter(text[end]) && !char.IsAsciiLetter(text[at - 1]) && text[end] is not ('元' or '块' or '的' or '/');
        if (!named && !slash || text[at - 1] == '-') return null;
        if (DatePart.Valid(today.Year, month, day) is not { } date) return null;
        at = named ? end + 1 : end;
        return DatePart.Day(date > today ? DatePart.Valid(today.Year - 1, month, day) ?? date : date);
    }
}
