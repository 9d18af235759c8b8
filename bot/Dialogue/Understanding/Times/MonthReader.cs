using IntakeBot.Dialogue.Understanding.Entities;

namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>Reads 2025年3月, 去年八月, 上个月15号, 十月二十五, 三月份, last march, and a day of the month alone.</summary>
internal readonly ref struct MonthReader(TimeText text, DateOnly today, Festivals festivals)
{
    private static readonly WordTable<int> s_years = new([("大前年", -3), ("前年", -2), ("去年", -1), ("旧年", -1), ("上年", -1), ("今年", 0), ("本年", 0), ("明年", 1), ("last year", -1), ("this year", 0)]);
    private static readonly WordTable<int> s_months = new([("上上个月", -2), ("上上月", -2), ("上个月", -1), ("上月", -1), ("上一个月", -1), ("这个月", 0), ("本月", 0), ("这月", 0), ("呢个月", 0), ("下个月", 1), ("下月", 1), ("last month", -1), ("this month", 0)]);
    private static readonly WordTable<int> s_names = new(new[] { "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december" }.SelectMany((m, i) => new[] { (m, i + 1), ("last " + m, i + 1) }));
    // may and march are verbs too: only behind one of these.
    private static readonly string[] s_leads = ["in ", "since ", "of ", "from ", "until ", "by "];
    private static readonly string[] s_afterShortYear = ["的", "年", "初", "底"];
    private static readonly string[] s_noDay = ["楼", "栋", "线", "门", "房", "院", "铺", "机", "人", "码", "店", "厂", "路", "口", "桌", "井", "仓", "车", "库", "梯", "厅", "电", "单", "屋", "棚", "地铁", "公", "学", "大", "商", "里", "岗", "位", "球", "墙", "多", "公馆", "柜", "摊", "档", "窗", "称", "巷", "床", "小区"];

    public DatePart? Read(ref int at)
    {
        var i = at;
        int? month = null;
        var year = Year(ref i);
        if (year is not null)
        {
            if (text[i] == '的') i++;
            i = text.SkipBlanks(i);
        }
        else if (s_months.Read(text, i, out var months) is > 0 and var length)
        {
            var first = new DateOnly(today.Year, today.Month, 1).AddMonths(months);
            (year, month, i) = (first.Year, first.Month, i + length);
        }
        var named = month is null ? Named(ref i) : null;
        if (named is { } known) (month, year) = (known, year ?? (known > today.Month ? today.Year - 1 : today.Year));
        if (DayOfMonth(ref i, year, month, named is not null) is { } day)
        {
            at = i;
            return day;
        }
        var inYear = new YearReader(text, today, festivals);
        if (year is null) return month is null ? inYear.Loose(ref at) : null;
        at = i;
        return month is { } m ? Part(ref at, DatePart.Month(year.Value, m)) : inYear.Whole(ref at, year.Value);
    }

    private int? Year(ref int i)
    {
        if (s_years.Read(text, i, out var years) is > 0 and var length)
        {
            i += length;
            return today.Year + years;
        }
        if (text.NumberAt(i) is not { Scaled: false, Approximate: false } number || text[number.End] != '年' || text[number.End + 1] == '级') return null;
        int? year = number.Digits == 4 && number.Value is >= 1980 and <= 2100 ? (int)number.Value
            : number.Digits == 2 && number.Value is >= 15 and <= 40 && (text.NumberAt(number.End + 1) is not null || text.Any(number.End + 1, s_afterShortYear) > 0) ? 2000 + (int)number.Value : null;
        if (year is not null) i = number.End + 1;
        return year;
    }

    // 三月, 3月份, march
    private int? Named(ref int i)
    {
        if (text.NumberAt(i) is { Value: >= 1 and <= 12, Approximate: false } number && number.Value == (int)number.Value && text[number.End] == '月' && text[number.End + 1] is not ('饼' or '卡' or '租' or '薪' or '供' or '子' or '嫂'))
        {
            i = number.End + (text[number.End + 1] == '份' ? 2 : 1);
            return (int)number.Value;
        }
        if (s_names.Read(text, i, out var month) is not (> 0 and var length)) return null;
        if (month is 3 or 5 && text[i] == 'm' && !text.EndsAt(i, s_leads)) return null;
        i += length;
        return month;
    }

    // named: behind 十月 even a bare 二十五 is a day.
    private DatePart? DayOfMonth(ref int i, int? year, int? month, bool named)
    {
        if (text.NumberAt(i) is not { Scaled: false } number || number.Value is < 1 or > 31 || number.Value != (int)number.Value) return null;
        var alone = month is null;
        var mark = text[number.End];
        var bare = named && text[i - 1] == '月' && number.Upper is null && !number.Approximate && !Numerals.IsMeasure(mark) && mark is not ('块' or '元' or '万' or '号' or '日' or '月' or '-' or '/' or ':' or '%' or '多' or '几');
        if (mark != '号' && !bare && !(mark == '日' && !alone)) return null;
        if (alone && (year is not null || text.Any(number.End + 1, s_noDay) > 0 || char.IsAsciiLetter(text[i - 1]) || text[i - 1] is '第' or '-' or '弄' or '路' or '街' or '巷' or '道' or '村' or '.' or '/')) return null;
        var day = (int)number.Value;
        if (alone)
        {
            var first = new DateOnly(today.Year, today.Month, 1);
            if (day > today.Day) first = first.AddMonths(-1);
            (year, month) = (first.Year, first.Month);
        }
        if (DatePart.Valid(year!.Value, month!.Value, day) is not { } date) return null;
        i = bare ? number.End : number.End + 1;
        return DatePart.Day(date) with { Approximate = number.Approximate, Monthly = alone };
    }

    private static readonly string[] s_start = ["上旬", "初"];
    private static readonly string[] s_middle = ["中旬", "中"];
    private static readonly string[] s_end = ["下旬", "底", "末"];

    // 上个月底, 三月中旬
    private DatePart Part(ref int at, DatePart month)
    {
        if (text.Any(at, s_start) is > 0 and var start) return YearReader.Take(month with { To = month.From.AddDays(10), Approximate = true }, start, ref at);
        if (text.Any(at, s_middle) is > 0 and var middle && text[at + middle] is not ('午' or '心' or '间')) return YearReader.Take(month with { From = month.From.AddDays(10), To = month.From.AddDays(20), Approximate = true }, middle, ref at);
        return text.Any(at, s_end) is > 0 and var end ? YearReader.Take(month with { From = month.From.AddDays(20), Approximate = true }, end, ref at) : month;
    }
}
