using System.Globalization;
using IntakeBot.Casework.Places;

namespace IntakeBot.Casework.Content;

/// <summary>The shape of <c>rosters.yaml</c>, and its shifts read.</summary>
internal sealed class RostersFile
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"];

    public required Dictionary<string, List<ShiftEntry>> Rosters { get; init; }
    public required Dictionary<string, string> Levels { get; init; }
    public required List<ShareEntry> Stations { get; init; }
    public required Dictionary<string, int> LoadLimits { get; init; }

    public IReadOnlyList<Shift> ShiftsOf(string roster) => Rosters.TryGetValue(roster, out var shifts)
        ? [.. shifts.Select(shift => Read(roster, shift))]
        : throw Wrong($"there is no roster {roster}");

    private static Shift Read(string roster, ShiftEntry shift)
    {
        int from = Minute(roster, shift.From), to = Minute(roster, shift.To);
        return new Shift(shift.Days.Aggregate(0, (bits, name) => bits | Bits(roster, name)), from, to <= from ? to + 1440 : to);
    }

    private static int Bits(string roster, string name)
    {
        if (name == "all") return (1 << Days.Length) - 1;
        var ends = name.Split('-');
        int first = Array.IndexOf(Days, ends[0]), last = Array.IndexOf(Days, ends[^1]);
        if (first < 0 || last < first || ends.Length > 2) throw Wrong($"roster {roster}: days must be mon ... sun, holiday, all or a range, not {name}");
        return ((1 << (last + 1)) - 1) & ~((1 << first) - 1);
    }

    private static int Minute(string roster, string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minute) && minute < 60 && hour * 60 + minute <= 1440
            ? hour * 60 + minute
            : throw Wrong($"roster {roster}: {text} is no time of day");
    }

    private static CaseworkContentException Wrong(string what) => new($"rosters.yaml: {what}");

    internal sealed class ShiftEntry
    {
        public required List<string> Days { get; init; }
        public required string From { get; init; }
        public required string To { get; init; }
    }

    internal sealed class ShareEntry
    {
        public required string Roster { get; init; }
        public required int Share { get; init; }
    }
}
