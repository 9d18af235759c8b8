using IntakeBot.Dialogue.Understanding.Entities;
using Microsoft.Recognizers.Text.DataTypes.TimexExpression;

namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>
/// Finds when, since when and how often, as TIMEX, relative to the moment of the message in China's one time zone.
/// Before five in the morning the resident's 今晚 is the evening before.
/// </summary>
internal static class TimeReader
{
    private const int EndOfNight = 5;
    private static readonly TimeSpan s_china = TimeSpan.FromHours(8);
    private static readonly string[] s_recurring = ["每天", "每晚", "每日", "每夜", "每周", "每个星期", "每星期", "每逢", "每到", "每个月", "每月", "每年", "天天", "晚晚", "夜夜", "日日", "成日", "一到", "一天到晚", "逢", "每个", "every day", "every night", "every morning", "every week", "every evening", "every ", "each night"];
    private static readonly string[] s_from = ["自从", "从", "自", "打从", "由", "since ", "from "];
    private static readonly string[] s_sinceBehind = ["开始", "起", "到现在", "到如今", "至今", "以来", "到今天", "到而家", "就开始", "就没", "就一直", "until now", "till now"];

    public static List<TimeMention> Read(string text, IReadOnlyList<NumberToken> numbers, DateTimeOffset now, Festivals festivals)
    {
        var found = new List<TimeMention>();
        var reader = new TimeText(text, numbers);
        var local = now.ToOffset(s_china);
        var dates = new DateReader(reader, local, festivals);
        for (var i = 0; i < text.Length;)
        {
            if (MayBegin(text[i]) && At(reader, dates, ref i, local) is { } mention) found.Add(mention);
            else i++;
        }
        return found;
    }

    private static bool MayBegin(char c) => char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c) || Numerals.Begins(c) ||
        "大前昨今明后琴寻听上下这本呢周星礼年月每天晚夜日成逢从自打由半小个凌清一早朝中正晏午傍黄夜三深通去旧元情妇劳儿教国双平圣春过新端重除开刚啱现而妇".Contains(c);

    private static TimeMention? At(TimeText text, DateReader dates, ref int at, DateTimeOffset now)
    {
        var start = at;
        var i = at;
        if (Now(text, ref at, now) is { } present) return present;
        var recurring = text.Any(i, s_recurring) is > 0 and var often && !(char.IsAsciiLetter(text[i]) && char.IsAsciiLetter(text[i - 1]));
        DayPart? part = null;
        if (recurring)
        {
            var length = text.Any(i, s_recurring);
            if (text[i + length - 1] is '晚' or '夜') part = DayPart.Evening;
            if (text.Any(i, ["every night", "each night"]) > 0) part = DayPart.Night;
            i += length;
        }
        var from = !recurring && text.Any(i, s_from) is > 0 and var lead ? lead : 0;
        if (from > 0 && char.IsAsciiLetter(text[i]) && char.IsAsciiLetter(text[i - 1])) return null;
        i += from;
        var after = i;
        var date = dates.Read(ref i);
        if (recurring && date is null && text.Any(i, ["周", "星期", "礼拜"]) == 0 && text[i - 1] is '周' or '期') date = Weekday(text, ref i);
        var upTo = date is null ? null : RangeEnd(text, dates, ref i);
        part ??= date?.Part;
        var j = Joint(text, i);
        if ((DayPart.Read(text, ref j) ?? (date is { IsDay: true } && part is null ? DayPart.ReadShort(text, ref j) : null)) is { } named) (part, i) = (named, j);
        if (part is { } && DayPart.Read(text, ref j) is { } second) (part, i) = (second.From < part.From && second != DayPart.SmallHours ? part : second, j);
        j = Joint(text, i);
        var clock = ClockReader.Read(text, ref j, part is not null || date is not null);
        if (clock is not null) i = j;
        if (part is null && clock is not null)
        {
            j = Joint(text, i);
            if (DayPart.Read(text, ref j) is { } late) (part, i) = (late, j);
        }
        if (date is null && part is null && clock is null)
        {
            if (from == 0 && !(recurring && text.Any(start, ["逢", "一到", "每个", "every ", "每到"]) > 0) && recurring) return Recurring(text, start, i, ref at);
            return recurring ? null : Length(text, ref at, after, from > 0, now);
        }
        // 晚上, 半夜 alone say when in the day; 一夜之间 or a bare 早 do not come here.
        var since = (from > 0 && !recurring) || false;
        if (text.Any(text.SkipBlanks(i), s_sinceBehind) is > 0 and var behind && (from > 0 || behind >= 2 || date is { IsDay: false }) && date is not null)
        {
            since = true;
            i = text.SkipBlanks(i) + behind;
        }
        else if (from > 0 && date is null)
        {
            since = false;
        }
        if (from > 0 && !since) return null;
        at = i;
        return Compose(text.Text[start..i], new(start, i - start), date, upTo, part, clock, recurring || text.EndsAt(start, ["每天", "天天"]), since, now);
    }

    private static int Joint(TimeText text, int at)
    {
        var i = at;
        while (text[i] is ' ' or '的' or '嘅' && i - at < 2) i++;
        return text[i] == ',' ? i + 1 : i;
    }

    private static DatePart? RangeEnd(TimeText text, DateReader dates, ref int at)
    {
        if (text[at] is not ('到' or '至' or '-' or '~')) return null;
        var i = at + 1;
        if (dates.Read(ref i) is not { } end) return null;
        at = i;
        return end;
    }

    private static DatePart? Weekday(TimeText text, ref int at)
    {
        var digit = text[at] is '日' or '天' ? 7 : Numerals.Digit(text[at]);
        if (digit is < 1 or > 7) return null;
        at++;
        return new(default, default(DateOnly).AddDays(1), "") { Weekly = (DayOfWeek)(digit % 7) };
    }

    private static TimeMention? Now(TimeText text, ref int at, DateTimeOffset now)
    {
        var length = text.Any(at, ["刚才", "刚刚", "啱啱", "头先", "just now"]);
        if (length > 0) return Take(ref at, new(new(at, length), text.Text.Substring(at, length), new TimexProperty { Now = true }.TimexValue, now.AddHours(-1), now, false, false, true), at + length);
        length = text.Any(at, ["现在", "而家", "right now"]);
        return length == 0 || text.EndsAt(at, ["到", "至"]) ? null : Take(ref at, new(new(at, length), text.Text.Substring(at, length), new TimexProperty { Now = true }.TimexValue, now, now, false, false, false), at + length);
    }

    private static TimeMention Recurring(TimeText text, int start, int end, ref int at)
    {
        var word = text.Text[start..end];
        var unit = word.Contains('周') || word.Contains('期') || word.Contains("week") ? "P1W" : word.Contains('月') ? "P1M" : word.Contains('年') ? "P1Y" : "P1D";
        at = end;
        return new(new(start, end - start), word, unit, null, null, true, false, false);
    }

    private static TimeMention? Length(TimeText text, ref int at, int from, bool led, DateTimeOffset now)
    {
        var start = at;
        if (led) return null;
        var i = from;
        if (DurationReader.Read(text, ref i) is not { } duration) return null;
        if (text.Any(text.SkipBlanks(i), ["以前", "之前", "前", "ago"]) is > 0 and var ago && !(text[i] == '前' && text[i + 1] is '台' or '面' or '门' or '妻' or '夫'))
        {
            i = text.SkipBlanks(i) + ago;
            var moment = duration.Before(now);
            var day = DateOnly.FromDateTime(moment.DateTime);
            at = i;
            var (timex, begin, end) = duration.Unit switch
            {
                'H' or 'N' => ($"{DatePart.Iso(day)}T{moment.Hour:00}", moment.AddMinutes(-30), moment.AddMinutes(30)),
                'Y' => Whole(DatePart.Year(day.Year)),
                'M' => Whole(DatePart.Month(day.Year, day.Month)),
                _ => Whole(DatePart.Day(day)),
            };
            return new(new(start, i - start), text.Text[start..i], timex, begin, end, false, false, duration.Approximate || duration.Unit is 'Y' or 'M' or 'W');
        }
        var since = text.Any(text.SkipBlanks(i), ["了", "都", "没", "还", "冇", "未", "以来", "咯", "啦", "来", "下来", "一直", "仲", "already", "now"]) > 0
            || text.EndsAt(start, ["已经", "拖了", "欠了", "快", "有", "整整", "连续", "连着", "等了", "停了", "坏了", "跑了", "过了", "闹了", "吵了", "漏了", "堆了", "成", "好", "大概", "差不多", "近", "for ", "足足", "拖", "压了", "关了", "断了", "臭了", "报了"]);
        at = i;
        return new(new(start, i - start), text.Text[start..i], duration.Timex, since ? duration.Before(now) : null, since ? now : null, false, since, duration.Approximate);

        static (string, DateTimeOffset, DateTimeOffset) Whole(DatePart part) => (part.Timex, Moment(part.From, 0), Moment(part.To, 0));
    }

    private static TimeMention Compose(string said, Span span, DatePart? date, DatePart? upTo, DayPart? part, Clock? clock, bool recurring, bool since, DateTimeOffset now)
    {
        var approximate = (date?.Approximate ?? false) || (clock?.Approximate ?? false);
        var (hour, nextDay) = Hour(clock, part, date);
        if (recurring || date is null)
        {
            var weekday = date?.Weekly is { } w ? $"XXXX-WXX-{(w == DayOfWeek.Sunday ? 7 : (int)w)}" : "";
            var upper = Upper(clock, hour);
            var of = clock is { } c ? $"T{hour:00}{Minutes(c)}" + (upper is { } u && weekday.Length == 0 ? $"/T{u % 24:00}" : "") : part?.Timex ?? "";
            var timex = weekday.Length > 0 && of.StartsWith('(') ? weekday : weekday + of;
            if (timex.Length == 0) timex = "P1D";
            var (begin, stop) = recurring ? ((DateTimeOffset?)null, (DateTimeOffset?)null) : Latest(clock, part, hour, upper, now);
            return new(span, said, timex, begin, stop, recurring, since, approximate);
        }
        var day = date.From;
        if (date.IsDay && now.Hour < EndOfNight && date.Today && (part is { IsLate: true } || date.Part is { IsLate: true } || part == DayPart.Morning)) day = day.AddDays(-1);
        if (clock is { } at && date.IsDay)
        {
            var on = nextDay ? day.AddDays(1) : day;
            var begin = Moment(on, hour, at.Minute);
            var upper = Upper(clock, hour);
            var end = upper is { } u ? Moment(on, u) : at.Approximate || at.Minute == 0 ? begin.AddHours(1) : begin.AddMinutes(15);
            return new(span, said, $"{DatePart.Iso(on)}T{hour:00}{Minutes(at)}", begin, since ? now : end, false, since, approximate);
        }
        if (part is { } of2 && date.IsDay)
        {
            var timex = of2.Code.Length > 0 ? DatePart.Iso(day) + "T" + of2.Code : $"{DatePart.Iso(day)}T{of2.From:00}";
            return new(span, said, timex, Moment(day, of2.From), since ? now : Moment(day, of2.To), false, since, approximate || of2.Code.Length == 0);
        }
        var last = upTo ?? date;
        DateTimeOffset? from = date.Before ? null : Moment(date.After ? date.To : date.From, 0);
        DateTimeOffset? to = since ? now : date.Before ? Moment(date.From, 0) : date.After ? null : Moment(last.To, 0);
        var shown = date.IsDay && day != date.From ? DatePart.Iso(day) : date.Timex;
        return new(span, said, upTo is null ? shown : $"{shown}/{upTo.Timex}", from, to, false, since, approximate || date.Before || date.After);
    }

    // The hour on the clock of 24, and whether it belongs to the next day (昨晚两点 is this morning).
    private static (int Hour, bool NextDay) Hour(Clock? clock, DayPart? part, DatePart? date)
    {
        if (clock is not { } c) return (0, false);
        var hour = c.Hour;
        if (hour == 24) return (0, true);
        if (c.Explicit || part is null) return (hour, false);
        if (part.IsNight)
        {
            if (hour == 12) return (0, true);
            // 昨晚凌晨一点, 半夜三点: after midnight; with a date that names an evening it is the morning after.
            if (hour < 6) return (hour, date is not null);
            return (hour < 12 ? hour + 12 : hour, false);
        }
        if (part == DayPart.SmallHours)
        {
            var shifted = date?.Part is { IsNight: true };
            return (hour == 12 ? 0 : hour, shifted);
        }
        if (part == DayPart.Noon) return (hour < 4 ? hour + 12 : hour, false);
        return part.IsLate && hour < 12 ? (hour + 12, false) : (hour, false);
    }

    private static int? Upper(Clock? clock, int hour)
    {
        if (clock?.Upper is not { } upper) return null;
        var shifted = clock.Value.Hour < 12 && hour >= 12 && upper < 12 ? upper + 12 : upper;
        return shifted > hour ? shifted : shifted + 12 is var late && late > hour && hour >= 12 ? late % 24 == 0 ? 24 : late : upper;
    }

    private static (DateTimeOffset?, DateTimeOffset?) Latest(Clock? clock, DayPart? part, int hour, int? upper, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.DateTime);
        var from = clock is null ? part!.From : hour;
        var minute = clock?.Minute ?? 0;
        var begin = Moment(today, from, minute);
        if (begin > now) begin = begin.AddDays(-1);
        return (begin, clock is null ? begin.AddHours(part!.To - part.From) : upper is { } u && u > from ? begin.AddHours(u - from) : begin.AddHours(1));
    }

    private static string Minutes(Clock clock) => clock.Minute > 0 ? $":{clock.Minute:00}" : "";
    private static DateTimeOffset Moment(DateOnly day, int hour, int minute = 0) => new DateTimeOffset(day.ToDateTime(default), s_china).AddHours(hour).AddMinutes(minute);

    private static TimeMention Take(ref int at, TimeMention mention, int end)
    {
        at = end;
        return mention;
    }
}
