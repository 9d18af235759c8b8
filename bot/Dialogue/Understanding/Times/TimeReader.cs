using IntakeBot.Dialogue.Understanding.Entities;

namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>
/// Finds when, since when and how often, relative to the moment of the message; <see cref="TimeComposer"/> makes TIMEX of it.
/// </summary>
internal static class TimeReader
{
    private static readonly WordTable<string> s_recurring = WordTable.Of("每天", "每晚", "每日", "每夜", "每周", "每个星期", "每星期", "每个礼拜", "每逢", "每到", "每个月", "每月", "每年", "天天", "晚晚", "夜夜", "日日", "成日", "一到", "一天到晚", "逢", "每个", "every day", "every night", "every morning", "every week", "every month", "every evening", "every", "each night");
    // These need a time behind them: 一到晚上, 每个周六, every saturday.
    private static readonly System.Collections.Frozen.FrozenSet<string> s_open = System.Collections.Frozen.FrozenSet.ToFrozenSet(["逢", "一到", "每个", "every", "每到", "每逢"]);
    private static readonly WordTable<string> s_from = WordTable.Of("自从", "从", "自", "打从", "打", "由", "since", "from");
    private static readonly string[] s_sinceBehind = ["开始", "起", "到现在", "到如今", "至今", "以来", "到今天", "到而家", "就开始", "就没", "就一直", "until now", "till now"];
    private static readonly string[] s_week = ["周", "星期", "礼拜"];
    private static readonly WordTable<string> s_just = WordTable.Of("刚才", "刚刚", "啱啱", "头先", "just now");
    private static readonly WordTable<string> s_now = WordTable.Of("现在", "而家", "right now");
    private static readonly string[] s_until = ["到", "至"];
    private static readonly string[] s_ago = ["以前", "之前", "前", "ago"];
    private static readonly string[] s_lasting = ["了", "都", "没", "一分", "一毛", "还", "冇", "未", "以来", "咯", "啦", "来", "下来", "一直", "仲", "already", "now"];
    // 三个月工资没发: so long has it not been paid.
    private static readonly string[] s_due = ["的工资", "的人工", "工资", "人工", "工钱", "薪水", "粮", "房租", "租金", "租", "社保"];
    private static readonly string[] s_unpaid = ["没", "未", "冇", "不发", "不给", "都没", "都未", "还没", "一分"];
    private static readonly string[] s_lastingBefore = ["已经", "拖了", "欠了", "快", "有", "整整", "连续", "连着", "等了", "停了", "坏了", "跑了", "过了", "闹了", "吵了", "漏了", "堆了", "成", "好", "大概", "差不多", "近", "最近", "过去", "这", "for ", "for about ", "for almost ", "for over ", "for the last ", "for the past ", "足足", "拖", "压了", "关了", "断了", "臭了", "报了"];
    private static readonly System.Buffers.SearchValues<char> s_first = System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz零〇○一壹幺二两贰三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿几廿卅数俩仨大前头昨今明后琴寻听上下这本呢周星礼年月每天晚夜日成逢从自打由半小个凌清早朝中正晏午傍黄深整通去旧元情妇劳儿教国双平圣春过新端重除开刚啱现而农");

    public static List<TimeMention> Read(string text, IReadOnlyList<NumberToken> numbers, DateTimeOffset now, Festivals festivals)
    {
        var found = new List<TimeMention>();
        var reader = new TimeText(text, numbers);
        var local = now.ToOffset(TimeComposer.China);
        var dates = new DateReader(reader, local, festivals);
        for (var i = 0; ; )
        {
            var next = text.AsSpan(i).IndexOfAny(s_first);
            if (next < 0) return found;
            i += next;
            if (At(reader, dates, ref i, local) is { } mention) found.Add(mention);
            else i = Past(reader, i);
        }
    }

    // Nothing begins inside a word of letters or a number but a word of time (20天天漏水 ends in 天天).
    private static int Past(TimeText text, int at)
    {
        if (text.NumberAt(at) is { } number) return number.End;
        at++;
        if (char.IsAsciiLetter(text[at - 1]))
        {
            while (char.IsAsciiLetter(text[at])) at++;
        }
        return at;
    }

    private static TimeMention? At(TimeText text, DateReader dates, ref int at, DateTimeOffset now)
    {
        var start = at;
        var i = at;
        if (Now(text, ref at, now) is { } present) return present;
        var length = s_recurring.Read(text, i, out var often);
        var recurring = length > 0;
        DayPart? part = null;
        if (recurring)
        {
            part = often[^1] is '晚' or '夜' ? DayPart.Evening : often is "every night" or "each night" ? DayPart.Night : null;
            i += length;
            if (text[i] == ' ') i++;
        }
        var from = recurring ? 0 : s_from.Read(text, i);
        i += from;
        if (from > 0 && text[i] == ' ') i++;
        var after = i;
        var date = dates.Read(ref i);
        if (recurring && date is null && text.Any(i, s_week) == 0 && text[i - 1] is '周' or '期' or '拜') date = Weekday(text, ref i);
        var upTo = date is null ? null : RangeEnd(text, dates, date, ref i);
        recurring |= date is { Weekly: not null } && upTo is { Weekly: not null };
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
            if (recurring) return s_open.Contains(often) ? null : Recurring(text, start, start + length, ref at);
            return Length(text, ref at, after, from > 0, now);
        }
        // 打昨天起 says since when, 被打昨天晚上 does not.
        var since = from > 0 && !(from == 1 && text[start] == '打');
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
        return TimeComposer.Compose(text.Text[start..i], new(start, i - start), date, upTo, part, clock, recurring, since, now);
    }

    private static int Joint(TimeText text, int at)
    {
        var i = at;
        while (text[i] is ' ' or '的' or '嘅' && i - at < 2) i++;
        return text[i] == ',' ? i + 1 : i;
    }

    private static DatePart? RangeEnd(TimeText text, DateReader dates, DatePart first, ref int at)
    {
        if (text[at] is not ('到' or '至' or '-' or '~')) return null;
        var i = at + 1;
        if (dates.ReadEnd(first, ref i) is not { } end) return null;
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
        if (s_just.Read(text, at) is > 0 and var just) return Take(ref at, new(new(at, just), text.Text.Substring(at, just), "PAST_REF", now.AddHours(-1), now, false, false, true), at + just);
        return s_now.Read(text, at) is > 0 and var length && !text.EndsAt(at, s_until)
            ? Take(ref at, new(new(at, length), text.Text.Substring(at, length), "PRESENT_REF", now, now, false, false, false), at + length) : null;
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
        if (text.Any(text.SkipBlanks(i), s_ago) is > 0 and var ago && !(text[i] == '前' && text[i + 1] is '台' or '面' or '门' or '妻' or '夫'))
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
        var since = text.Any(text.SkipBlanks(i), s_lasting) > 0 || text.Any(i, s_due) is > 0 and var due && text.Any(i + due, s_unpaid) > 0 || text.EndsAt(start, s_lastingBefore);
        // 24小时便利店, 24小时不停: how a shop is open, no length of time.
        if (!since && duration is { Amount: 24, Unit: 'H' }) return null;
        at = i;
        return new(new(start, i - start), text.Text[start..i], duration.Timex, since ? duration.Before(now) : null, since ? now : null, false, since, duration.Approximate);

        static (string, DateTimeOffset, DateTimeOffset) Whole(DatePart part) => (part.Timex, TimeComposer.Moment(part.From, 0), TimeComposer.Moment(part.To, 0));
    }

    private static TimeMention Take(ref int at, TimeMention mention, int end)
    {
        at = end;
        return mention;
    }
}
