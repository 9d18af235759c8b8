using System.Globalization;
using IntakeBot.Dialogue.Understanding.Entities;

namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>Reads 上周三, 上上个礼拜, 周末, 星期天, last wednesday.</summary>
internal static class WeekReader
{
    private static readonly string[] s_week = ["周", "星期", "礼拜"];
    private static readonly WordTable<int> s_english = new([("last week", -1), ("this week", 0), ("next week", 1)]);
    private static readonly WordTable<int> s_weekdays = new(new[] { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" }.SelectMany((d, i) => new[] { (d, i + 1), (d + "s", i + 1) }));

    public static DatePart? Read(TimeText text, ref int at, DateOnly today)
    {
        var i = at;
        var weeks = 0;
        var said = true;
        switch (text[i])
        {
            case '上':
                (weeks, i) = text[i + 1] == '上' ? (-2, i + 2) : (-1, i + 1);
                break;
            case '下':
                (weeks, i) = (1, i + 1);
                break;
            case '这' or '本' or '呢':
                i++;
                break;
            case '周' or '星' or '礼':
                said = false;
                break;
            case >= 'a' and <= 'z':
                return English(text, ref at, today);
            default:
                return null;
        }
        if (said && text[i] is '个' or '一') i++;
        if (said && text[i] == '个') i++;
        var word = text.Any(i, s_week);
        if (word == 0) return null;
        i += word;
        if (text[i] == '末')
        {
            at = i + 1;
            return Weekend(Monday(today, weeks).AddDays(5) is var saturday && !said && saturday > today ? saturday.AddDays(-7) : saturday);
        }
        var day = text[i] is '日' or '天' ? 7 : text[i] is >= '1' and <= '7' && !char.IsAsciiDigit(text[i + 1]) ? text[i] - '0' : Numerals.Digit(text[i]) is >= 1 and <= 6 and var d ? d : 0;
        if (day == 0)
        {
            if (!said) return null;
            at = i;
            return WeekOf(today, weeks);
        }
        at = i + 1;
        return Weekday(today, day, said ? weeks : null);
    }

    private static DatePart? English(TimeText text, ref int at, DateOnly today)
    {
        if (s_english.Read(text, at, out var weeks) is > 0 and var length)
        {
            at += length;
            return WeekOf(today, weeks);
        }
        var last = text.Has(at, "last ") && !char.IsAsciiLetter(text[at - 1]) ? 5 : 0;
        if (s_weekdays.Read(text, at + last, out var day) is not (> 0 and var word)) return null;
        at += last + word;
        // Said on a Monday, last Monday is a week ago.
        return Weekday(today, day, last > 0 && (int)today.DayOfWeek == day % 7 ? -1 : null);
    }

    private static DatePart Weekend(DateOnly saturday) =>
        new(saturday, saturday.AddDays(2), $"{saturday.Year:0000}-W{Iso(saturday):00}-WE") { Weekend = true };

    private static DatePart Weekday(DateOnly today, int day, int? weeks)
    {
        var date = Monday(today, weeks ?? 0).AddDays(day - 1);
        if (weeks is null && date > today) date = date.AddDays(-7);
        return DatePart.Day(date) with { Weekly = weeks is null ? date.DayOfWeek : null };
    }

    private static DatePart WeekOf(DateOnly today, int weeks)
    {
        var monday = Monday(today, weeks);
        return new(monday, monday.AddDays(7), $"{ISOWeek.GetYear(monday.ToDateTime(default)):0000}-W{Iso(monday):00}");
    }

    private static int Iso(DateOnly day) => ISOWeek.GetWeekOfYear(day.ToDateTime(default));
    private static DateOnly Monday(DateOnly today, int weeks) => today.AddDays(-(((int)today.DayOfWeek + 6) % 7) + 7 * weeks);
}
