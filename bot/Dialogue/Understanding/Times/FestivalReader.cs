namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>Reads 中秋前, 国庆后第二天, 春节期间, and the festivals of a year that was said (去年国庆).</summary>
internal static class FestivalReader
{
    private static readonly string[] s_before = ["之前", "以前", "前夕", "前", "边"];
    private static readonly string[] s_after = ["之后", "以后", "过后", "后"];
    private static readonly string[] s_during = ["期间", "假期", "放假", "那天", "当天"];
    private static readonly string[] s_oneDay = ["那天", "当天"];

    public static DatePart? Read(TimeText text, ref int at, DateOnly today, Festivals festivals)
    {
        if (text[at] == '年' && text[at + 1] is '前' or '后') return NewYear(text, ref at, today, festivals);
        if (festivals.Read(text, at) is not { } name || festivals.Latest(name, today) is not { } day) return null;
        var i = at + name.Length;
        // 五一路, 七一街 are streets.
        if (text[i] is '路' or '街' || text.Has(i, "大道")) return null;
        return At(text, ref at, i, day);
    }

    public static DatePart? In(TimeText text, ref int at, int year, Festivals festivals) =>
        festivals.Read(text, at) is { } name && festivals.In(name, year) is { } day ? At(text, ref at, at + name.Length, day) : null;

    private static DatePart At(TimeText text, ref int at, int i, DateOnly date)
    {
        if (text[i] == '节') i++;
        var part = DatePart.Day(date) with { Approximate = true };
        if (text.Any(i, s_before) is > 0 and var before) (part, i) = (part with { Before = true }, i + before);
        else if (text.Any(i, s_after) is > 0 and var after) (part, i) = Later(text, i + after) is var (days, end) && days > 0 ? (DatePart.Day(date.AddDays(days)) with { Approximate = true }, end) : (part with { After = true }, i + after);
        else if (text.Any(i, s_during) is > 0 and var during) (part, i) = (part with { To = date.AddDays(text.Any(i, s_oneDay) > 0 ? 1 : 7) }, i + during);
        at = i;
        return part;
    }

    // 国庆后第二天
    private static (int Days, int End) Later(TimeText text, int at) =>
        text[at] == '第' && text.NumberAt(at + 1) is { Value: >= 1 and <= 30 } number && text[number.End] == '天' ? ((int)number.Value, number.End + 1) : (0, at);

    // 年前, 年后: about the lunar new year.
    private static DatePart? NewYear(TimeText text, ref int at, DateOnly today, Festivals festivals)
    {
        var before = text[at - 1];
        if (char.IsAsciiDigit(before) || Entities.Numerals.Begins(before) || before is '个' or '半' or '多' or '今' or '去' or '前' or '明' or '来' or '成' || festivals.Latest("春节", today) is not { } day) return null;
        var part = DatePart.Day(day) with { Approximate = true, Before = text[at + 1] == '前', After = text[at + 1] == '后' };
        at += 2;
        return part;
    }
}
