using IntakeBot.Dialogue.Understanding.Entities;

namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>An hour of the day as said, before the part of the day is taken into account.</summary>
/// <param name="Until">The other end of a range: 两三点, 九点到十一点, 22:00-23:30.</param>
internal readonly record struct Clock(int Hour, int Minute, ClockEnd? Until, bool Approximate, bool Explicit);

/// <param name="Part">The part of the day, when the end names its own: 早上8点到晚上8点.</param>
internal readonly record struct ClockEnd(int Hour, int Minute, DayPart? Part = null);

/// <summary>Reads 十点多, 两三点, 10点半, 22:30, 9点到11点, 10pm.</summary>
internal static class ClockReader
{
    private static readonly WordTable<string> s_noClock = WordTable.Of("点赞", "点击", "点餐", "点菜", "点单", "点外卖", "点火", "点燃", "点名", "点头", "点心", "点滴", "点子", "点开", "点卡", "点进", "点都", "点钱", "点也", "点儿", "点用", "点事", "点声", "点水", "点的", "点意", "点办法", "点不", "点没", "点小", "点唔", "点解", "点样", "点东西", "点点");
    private static readonly string[] s_around = ["左右", "前后", "上下"];
    private static readonly string[] s_english = ["at ", "around ", "about "];
    private static readonly string[] s_half = ["am", "pm", "a.m", "p.m"];

    public static Clock? Read(TimeText text, ref int at, bool afterPart)
    {
        if (Colon(text, at, out var end) is { } colon)
        {
            at = end;
            return Until(text, ref at, colon);
        }
        if (text.NumberAt(at) is not { Scaled: false } number || number.Value is < 0 or > 24 || number.Value != (int)number.Value) return English(text, ref at);
        var mark = text[number.End];
        if (mark is not ('点' or '时')) return English(text, ref at);
        // "What time is it" is no time.
        if (text[at] == '几' && number.End == at + 1) return null;
        if (mark == '时' && text[number.End + 1] is '候' or '间' or '常' or '不' or '刻' or '期' or '节') return null;
        if (mark == '点' && !afterPart && s_noClock.Read(text, number.End) > 0) return null;
        // 一点 is more often a little than one o'clock.
        if (mark == '点' && number.Value == 1 && !number.IsArabic && !afterPart && text[number.End + 1] is not ('钟' or '半' or '多' or '左' or '整')) return null;
        if (text[at - 1] == '有' && !afterPart) return null;
        var (minute, approximate) = (0, number.Approximate && number.Upper is null);
        var i = number.End + 1;
        if (text[i] == '钟' || text[i] == '整') i++;
        if (text[i] == '半') (minute, i) = (30, i + 1);
        else if (text.Has(i, "一刻")) (minute, i) = (15, i + 2);
        else if (text.Has(i, "三刻")) (minute, i) = (45, i + 2);
        else if (mark == '点' && text.NumberAt(i) is { Scaled: false, Upper: null, Value: >= 0 and < 60 } minutes)
        {
            if (text[minutes.End] == '分') (minute, i) = ((int)minutes.Value, minutes.End + 1);
            else if (minutes.Value >= 10 && minutes.Digits is 0 or 2 && !Numerals.IsMeasure(text[minutes.End]) && text[minutes.End] is not ('点' or '块' or '元')) (minute, i) = ((int)minutes.Value, minutes.End);
        }
        if (text[i] is '多' or '几') (approximate, i) = (true, i + 1);
        if (text[i] == '来' && text[i + 1] == '钟') (approximate, i) = (true, i + 1);
        if (text[i] == '钟') i++;
        if (text.Any(i, s_around) is > 0 and var around) (approximate, i) = (true, i + around);
        at = i;
        var hour = (int)number.Value;
        if (number.Upper is { } upper) return new(hour, minute, new((int)upper, 0), true, hour > 12);
        return Until(text, ref at, new(hour, minute, null, approximate, hour > 12));
    }

    // 九点到十一点, 22:00-23:30, 早上8点到晚上8点
    private static Clock Until(TimeText text, ref int at, Clock begin)
    {
        var i = at;
        if (text[i] is not ('到' or '至' or '-' or '~' or '—')) return begin;
        i++;
        var part = DayPart.Read(text, ref i);
        if (Colon(text, i, out var end) is { } to)
        {
            at = end;
            return begin with { Until = new(to.Hour, to.Minute, part) };
        }
        if (text.NumberAt(i) is not { Scaled: false, Value: >= 0 and <= 24 } number || text[number.End] is not ('点' or '时')) return begin;
        at = number.End + 1;
        var half = text[at] == '半';
        if (text[at] is '钟' or '多' or '半') at++;
        return begin with { Until = new((int)number.Value, half ? 30 : 0, part) };
    }

    private static Clock? Colon(TimeText text, int at, out int end)
    {
        end = at;
        if (!char.IsAsciiDigit(text[at]) || char.IsAsciiDigit(text[at - 1]) || text[at - 1] is ':' or '.') return null;
        var i = at;
        var hour = text[i++] - '0';
        if (char.IsAsciiDigit(text[i])) hour = hour * 10 + text[i++] - '0';
        if (text[i] != ':' || hour > 24 || !char.IsAsciiDigit(text[i + 1]) || !char.IsAsciiDigit(text[i + 2]) || char.IsAsciiDigit(text[i + 3])) return null;
        var minute = (text[i + 1] - '0') * 10 + text[i + 2] - '0';
        if (minute > 59) return null;
        end = i + 3;
        return Half(text, ref end, new(hour, minute, null, false, hour > 12 || text[at] == '0'));
    }

    private static Clock? English(TimeText text, ref int at)
    {
        var before = text.Any(at, s_english);
        var i = at + before;
        if (!char.IsAsciiDigit(text[i]) || char.IsAsciiDigit(text[i - 1])) return null;
        var hour = text[i++] - '0';
        if (char.IsAsciiDigit(text[i])) hour = hour * 10 + text[i++] - '0';
        if (hour > 12 || char.IsAsciiDigit(text[i])) return null;
        var mark = i;
        var clock = Half(text, ref mark, new(hour, 0, null, before > 3, false));
        if (mark == i) return null;
        at = mark;
        return clock;
    }

    private static Clock Half(TimeText text, ref int at, Clock clock)
    {
        var i = text.SkipBlanks(at);
        if (text.Any(i, s_half) is not (> 0 and var length)) return clock;
        at = i + length;
        if (text[at] == '.') at++;
        return clock with { Hour = clock.Hour % 12 + (text[i] == 'p' ? 12 : 0), Explicit = true };
    }
}
