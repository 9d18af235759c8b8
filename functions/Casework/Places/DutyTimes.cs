namespace IntakeBot.Casework.Places;

/// <summary>When hours of duty begin and end. Pure: hours, calendar and a moment in, a moment in China's time out, on the minute.</summary>
public static class DutyTimes
{
    /// <summary>The longest closed stretch that is looked through: Spring Festival with a weekend on either side, and some days.</summary>
    public const int Days = 16;

    /// <summary>The first minute, from the one of the moment on, that is covered; null: none within <see cref="Days"/>.</summary>
    public static DateTimeOffset? NextOpening(DutyHours hours, DutyCalendar calendar, DateTimeOffset moment) => Ahead(hours, calendar, moment, covered: true);

    /// <summary>The first minute, from the one of the moment on, that is not covered; null: always covered, as far as <see cref="Days"/> show.</summary>
    public static DateTimeOffset? NextClosing(DutyHours hours, DutyCalendar calendar, DateTimeOffset moment) => Ahead(hours, calendar, moment, covered: false);

    /// <summary>The minute at which the last duty before the moment ended; null when it is covered, or was not within <see cref="Days"/>.</summary>
    public static DateTimeOffset? ClosedSince(DutyHours hours, DutyCalendar calendar, DateTimeOffset moment)
    {
        ArgumentNullException.ThrowIfNull(hours);
        ArgumentNullException.ThrowIfNull(calendar);
        var (midnight, minute) = Split(moment);
        if (hours.Covers(calendar.At(moment))) return null;
        for (var day = 0; day <= Days; day++, minute = 1439)
        {
            var at = calendar.At(midnight.AddDays(-day));
            for (; minute >= 0; minute--)
                if (hours.Covers(at with { Minute = minute })) return midnight.AddDays(-day).AddMinutes(minute + 1);
        }
        return null;
    }

    /// <summary>The shifts that begin on a day, the earliest first; minutes beyond 1440 lie on the next day.</summary>
    public static IReadOnlyList<Shift> On(DutyHours hours, DutyCalendar calendar, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(hours);
        ArgumentNullException.ThrowIfNull(calendar);
        var kind = calendar.KindOf(day);
        return [.. hours.Shifts.Where(shift => (shift.Days & (1 << kind)) != 0).OrderBy(shift => shift.FromMinute)];
    }

    private static DateTimeOffset? Ahead(DutyHours hours, DutyCalendar calendar, DateTimeOffset moment, bool covered)
    {
        ArgumentNullException.ThrowIfNull(hours);
        ArgumentNullException.ThrowIfNull(calendar);
        var (midnight, minute) = Split(moment);
        for (var day = 0; day <= Days; day++, minute = 0)
        {
            var at = calendar.At(midnight.AddDays(day));
            for (; minute < 1440; minute++)
                if (hours.Covers(at with { Minute = minute }) == covered) return midnight.AddDays(day).AddMinutes(minute);
        }
        return null;
    }

    private static (DateTimeOffset Midnight, int Minute) Split(DateTimeOffset moment)
    {
        var local = ChinaTime.Of(moment);
        var midnight = new DateTimeOffset(local.Date, ChinaTime.Offset);
        return (midnight, (int)((local - midnight).Ticks / TimeSpan.TicksPerMinute));
    }
}
