using IntakeBot.Dialogue.Understanding.Entities;

namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>Reads a date at a place in the text, relative to the day of the message.</summary>
internal sealed class DateReader(TimeText text, DateTimeOffset now, Festivals festivals)
{
    private readonly DateOnly _today = DateOnly.FromDateTime(now.DateTime);

    private static readonly (string Word, int Days, DayPart? Part)[] s_days =
    [
        ("大前天", -3, null), ("前天", -2, null), ("前日", -2, null), ("前晚", -2, DayPart.Evening), ("前夜", -2, DayPart.Night),
        ("昨天", -1, null), ("昨日", -1, null), ("昨儿", -1, null), ("昨晚", -1, DayPart.Evening), ("昨夜", -1, DayPart.Night), ("昨早", -1, DayPart.Morning),
        ("琴日", -1, null), ("寻日", -1, null), ("琴晚", -1, DayPart.Evening), ("寻晚", -1, DayPart.Evening), ("昨", -1, null),
        ("今天", 0, null), ("今日", 0, null), ("今儿", 0, null), ("今早", 0, DayPart.Morning), ("今晨", 0, DayPart.SmallHours), ("今朝", 0, DayPart.Morning), ("今晚", 0, DayPart.Evening), ("今夜", 0, DayPart.Night),
        ("大后天", 3, null), ("后天", 2, null), ("明天", 1, null), ("明日", 1, null), ("听日", 1, null), ("明早", 1, DayPart.Morning), ("明晚", 1, DayPart.Evening), ("听晚", 1, DayPart.Evening),
        ("the day before yesterday", -2, null), ("last night", -1, DayPart.Evening), ("yesterday", -1, null), ("tonight", 0, DayPart.Evening), ("today", 0, null), ("tomorrow", 1, null),
        ("this morning", 0, DayPart.Morning), ("this afternoon", 0, DayPart.Afternoon), ("this evening", 0, DayPart.Evening),
    ];

    public DatePart? Read(ref int at) => Day(ref at) ?? Week(ref at) ?? Festival(ref at) ?? Numeric(ref at) ?? YearMonth(ref at);

    private DatePart? Day(ref int at)
    {
        foreach (var (word, days, part) in s_days)
        {
            if (text[at] != word[0] || !text.Has(at, word)) continue;
            var next = text[at + word.Length];
            if (word == "昨" && next is not ('下' or '上' or '中' or '早' or '晚' or '夜')) continue;
            if (word == "前日" && next == '子' || word == "后天" && next is '性' or '的') continue;
            if (char.IsAsciiLetter(word[0]) && (char.IsAsciiLetter(next) || char.IsAsciiLetter(text[at - 1]))) continue;
            at += word.Length;
            return DatePart.Day(_today.AddDays(days)) with { Part = part, Today = days == 0 };
        }
        return null;
    }

    private static readonly string[] s_week = ["周", "星期", "礼拜"];
    private static readonly string[] s_weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private DatePart? Week(ref int at)
    {
        var i = at;
        var weeks = 0;
        var said = true;
        if (text.Has(i, "上上")) (weeks, i) = (-2, i + 2);
        else if (text[i] == '上') (weeks, i) = (-1, i + 1);
        else if (text[i] == '下') (weeks, i) = (1, i + 1);
        else if (text[i] is '这' or '本' or '呢') i++;
        else if (text.Any(i, ["last week", "this week", "next week"]) is > 0 and var english)
        {
            weeks = text[i] == 'l' ? -1 : text[i] == 'n' ? 1 : 0;
            at += english;
            return WeekOf(weeks);
        }
        else said = false;
        if (said && text[i] is '个' or '一') i++;
        if (said && text[i] == '个') i++;
        var word = text.Any(i, s_week);
        if (word > 0)
        {
            i += word;
            var day = text[i] is '日' or '天' ? 7 : text[i] is >= '1' and <= '7' && !char.IsAsciiDigit(text[i + 1]) ? text[i] - '0' : Numerals.Digit(text[i]) is >= 1 and <= 6 and var d ? d : 0;
            if (word == 1 && day == 0 && text[i] == '末' || text[i] == '末')
            {
                at = i + 1;
                var saturday = Monday(weeks).AddDays(5);
                if (!said && saturday > _today) saturday = saturday.AddDays(-7);
                return new(saturday, saturday.AddDays(2), $"{saturday.Year:0000}-W{Iso(saturday):00}-WE");
            }
            if (day == 0)
            {
                if (!said) return null;
                at = i;
                return WeekOf(weeks);
            }
            at = i + 1;
            return Weekday(day, said ? weeks : null);
        }
        return EnglishWeekday(ref at);
    }

    private DatePart? EnglishWeekday(ref int at)
    {
        var i = at;
        if (text[i] is < 'a' or > 'z' || char.IsAsciiLetter(text[i - 1])) return null;
        var last = text.Any(i, ["last "]);
        i += last;
        for (var d = 0; d < 7; d++)
        {
            var name = s_weekdays[d];
            var length = text.Has(i, name) ? name.Length : 0;
            if (length == 0 || char.IsAsciiLetter(text[i + length]) && text[i + length] != 's') continue;
            at = i + length;
            return Weekday(d + 1, last > 0 && (int)_today.DayOfWeek != d + 1 ? null : last > 0 ? -1 : null);
        }
        return null;
    }

    private DatePart Weekday(int day, int? weeks)
    {
        var date = Monday(weeks ?? 0).AddDays(day - 1);
        if (weeks is null && date > _today) date = date.AddDays(-7);
        return DatePart.Day(date) with { Weekly = weeks is null ? date.DayOfWeek : null };
    }

    private DatePart WeekOf(int weeks)
    {
        var monday = Monday(weeks);
        return new(monday, monday.AddDays(7), $"{System.Globalization.ISOWeek.GetYear(monday.ToDateTime(default)):0000}-W{Iso(monday):00}");
    }

    private static int Iso(DateOnly day) => System.Globalization.ISOWeek.GetWeekOfYear(day.ToDateTime(default));
    private DateOnly Monday(int weeks) => _today.AddDays(-(((int)_today.DayOfWeek + 6) % 7) + 7 * weeks);

    private DatePart? Festival(ref int at)
    {
        if (festivals.Read(text, at) is not { } name) return null;
        var i = at + name.Length;
        if (text[i] == '节') i++;
        var day = festivals.Latest(name, _today);
        if (day is not { } date) return null;
        var part = DatePart.Day(date) with { Approximate = true };
        if (text.Any(i, ["之前", "以前", "前夕", "前", "边"]) is > 0 and var before) (part, i) = (part with { Before = true }, i + before);
        else if (text.Any(i, ["之后", "以后", "过后", "后"]) is > 0 and var after) (part, i) = (part with { After = true }, i + after);
        else if (text.Any(i, ["期间", "假期", "放假", "那天", "当天"]) is > 0 and var during) (part, i) = (part with { To = date.AddDays(text.Has(i, "那天") || text.Has(i, "当天") ? 1 : 7) }, i + during);
        at = i;
        return part;
    }

    // 2026-11-18, 2026/11/18, 2026.11.18
    private DatePart? Numeric(ref int at)
    {
        if (!char.IsAsciiDigit(text[at]) || char.IsAsciiDigit(text[at - 1])) return null;
        Span<int> parts = stackalloc int[3];
        var i = at;
        var mark = '\0';
        for (var p = 0; p < 3; p++)
        {
            var from = i;
            while (char.IsAsciiDigit(text[i]) && i - from < 5) parts[p] = parts[p] * 10 + text[i++] - '0';
            if (i == from) return null;
            if (p == 2) break;
            if (text[i] is not ('-' or '/' or '.') || (mark != 0 && text[i] != mark)) return null;
            mark = text[i++];
        }
        if (parts[0] is < 1990 or > 2100 || char.IsAsciiDigit(text[i])) return null;
        if (Valid(parts[0], parts[1], parts[2]) is not { } day) return null;
        at = i;
        return DatePart.Day(day);
    }

    private static readonly (string Word, int Years)[] s_years = [("大前年", -3), ("前年", -2), ("去年", -1), ("旧年", -1), ("上年", -1), ("今年", 0), ("本年", 0), ("明年", 1), ("last year", -1), ("this year", 0)];
    private static readonly (string Word, int Months)[] s_months = [("上上个月", -2), ("上上月", -2), ("上个月", -1), ("上月", -1), ("上一个月", -1), ("这个月", 0), ("本月", 0), ("这月", 0), ("呢个月", 0), ("下个月", 1), ("下月", 1), ("last month", -1), ("this month", 0)];
    private static readonly string[] s_names = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private DatePart? YearMonth(ref int at)
    {
        var i = at;
        int? year = null, month = null;
        foreach (var (word, years) in s_years)
        {
            if (!text.Has(i, word)) continue;
            (year, i) = (_today.Year + years, i + word.Length);
            break;
        }
        if (year is null && text.NumberAt(i) is { } y && text[y.End] == '年' && !y.Scaled && !y.Approximate && text[y.End + 1] != '级')
        {
            if (y.Value is >= 1980 and <= 2100 && y.Digits == 4) year = (int)y.Value;
            else if (y.Digits == 2 && y.Value is >= 15 and <= 40 && (text.NumberAt(y.End + 1) is not null || text.Any(y.End + 1, ["的", "年", "初", "底"]) > 0)) year = 2000 + (int)y.Value;
            if (year is not null) i = y.End + 1;
        }
        if (year is not null && text[i] == '的') i++;
        if (year is not null) i = text.SkipBlanks(i);
        if (year is null)
        {
            foreach (var (word, months) in s_months)
            {
                if (!text.Has(i, word)) continue;
                var first = new DateOnly(_today.Year, _today.Month, 1).AddMonths(months);
                (year, month, i) = (first.Year, first.Month, i + word.Length);
                break;
            }
        }
        var from = i;
        if (month is null && text.NumberAt(i) is { Value: >= 1 and <= 12, Approximate: false } m && m.Value == (int)m.Value && text[m.End] == '月' && text[m.End + 1] is not ('饼' or '卡' or '租' or '薪' or '供' or '子' or '嫂'))
        {
            (month, i) = ((int)m.Value, m.End + 1);
            if (text[i] == '份') i++;
        }
        else if (month is null && EnglishMonth(ref i) is { } named)
        {
            month = named;
        }
        if (month is { } known && from <= i && year is null) year = known > _today.Month ? _today.Year - 1 : _today.Year;
        if (DayOfMonth(ref i, year, month) is { } day)
        {
            at = i;
            return day;
        }
        return Whole(ref at, i, year, month);
    }

    private DatePart? Whole(ref int at, int i, int? year, int? month)
    {
        if (month is { } m && year is { } y)
        {
            var part = DatePart.Month(y, m);
            if (text.Any(i, ["上旬", "初"]) is > 0 and var start) (part, i) = (part with { To = part.From.AddDays(10), Approximate = true }, i + start);
            else if (text.Any(i, ["中旬", "中"]) is > 0 and var middle && text[i + middle] is not ('午' or '心' or '间')) (part, i) = (part with { From = part.From.AddDays(10), To = part.From.AddDays(20), Approximate = true }, i + middle);
            else if (text.Any(i, ["下旬", "底", "末"]) is > 0 and var end) (part, i) = (part with { From = part.From.AddDays(20), Approximate = true }, i + end);
            at = i;
            return part;
        }
        if (year is { } said)
        {
            var part = DatePart.Year(said);
            at = i;
            if (text.Any(i, ["年初", "初", "开春"]) is > 0 and var start) return Take(part with { To = new(said, 4, 1), Approximate = true }, start, ref at);
            if (text.Any(i, ["年底", "底", "年尾", "年末"]) is > 0 and var end) return Take(part with { From = new(said, 11, 1), Approximate = true }, end, ref at);
            if (text.Any(i, ["上半年"]) is > 0 and var first) return Take(part with { To = new(said, 7, 1), Timex = $"{said:0000}-H1" }, first, ref at);
            if (text.Any(i, ["下半年"]) is > 0 and var second) return Take(part with { From = new(said, 7, 1), Timex = $"{said:0000}-H2" }, second, ref at);
            if (text.Any(i, ["夏天", "暑假", "热天"]) is > 0 and var summer) return Take(part with { From = new(said, 6, 1), To = new(said, 9, 1), Timex = $"{said:0000}-SU" }, summer, ref at);
            if (text.Any(i, ["冬天"]) is > 0 and var winter) return Take(part with { From = new(said, 12, 1), To = new(said + 1, 3, 1), Timex = $"{said:0000}-WI" }, winter, ref at);
            if (text.Any(i, ["春天"]) is > 0 and var spring) return Take(part with { From = new(said, 3, 1), To = new(said, 6, 1), Timex = $"{said:0000}-SP" }, spring, ref at);
            if (text.Any(i, ["秋天"]) is > 0 and var autumn) return Take(part with { From = new(said, 9, 1), To = new(said, 12, 1), Timex = $"{said:0000}-FA" }, autumn, ref at);
            if (festivals.Read(text, i) is { } name && festivals.In(name, said) is { } festival)
            {
                i += name.Length + (text[i + name.Length] == '节' ? 1 : 0);
                var on = DatePart.Day(festival) with { Approximate = true };
                if (text.Any(i, ["之前", "以前", "前"]) is > 0 and var before) (on, i) = (on with { Before = true }, i + before);
                else if (text.Any(i, ["之后", "以后", "后"]) is > 0 and var after) (on, i) = (on with { After = true }, i + after);
                at = i;
                return on;
            }
            return part;
        }
        return Loose(ref at);
    }

    // 年初, 月底, 上半年: without a year or month said.
    private DatePart? Loose(ref int at)
    {
        if (char.IsAsciiDigit(text[at - 1]) || text[at - 1] is '个' or '半' or '几' || Numerals.Digit(text[at - 1]) > 0) return null;
        if (text.Has(at, "年初") || text.Has(at, "开年")) return Take(DatePart.Year(_today.Year) with { To = new(_today.Year, 4, 1), Approximate = true }, 2, ref at);
        if (text.Has(at, "年底") || text.Has(at, "年尾")) return Take(Ending(_today.Month >= 11 ? _today.Year : _today.Year - 1), 2, ref at);
        if (text.Has(at, "上半年")) return Take(DatePart.Year(_today.Year) with { To = new(_today.Year, 7, 1), Timex = $"{_today.Year:0000}-H1" }, 3, ref at);
        if (text.Has(at, "月初")) return Take(DatePart.Month(_today.Year, _today.Month) with { To = new DateOnly(_today.Year, _today.Month, 1).AddDays(10), Approximate = true }, 2, ref at);
        if (text.Has(at, "月底") || text.Has(at, "月尾"))
        {
            var month = new DateOnly(_today.Year, _today.Month, 1).AddMonths(_today.Day >= 20 ? 0 : -1);
            return Take(DatePart.Month(month.Year, month.Month) with { From = month.AddDays(20), Approximate = true }, 2, ref at);
        }
        return null;

        static DatePart Ending(int year) => DatePart.Year(year) with { From = new(year, 11, 1), Approximate = true };
    }

    private static DatePart Take(DatePart part, int length, ref int at)
    {
        at += length;
        return part;
    }

    private static readonly string[] s_noDay = ["楼", "栋", "线", "门", "房", "院", "铺", "机", "人", "码", "店", "厂", "路", "口", "桌", "井", "仓", "车", "库", "梯", "厅", "电", "单", "屋", "棚", "地铁", "公", "学", "大", "商", "里", "岗", "位", "球", "墙", "多", "公馆", "柜", "摊", "档", "窗", "称", "巷", "床", "小区"];

    private DatePart? DayOfMonth(ref int i, int? year, int? month)
    {
        if (text.NumberAt(i) is not { Scaled: false } number || number.Value is < 1 or > 31 || number.Value != (int)number.Value) return null;
        var alone = month is null;
        var mark = text[number.End];
        if (mark != '号' && !(mark == '日' && !alone)) return null;
        if (alone && (year is not null || text.Any(number.End + 1, s_noDay) > 0 || char.IsAsciiLetter(text[i - 1]) || text[i - 1] is '第' or '-' or '弄' or '路' or '街' or '巷' or '道' or '村')) return null;
        var day = (int)number.Value;
        if (alone)
        {
            var first = new DateOnly(_today.Year, _today.Month, 1);
            if (day > _today.Day) first = first.AddMonths(-1);
            (year, month) = (first.Year, first.Month);
        }
        if (Valid(year!.Value, month!.Value, day) is not { } date) return null;
        i = number.End + 1;
        return DatePart.Day(date) with { Approximate = number.Approximate };
    }

    private int? EnglishMonth(ref int i)
    {
        if (text[i] is < 'a' or > 'z' || char.IsAsciiLetter(text[i - 1])) return null;
        for (var m = 0; m < 12; m++)
        {
            var name = s_names[m];
            if (!text.Has(i, name) || char.IsAsciiLetter(text[i + name.Length])) continue;
            // may and march are verbs too: only behind in, since, last, of.
            if (m is 2 or 4 && !text.EndsAt(i, ["in ", "since ", "of ", "last ", "from ", "until ", "by "])) return null;
            i += name.Length;
            return m + 1;
        }
        return null;
    }

    private static DateOnly? Valid(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
}
