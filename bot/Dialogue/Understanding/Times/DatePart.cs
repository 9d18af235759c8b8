namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>A day, or a stretch of days, as said; the end is exclusive.</summary>
/// <param name="Evening">The word itself means the evening (昨晚).</param>
/// <param name="Before">Before it (中秋前), so that it has no beginning; <paramref name="After"/>: from its end on.</param>
/// <param name="Weekly">A weekday without a week, which may recur.</param>
internal sealed record DatePart(DateOnly From, DateOnly To, string Timex)
{
    public DayPart? Part { get; init; }
    public bool Approximate { get; init; }
    public bool Before { get; init; }
    public bool After { get; init; }
    public DayOfWeek? Weekly { get; init; }
    /// <summary>A weekend without a week, which may recur.</summary>
    public bool Weekend { get; init; }
    /// <summary>The day of the month was said without a month: 每月15号.</summary>
    public bool Monthly { get; init; }
    public bool Today { get; init; }
    public bool IsDay => To == From.AddDays(1);

    public static DatePart Day(DateOnly day) => new(day, day.AddDays(1), Iso(day));
    public static DatePart Month(int year, int month) => new(new(year, month, 1), new DateOnly(year, month, 1).AddMonths(1), $"{year:0000}-{month:00}");
    public static DatePart Year(int year) => new(new(year, 1, 1), new(year + 1, 1, 1), $"{year:0000}");
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd");

    public static DateOnly? Valid(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
}

/// <summary>A part of the day, hours from midnight; beyond 24 it is the next morning.</summary>
/// <param name="Code">As TIMEX writes it: MO, AF, EV, NI; empty for the small hours and noon.</param>
internal sealed record DayPart(string Code, int From, int To)
{
    public static readonly DayPart SmallHours = new("", 0, 6);
    public static readonly DayPart Morning = new("MO", 6, 12);
    public static readonly DayPart Noon = new("", 11, 14);
    public static readonly DayPart Afternoon = new("AF", 12, 18);
    public static readonly DayPart Evening = new("EV", 18, 24);
    public static readonly DayPart Night = new("NI", 20, 30);

    public string Timex => Code.Length > 0 ? "T" + Code : $"(T{From:00},T{To:00},PT{To - From}H)";
    public bool IsLate => From >= 12;
    public bool IsNight => From >= 18;

    private static readonly WordTable<DayPart> s_words = new(
    [
        ("凌晨", SmallHours), ("清晨", Morning), ("大清早", Morning), ("一大早", Morning), ("早上", Morning), ("早晨", Morning), ("上午", Morning), ("朝早", Morning), ("上昼", Morning),
        ("中午", Noon), ("正午", Noon), ("晏昼", Afternoon), ("午后", Afternoon), ("下午", Afternoon), ("下昼", Afternoon), ("傍晚", Evening), ("黄昏", Evening),
        ("晚上", Evening), ("晚间", Evening), ("夜晚", Evening), ("晚黑", Evening), ("夜里", Night), ("夜间", Night), ("半夜三更", Night), ("三更半夜", Night), ("大半夜", Night), ("后半夜", SmallHours), ("下半夜", SmallHours), ("上半夜", Evening),
        ("半夜", Night), ("深夜", Night), ("深更半夜", Night), ("通宵", Night), ("大晚上", Evening), ("大早上", Morning),
        ("in the morning", Morning), ("this morning", Morning), ("in the afternoon", Afternoon), ("this afternoon", Afternoon), ("in the evening", Evening), ("this evening", Evening), ("at night", Night), ("midnight", Night), ("morning", Morning), ("afternoon", Afternoon), ("evening", Evening), ("night", Night),
    ]);

    public static DayPart? Read(TimeText text, ref int at)
    {
        // 楼上半夜三点: upstairs, at three, and not the first half of the night.
        if (at > 0 && text[at - 1] == '楼') return null;
        at += s_words.Read(text, at, out var part);
        return part;
    }

    /// <summary>The single characters that follow a day: 昨早, 周三晚, 8号夜.</summary>
    public static DayPart? ReadShort(TimeText text, ref int at)
    {
        var part = text[at] switch { '早' => Morning, '晚' => Evening, '夜' => Night, _ => null };
        if (part is not null) at++;
        return part;
    }
}
