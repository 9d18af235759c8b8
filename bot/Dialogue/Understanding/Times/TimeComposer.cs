namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>
/// Makes TIMEX and moments of what was read, in China's one time zone. Before five in the morning the resident's 今晚 is the evening
/// before.
/// </summary>
internal static class TimeComposer
{
    public static readonly TimeSpan China = TimeSpan.FromHours(8);
    private const int EndOfNight = 5;

    public static TimeMention Compose(string said, Span span, DatePart? date, DatePart? upTo, DayPart? part, Clock? clock, bool recurring, bool since, DateTimeOffset now)
    {
        var approximate = (date?.Approximate ?? false) || (clock?.Approximate ?? false);
        var (hour, nextDay) = Hour(clock, part, date);
        if (recurring || date is null)
        {
            var weekday = Recurring(date, upTo);
            var upper = Upper(clock, hour);
            var of = clock is { } c ? $"T{hour:00}{Minutes(c.Minute)}" + (upper is { } u && weekday.Length == 0 ? $"/T{u % 24:00}{Minutes(c.Until!.Value.Minute)}" : "") : part?.Timex ?? "";
            var timex = weekday.Length > 0 && of.StartsWith('(') || weekday.Contains('/') ? weekday : weekday + of;
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
            return new(span, said, $"{DatePart.Iso(on)}T{hour:00}{Minutes(at.Minute)}", begin, since ? now : end, false, since, approximate);
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

    // The hour that a range ends at, on the clock of 24 or beyond: after ten in the evening, two is 26.
    private static int? Upper(Clock? clock, int hour)
    {
        if (clock?.Until is not { } until) return null;
        var end = until.Part is { } part ? Hour(new Clock(until.Hour, until.Minute, null, false, until.Hour > 12), part, null).Hour
            : clock.Value.Hour < 12 && hour >= 12 && until.Hour < 12 && until.Hour + 12 > hour ? until.Hour + 12 : until.Hour;
        return end > hour || until.Hour == hour ? end : end + 24;
    }

    // A weekday, a weekend, a day of the month that comes again and again.
    private static string Recurring(DatePart? date, DatePart? upTo)
    {
        if (date is null) return "";
        if (date.Weekend) return "XXXX-WXX-WE";
        if (date.Monthly) return $"XXXX-XX-{date.From.Day:00}";
        if (date.Weekly is not { } day) return "";
        return upTo?.Weekly is { } end ? $"{Week(day)}/{Week(end)}" : Week(day);

        static string Week(DayOfWeek day) => $"XXXX-WXX-{(day == DayOfWeek.Sunday ? 7 : (int)day)}";
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

    private static string Minutes(int minute) => minute > 0 ? $":{minute:00}" : "";
    public static DateTimeOffset Moment(DateOnly day, int hour, int minute = 0) => new DateTimeOffset(day.ToDateTime(default), China).AddHours(hour).AddMinutes(minute);
}
