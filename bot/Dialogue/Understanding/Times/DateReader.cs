namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>Reads a date at a place in the text, relative to the day of the message: by word, week, festival, digits, month or year.</summary>
internal sealed class DateReader(TimeText text, DateTimeOffset now, Festivals festivals)
{
    private readonly DateOnly _today = DateOnly.FromDateTime(now.DateTime);

    private static readonly WordTable<(int Days, DayPart? Part)> s_days = new(
    [
        ("大前天", (-3, null)), ("前天", (-2, null)), ("前日", (-2, null)), ("前晚", (-2, DayPart.Evening)), ("前夜", (-2, DayPart.Night)),
        ("昨天", (-1, null)), ("昨日", (-1, null)), ("昨儿", (-1, null)), ("昨个", (-1, null)), ("昨晚", (-1, DayPart.Evening)), ("昨夜", (-1, DayPart.Night)), ("昨早", (-1, DayPart.Morning)),
        ("琴日", (-1, null)), ("寻日", (-1, null)), ("琴晚", (-1, DayPart.Evening)), ("寻晚", (-1, DayPart.Evening)), ("昨", (-1, null)),
        ("今天", (0, null)), ("今日", (0, null)), ("今儿", (0, null)), ("今个", (0, null)), ("今早", (0, DayPart.Morning)), ("今晨", (0, DayPart.SmallHours)), ("今朝", (0, DayPart.Morning)), ("今晚", (0, DayPart.Evening)), ("今夜", (0, DayPart.Night)),
        ("大后天", (3, null)), ("后天", (2, null)), ("明天", (1, null)), ("明日", (1, null)), ("听日", (1, null)), ("明早", (1, DayPart.Morning)), ("明晚", (1, DayPart.Evening)), ("听晚", (1, DayPart.Evening)),
        ("the day before yesterday", (-2, null)), ("last night", (-1, DayPart.Evening)), ("yesterday", (-1, null)), ("tonight", (0, DayPart.Evening)), ("today", (0, null)), ("tomorrow", (1, null)),
        ("this morning", (0, DayPart.Morning)), ("this afternoon", (0, DayPart.Afternoon)), ("this evening", (0, DayPart.Evening)),
    ]);

    public DatePart? Read(ref int at) =>
        Day(ref at) ?? WeekReader.Read(text, ref at, _today) ?? FestivalReader.Read(text, ref at, _today, festivals) ?? NumericDateReader.Read(text, ref at, _today) ?? new MonthReader(text, _today, festivals).Read(ref at);

    /// <summary>The other end of a range; what it leaves unsaid is taken from the first: 10月1日到7日.</summary>
    public DatePart? ReadEnd(DatePart first, ref int at)
    {
        if (first.IsDay && first.Weekly is null && text.NumberAt(at) is { Upper: null, Scaled: false, Value: >= 1 and <= 31 } number && text[number.End] is '号' or '日' && number.Value == (int)number.Value)
        {
            var month = first.From.AddMonths((int)number.Value < first.From.Day ? 1 : 0);
            if (DatePart.Valid(month.Year, month.Month, (int)number.Value) is { } day)
            {
                at = number.End + 1;
                return DatePart.Day(day);
            }
        }
        return Read(ref at);
    }

    private DatePart? Day(ref int at)
    {
        if (s_days.Read(text, at, out var day) is var length && length == 0) return Lately(ref at);
        var next = text[at + length];
        if (length == 1 && next is not ('下' or '上' or '中' or '早' or '晚' or '夜' or '半')) return null;
        if (next == '子' && text[at] == '前' || text[at] == '后' && next is '性' or '的' or '井') return null;
        at += length;
        return DatePart.Day(_today.AddDays(day.Days)) with { Part = day.Part, Today = day.Days == 0 };
    }

    // 前两天, 头几天, 前些天: a stretch that ends now.
    private DatePart? Lately(ref int at)
    {
        if (text[at] is not ('前' or '头') || text[at - 1] is '以' or '之' or '年' or '月' or '周' or '天' or '期') return null;
        var (days, end) = (0, at + 1);
        if (text[end] == '些') (days, end) = (7, end + 1);
        else if (text.NumberAt(end) is { Upper: null or 9, Scaled: false, Value: >= 2 and <= 10 } number) (days, end) = (text[end] == '几' ? 7 : (int)number.Value, number.End);
        if (days == 0 || text[end] is not ('天' or '日') || text[end + 1] is '花' or '子') return null;
        at = end + 1;
        var from = _today.AddDays(-days);
        return new(from, _today.AddDays(1), $"{DatePart.Iso(from)}/{DatePart.Iso(_today)}") { Approximate = true };
    }
}
