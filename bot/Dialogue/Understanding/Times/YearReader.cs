using IntakeBot.Dialogue.Understanding.Entities;

namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>Reads what may follow a year (去年下半年, 今年夏天, 去年国庆), and its parts without one (年初, 月底, 上半年).</summary>
internal readonly ref struct YearReader(TimeText text, DateOnly today, Festivals festivals)
{
    private enum Part { Beginning, End, FirstHalf, SecondHalf, Spring, Summer, Autumn, Winter }

    private static readonly WordTable<Part> s_parts = new(
    [
        ("年初", Part.Beginning), ("初", Part.Beginning), ("开春", Part.Beginning), ("年底", Part.End), ("底", Part.End), ("年尾", Part.End), ("年末", Part.End), ("上半年", Part.FirstHalf), ("下半年", Part.SecondHalf),
        ("春天", Part.Spring), ("夏天", Part.Summer), ("暑假", Part.Summer), ("热天", Part.Summer), ("秋天", Part.Autumn), ("冬天", Part.Winter),
    ]);

    public DatePart Whole(ref int at, int year)
    {
        var whole = DatePart.Year(year);
        if (s_parts.Read(text, at, out var part) is > 0 and var length) return Take(Of(whole, year, part), length, ref at);
        return FestivalReader.In(text, ref at, year, festivals) ?? whole;
    }

    private static DatePart Of(DatePart whole, int year, Part part) => part switch
    {
        Part.Beginning => whole with { To = new(year, 4, 1), Approximate = true },
        Part.End => whole with { From = new(year, 11, 1), Approximate = true },
        Part.FirstHalf => whole with { To = new(year, 7, 1), Timex = $"{year:0000}-H1" },
        Part.SecondHalf => whole with { From = new(year, 7, 1), Timex = $"{year:0000}-H2" },
        Part.Spring => whole with { From = new(year, 3, 1), To = new(year, 6, 1), Timex = $"{year:0000}-SP" },
        Part.Summer => whole with { From = new(year, 6, 1), To = new(year, 9, 1), Timex = $"{year:0000}-SU" },
        Part.Autumn => whole with { From = new(year, 9, 1), To = new(year, 12, 1), Timex = $"{year:0000}-FA" },
        _ => whole with { From = new(year, 12, 1), To = new(year + 1, 3, 1), Timex = $"{year:0000}-WI" },
    };

    // 年初, 月底, 上半年: without a year or month said.
    public DatePart? Loose(ref int at)
    {
        if (text[at] is not ('年' or '月' or '上' or '开')) return null;
        if (char.IsAsciiDigit(text[at - 1]) || text[at - 1] is '个' or '半' or '几' || Numerals.Digit(text[at - 1]) > 0) return null;
        var year = DatePart.Year(today.Year);
        if (text.Has(at, "年初") || text.Has(at, "开年")) return Take(Of(year, today.Year, Part.Beginning), 2, ref at);
        if (text.Has(at, "年底") || text.Has(at, "年尾"))
        {
            var ending = today.Month >= 11 ? today.Year : today.Year - 1;
            return Take(Of(DatePart.Year(ending), ending, Part.End), 2, ref at);
        }
        if (text.Has(at, "上半年")) return Take(Of(year, today.Year, Part.FirstHalf), 3, ref at);
        var first = new DateOnly(today.Year, today.Month, 1);
        if (text.Has(at, "月初")) return Take(DatePart.Month(first.Year, first.Month) with { To = first.AddDays(10), Approximate = true }, 2, ref at);
        if (!text.Has(at, "月底") && !text.Has(at, "月尾")) return null;
        var month = first.AddMonths(today.Day >= 20 ? 0 : -1);
        return Take(DatePart.Month(month.Year, month.Month) with { From = month.AddDays(20), Approximate = true }, 2, ref at);
    }

    public static DatePart Take(DatePart part, int length, ref int at)
    {
        at += length;
        return part;
    }
}
