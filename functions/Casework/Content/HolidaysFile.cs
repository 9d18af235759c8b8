using System.Globalization;
using IntakeBot.Casework.Places;

namespace IntakeBot.Casework.Content;

/// <summary>The shape of <c>holidays.yaml</c>, and its days read. The rule's source: the yearly notice of the State Council.</summary>
internal sealed class HolidaysFile
{
    public required List<YearEntry> Years { get; init; }

    /// <exception cref="CaseworkContentException">A day is no day, lies in another year, or is both holiday and workday.</exception>
    public DutyCalendar Calendar()
    {
        var holidays = new Dictionary<DateOnly, string>();
        var workdays = new HashSet<DateOnly>();
        foreach (var year in Years)
        {
            if (Years.Count(other => other.Year == year.Year) > 1) throw Wrong($"the year {year.Year} stands there twice");
            foreach (var holiday in year.Holidays)
            {
                DateOnly from = Day(year, holiday.From), to = Day(year, holiday.To);
                if (to < from) throw Wrong($"{holiday.Name} {year.Year} ends before it begins");
                for (var day = from; day <= to; day = day.AddDays(1))
                    if (!holidays.TryAdd(day, holiday.Name)) throw Wrong($"{day:yyyy-MM-dd} belongs to two holidays");
            }
            foreach (var day in year.Workdays.Select(text => Day(year, text)))
            {
                if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) throw Wrong($"{day:yyyy-MM-dd} is no weekend day, so it need not be named as worked");
                if (holidays.ContainsKey(day)) throw Wrong($"{day:yyyy-MM-dd} is a holiday and a workday");
                if (!workdays.Add(day)) throw Wrong($"{day:yyyy-MM-dd} stands there twice as worked");
            }
        }
        return new DutyCalendar(holidays, workdays, Years.Where(year => !year.Expected).Select(year => year.Year));
    }

    private static DateOnly Day(YearEntry year, string text) =>
        !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? throw Wrong($"{text} is no day (2026-10-01)")
        : day.Year != year.Year ? throw Wrong($"{text} does not lie in {year.Year}")
        : day;

    private static CaseworkContentException Wrong(string what) => new($"holidays.yaml: {what}");

    internal sealed class YearEntry
    {
        public required int Year { get; init; }
        /// <summary>Not announced yet.</summary>
        public required bool Expected { get; init; }
        public required string Source { get; init; }
        public required List<HolidayEntry> Holidays { get; init; }
        public required List<string> Workdays { get; init; }
    }

    internal sealed class HolidayEntry
    {
        public required string Name { get; init; }
        public required string From { get; init; }
        public required string To { get; init; }
    }
}
