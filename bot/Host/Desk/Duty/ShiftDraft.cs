using IntakeBot.Casework.Places;

namespace IntakeBot.Host.Desk.Duty;

/// <summary>One shift as it is typed.</summary>
internal sealed class ShiftDraft
{
    /// <summary>Monday ... Sunday, public holiday.</summary>
    public bool[] Days { get; } = new bool[8];
    public TimeOnly From { get; set; } = new(8, 30);
    public TimeOnly To { get; set; } = new(18, 0);

    public static ShiftDraft Of(Shift shift)
    {
        var draft = new ShiftDraft { From = Time(shift.FromMinute), To = Time(shift.ToMinute) };
        for (var day = 0; day < draft.Days.Length; day++) draft.Days[day] = (shift.Days & (1 << day)) != 0;
        return draft;
    }

    /// <summary>null: no day is chosen. An end not after its beginning lies on the next day; the same time twice is a whole day.</summary>
    public Shift? Read()
    {
        var days = Days.Index().Sum(day => day.Item ? 1 << day.Index : 0);
        if (days == 0) return null;
        int from = Minute(From), to = Minute(To);
        return new Shift(days, from, to <= from ? to + 1440 : to);
    }

    public static string Text(int minute) => $"{minute % 1440 / 60:00}:{minute % 60:00}";

    private static TimeOnly Time(int minute) => new(minute % 1440 / 60, minute % 60);
    private static int Minute(TimeOnly time) => time.Hour * 60 + time.Minute;
}

/// <summary>What can be wrong with the hours of a station.</summary>
internal enum HoursProblem { DayMissing, Overlap, TooMany, LimitBad, NotAllowed, Changed }

/// <summary>Checks of hours; pure.</summary>
internal static class StationHours
{
    public const int MostShifts = 12;
    public const int MostOpenCases = 999;

    public static HoursProblem? Check(IReadOnlyList<Shift?> shifts, int limit)
    {
        if (limit is < 0 or > MostOpenCases) return HoursProblem.LimitBad;
        if (shifts.Count > MostShifts) return HoursProblem.TooMany;
        if (shifts.Any(shift => shift is null)) return HoursProblem.DayMissing;
        var read = shifts.Select(shift => shift!.Value).ToList();
        for (var day = 0; day < 8; day++)
        {
            var own = read.Where(shift => (shift.Days & (1 << day)) != 0).OrderBy(shift => shift.FromMinute).ToList();
            if (own.Zip(own.Skip(1)).Any(pair => pair.Second.FromMinute < pair.First.ToMinute)) return HoursProblem.Overlap;
        }
        return null;
    }
}
