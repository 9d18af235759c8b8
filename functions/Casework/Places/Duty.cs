namespace IntakeBot.Casework.Places;

/// <summary>A shift: minutes after midnight of each day it begins on; beyond 1440 it ends on the next day.</summary>
/// <param name="Days">Bits: 1 Monday ... 64 Sunday, 128 public holiday.</param>
public readonly record struct Shift(int Days, int FromMinute, int ToMinute);

/// <summary>When a station is manned. One bit a minute for each kind of day, two days long, so that asking costs two bits.</summary>
public sealed class DutyHours
{
    private const int Minutes = 2 * 1440;
    private const int Words = Minutes / 64;
    private const int DayKinds = 8;
    private readonly ulong[] bits = new ulong[DayKinds * Words];

    public DutyHours(IEnumerable<Shift> shifts)
    {
        Shifts = [.. shifts];
        foreach (var shift in Shifts)
        {
            var to = Math.Min(shift.ToMinute, Minutes);
            for (var kind = 0; kind < DayKinds; kind++)
            {
                if ((shift.Days & (1 << kind)) == 0) continue;
                for (var minute = Math.Max(0, shift.FromMinute); minute < to; minute++)
                    bits[kind * Words + minute / 64] |= 1UL << (minute % 64);
            }
        }
    }

    public IReadOnlyList<Shift> Shifts { get; }

    /// <summary>A shift that began yesterday may still run.</summary>
    public bool Covers(DutyMoment at) => Bit(at.Today, at.Minute) || Bit(at.Yesterday, at.Minute + 1440);

    private bool Bit(int kind, int minute) => (bits[kind * Words + minute / 64] >> (minute % 64) & 1) != 0;
}

/// <summary>A moment as rosters see it.</summary>
/// <param name="Minute">0 to 1439, China time.</param>
/// <param name="Today">Kind of day: 0 Monday ... 6 Sunday, 7 public holiday.</param>
/// <param name="Yesterday">Kind of the day before.</param>
public readonly record struct DutyMoment(int Minute, int Today, int Yesterday);

/// <summary>Which day counts as what: public holidays, and weekend days that are worked instead.</summary>
public sealed class DutyCalendar
{
    public const int Holiday = 7;
    private readonly Dictionary<int, string> holidays;
    private readonly HashSet<int> workdays;
    private readonly HashSet<int> announced;

    /// <param name="holidays">With their names.</param>
    /// <param name="workdays">Saturdays and Sundays worked like a Monday.</param>
    /// <param name="announced">Years whose days are known; those of other years are expected at best.</param>
    public DutyCalendar(IReadOnlyDictionary<DateOnly, string> holidays, IEnumerable<DateOnly> workdays, IEnumerable<int> announced)
    {
        this.holidays = holidays.ToDictionary(day => day.Key.DayNumber, day => day.Value);
        this.workdays = [.. workdays.Select(day => day.DayNumber)];
        this.announced = [.. announced];
    }

    public static DutyCalendar None { get; } = new(new Dictionary<DateOnly, string>(), [], []);

    /// <summary>The day it is in China.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDayNumber((int)(ChinaTime.Ticks(moment) / TimeSpan.TicksPerDay));

    public DutyMoment At(DateTimeOffset moment)
    {
        var local = ChinaTime.Ticks(moment);
        var day = (int)(local / TimeSpan.TicksPerDay);
        return new DutyMoment((int)(local % TimeSpan.TicksPerDay / TimeSpan.TicksPerMinute), Kind(day), Kind(day - 1));
    }

    /// <summary>0 Monday ... 6 Sunday, 7 holiday; a worked weekend day has the hours of a Monday.</summary>
    public int KindOf(DateOnly day) => Kind(day.DayNumber);

    /// <summary>The name of the holiday; null on other days.</summary>
    public string? HolidayOn(DateOnly day) => holidays.GetValueOrDefault(day.DayNumber);

    /// <summary>A Saturday or Sunday that is worked.</summary>
    public bool IsWorkedWeekend(DateOnly day) => workdays.Contains(day.DayNumber);

    /// <summary>False: the holidays of that year are expected, not announced.</summary>
    public bool IsAnnounced(int year) => announced.Contains(year);

    private int Kind(int dayNumber)
    {
        if (holidays.ContainsKey(dayNumber)) return Holiday;
        var weekday = dayNumber % 7; // day 0, 1 January of year 1, was a Monday
        return weekday >= 5 && workdays.Contains(dayNumber) ? 0 : weekday;
    }
}
