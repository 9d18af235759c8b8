using System.Globalization;

namespace IntakeBot.Functions.Declarations;

/// <summary>
/// The six fields of a timer trigger (second, minute, hour, day, month, day of week; UTC), as far as they are used here:
/// <c>*</c>, <c>*/n</c>, numbers, ranges and lists.
/// </summary>
internal sealed class TimerSchedule
{
    private static readonly (int From, int To)[] Bounds = [(0, 59), (0, 59), (0, 23), (1, 31), (1, 12), (0, 6)];
    private readonly bool[][] fields;

    private TimerSchedule(bool[][] fields) => this.fields = fields;

    /// <exception cref="FormatException">The text is no schedule of six fields.</exception>
    public static TimerSchedule Parse(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Bounds.Length) throw new FormatException($"\"{text}\" does not have six fields");
        return new TimerSchedule([.. parts.Select((part, i) => Field(part, Bounds[i].From, Bounds[i].To))]);
    }

    /// <summary>The first moment after <paramref name="now"/> that fits, to the second.</summary>
    public DateTimeOffset After(DateTimeOffset now)
    {
        var at = new DateTimeOffset(now.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero).AddSeconds(1);
        var last = at.AddYears(5);
        while (at < last)
        {
            if (!fields[4][at.Month] || !fields[3][at.Day] || !fields[5][(int)at.DayOfWeek]) at = new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero).AddDays(1);
            else if (!fields[2][at.Hour]) at = at.AddSeconds(-at.Second).AddMinutes(-at.Minute).AddHours(1);
            else if (!fields[1][at.Minute]) at = at.AddSeconds(-at.Second).AddMinutes(1);
            else if (!fields[0][at.Second]) at = at.AddSeconds(1);
            else return at;
        }
        throw new InvalidOperationException("the schedule never comes due");
    }

    private static bool[] Field(string text, int from, int to)
    {
        var field = new bool[to + 1];
        foreach (var item in text.Split(','))
        {
            var step = item.Split('/');
            var range = step[0] == "*" ? [from, to] : step[0].Split('-').Select(Number).ToArray();
            var every = step.Length > 1 ? Number(step[1]) : 1;
            var end = range.Length > 1 ? range[1] : step.Length > 1 ? to : range[0];
            if (range[0] < from || end > to || every < 1 || step.Length > 2 || range.Length > 2)
                throw new FormatException($"\"{text}\" is outside {from} to {to}");
            for (var i = range[0]; i <= end; i += every) field[i] = true;
        }
        return field;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"\"{text}\" is no number");
}
