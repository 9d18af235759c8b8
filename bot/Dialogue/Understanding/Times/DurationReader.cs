namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>A length of time as said.</summary>
/// <param name="Amount">In units; halves are possible.</param>
/// <param name="Unit">Y, M, W, D, H or N (minutes).</param>
internal readonly record struct Duration(decimal Amount, char Unit, bool Approximate)
{
    public string Timex => Unit switch
    {
        'H' => $"PT{Number}H",
        'N' => $"PT{Number}M",
        _ => $"P{Number}{Unit}",
    };

    private string Number => Amount.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);

    public DateTimeOffset Before(DateTimeOffset moment) => Unit switch
    {
        'Y' => Months(moment, Amount * 12),
        'M' => Months(moment, Amount),
        'W' => moment.AddDays(-(double)Amount * 7),
        'D' => moment.AddDays(-(double)Amount),
        'H' => moment.AddHours(-(double)Amount),
        _ => moment.AddMinutes(-(double)Amount),
    };

    private static DateTimeOffset Months(DateTimeOffset moment, decimal months) =>
        moment.AddMonths(-(int)months).AddDays(-(double)(months - (int)months) * 30);
}

/// <summary>Reads 半个月, 两个半月, 一年多, 三天, 大半年, 个把月, 2 weeks.</summary>
internal static class DurationReader
{
    private static readonly string[] s_around = ["左右", "上下"];

    public static Duration? Read(TimeText text, ref int at)
    {
        var i = at;
        if (text[i] == '大' && text[i + 1] == '半') i++;
        else if (text[i] == '小' && text[i + 1] == '半') i++;
        var big = i > at;
        if (text[i] == '半')
        {
            if (text[i - 1] is '点' or '夜' or '一' or '下' or '上' or '前' or '后' || i > 0 && Entities.Numerals.Digit(text[i - 1]) > 0) return null;
            var j = i + 1;
            if (text[j] == '个') j++;
            return Unit(text, ref j, out _) is { } unit && j > i + 1 && text.Text[i + 1] != '夜' ? Take(ref at, j, new(0.5m, unit, big)) : null;
        }
        // 成个月, 整个星期
        if (text[i] is '成' or '整' && text[i + 1] == '个')
        {
            var j = i + 2;
            return Unit(text, ref j, out _) is { } unit ? Take(ref at, j, new(1, unit, false)) : null;
        }
        if (text.Has(i, "个把"))
        {
            var j = i + 2;
            return Unit(text, ref j, out _) is { } unit ? Take(ref at, j, new(1, unit, true)) : null;
        }
        // 个半月: Cantonese for a month and a half.
        if (text.Has(i, "个半") && Entities.Numerals.Digit(text[i - 1]) < 0 && !char.IsAsciiDigit(text[i - 1]))
        {
            var j = i + 2;
            return Unit(text, ref j, out _) is { } unit ? Take(ref at, j, new(1.5m, unit, false)) : null;
        }
        if (text.NumberAt(i) is { } number) return Counted(text, ref at, number);
        return English(text, ref at);
    }

    private static Duration? Counted(TimeText text, ref int at, Entities.NumberToken number)
    {
        if (number.Value > 1000 || text[at - 1] is '第' or '.' or '-' || char.IsAsciiLetter(text[at - 1])) return null;
        var i = text.SkipBlanks(number.End);
        var (amount, approximate) = (number.Value, number.Approximate);
        if (text[i] == '多') (approximate, i) = (true, i + 1);
        if (text[i] == '个')
        {
            i++;
            if (text[i] is '多' or '来' or '几') (approximate, i) = (true, i + 1);
            if (text[i] == '半') (amount, i) = (amount + 0.5m, i + 1);
        }
        if (Unit(text, ref i, out var plain) is not { } unit) return EnglishUnit(text, ref at, number, i);
        if (plain && number.End < i - 1 && text[number.End] == '个' && unit == 'D') return null;
        if (text[i] == '半' && unit is 'Y' or 'D' or 'H') (amount, i) = (amount + 0.5m, i + 1);
        if (text[i] is '多' or '几') (approximate, i) = (true, i + 1);
        if (text.Any(i, s_around) is > 0 and var around) (approximate, i) = (true, i + around);
        return Take(ref at, i, new(amount, unit, approximate));
    }

    // plain: a unit that stands without 个.
    private static char? Unit(TimeText text, ref int at, out bool plain)
    {
        plain = false;
        var (word, unit) = text[at] switch
        {
            '月' when text[at - 1] is '个' or '半' or '多' or '来' or '把' or '几' or '整' => (1, 'M'),
            '年' when text[at + 1] is not ('级' or '纪' or '龄' or '轻' or '代' or '糕' or '货' or '薪' or '终' or '费' or '卡' or '检' or '初' or '底' or '前') || text[at + 1] == '前' => (1, 'Y'),
            '天' when text[at + 1] is not ('花' or '井' or '然' or '台' or '猫' or '桥') && !(text[at + 1] == '两' && text[at + 2] == '头') => (1, 'D'),
            '日' when text[at + 1] is not ('子' or '本' or '期' or '游' or '元' or '用' or '记' or '光') => (1, 'D'),
            '晚' when text[at + 1] is not ('饭' or '点' or '上' or '班' or '会' or '餐') => (1, 'D'),
            '夜' when text[at + 1] is not ('里' or '班' or '间' or '宵' or '市') => (1, 'D'),
            '周' when text[at + 1] is not ('岁' or '围' or '边' or '末' or '年' or '转' or '到') && !(Entities.Numerals.Digit(text[at + 1]) is >= 1 and <= 6) => (1, 'W'),
            '钟' => text[at + 1] == '头' ? (2, 'H') : (1, 'H'),
            _ => (0, '\0'),
        };
        if (word == 0)
        {
            if (text.Has(at, "星期") || text.Has(at, "礼拜")) (word, unit) = (2, 'W');
            else if (text.Has(at, "小时")) (word, unit) = (2, 'H');
            else if (text.Has(at, "分钟")) (word, unit) = (2, 'N');
            else return null;
        }
        plain = true;
        at += word;
        return unit;
    }

    private static readonly WordTable<char> s_english = new(new[] { ("year", 'Y'), ("month", 'M'), ("week", 'W'), ("day", 'D'), ("night", 'D'), ("hour", 'H'), ("minute", 'N') }.SelectMany(w => new[] { w, (w.Item1 + "s", w.Item2) }));
    private static readonly WordTable<decimal> s_amounts = new([("half a", 0.5m), ("a few", 2), ("several", 2), ("a couple of", 2), ("a", 1), ("an", 1)]);

    private static Duration? English(TimeText text, ref int at)
    {
        if (s_amounts.Read(text, at, out var amount) is not (> 0 and var length) || text[at + length] != ' ') return null;
        var end = at + length + 1;
        return s_english.Read(text, end, out var unit) is > 0 and var word ? Take(ref at, end + word, new(amount, unit, amount == 2)) : null;
    }

    private static Duration? EnglishUnit(TimeText text, ref int at, Entities.NumberToken number, int i) =>
        s_english.Read(text, i, out var unit) is > 0 and var word ? Take(ref at, i + word, new(number.Value, unit, number.Approximate)) : null;

    private static Duration Take(ref int at, int end, Duration duration)
    {
        at = end;
        return duration;
    }
}
