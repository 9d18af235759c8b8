using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Sums of money. A number without 块 is a sum when a word of money leads to it or its form says so (三千五).</summary>
internal static class MoneyReader
{
    public static List<Money> Read(string text, IReadOnlyList<NumberToken> numbers, CueMap cues)
    {
        var found = new List<Money>();
        for (var i = 0; i < numbers.Count; i++)
        {
            if (At(text, numbers, i, cues) is { } money) found.Add(money);
        }
        FlagFromTo(text, found);
        return found;
    }

    private static Money? At(string text, IReadOnlyList<NumberToken> numbers, int index, CueMap cues)
    {
        var number = numbers[index];
        var (start, end) = (number.Start, number.End);
        var value = number.Value;
        var upper = number.Upper;
        var approximate = number.Approximate;
        if (text.AsSpan(0, start).EndsWith("百分之") || Peek(text, end) == '%') return null;
        var symbol = start > 0 && text[start - 1] is '¥' or '￥' or '$';
        if (symbol) start--;
        var unit = CurrencyAt(text, end, out var factor);
        if (unit > 0)
        {
            end += unit;
            (value, upper) = (value * factor, upper * factor);
            // 一块八, 35块6, 十块零五; a date or a count behind is none (五块 一张).
            if (factor == 1 && unit == 1) (value, end) = Small(text, numbers, index, value, end);
            if (Peek(text, end) is '多' or '来' or '几') (approximate, end) = (true, end + 1);
            if (Peek(text, end) == '钱') end++;
        }
        else if (!symbol && !Bare(text, number, cues))
        {
            return null;
        }
        if (Prefix(text, start) || Suffix(text, end)) approximate = true;
        if (start > 0 && text[start - 1] == '半' || value <= 0) return null;
        var unitPrice = IsUnitPrice(text, start, end, cues);
        // 一毛都不给, 一分钱没见着 name no sum.
        return value < 1 && !unitPrice || value == 1 && Idle(text, end) ? null : new(new(start, end - start), value, approximate, unitPrice, upper);
    }

    private static bool Idle(string text, int end)
    {
        while (end < text.Length && text[end] is ' ' or '钱' or '都' or '也') end++;
        return end < text.Length && text[end] is '没' or '不' or '冇' or '唔';
    }

    private static bool Bare(string text, NumberToken number, CueMap cues)
    {
        if (number.Value < 10 || number.Value > 10_000_000_000) return false;
        var next = Peek(text, number.End);
        var spoken = number.Scaled || number.Short;
        if (next == ' ' && char.IsAsciiLetter(Peek(text, number.End + 1)) && !cues.Before(number.Start, Cue.Money, 4)) return false;
        if (cues.StartsAt(number.End, Cue.Person)) return false;
        if (cues.StartsAt(number.End, Cue.Money) && (spoken || number.Value >= 50)) return true;
        if (Numerals.IsMeasure(next) && !(next == '个' && Peek(text, number.End + 1) == '月' && cues.Before(number.Start, Cue.Money, 3)) && !Follows(text, number.End)) return false;
        if (next is ':' or '-' or '/' || char.IsAsciiLetter(next) || char.IsAsciiDigit(next)) return false;
        if (cues.Before(number.Start > 0 && text[number.Start - 1] is ':' or '是' or '号' or ' ' ? number.Start - 1 : number.Start, Cue.Label, 0)) return false;
        var before = number.Start > 0 ? text[number.Start - 1] : '\0';
        if (char.IsAsciiLetter(before) || before is '-' or '/' or ':' or '.' or '第') return false;
        if (cues.Before(number.Start, Cue.Money, spoken ? 8 : 4)) return !(number.IsArabic && !spoken && number.Digits > 7);
        if (!spoken) return false;
        // 三千五, 一万二, 两千六 say it themselves; 三百 needs a clause that ends here or goes on like a sum.
        return number.Short || number.Value >= 1000 || number.Value >= 100 && (next == '\0' || next == '的' || Breaks.IsClause(next) || Follows(text, number.End));
    }

    // 都, 也, 没...: words that go on after a sum, some of which look like measures.
    private static bool Follows(string text, int at) => Peek(text, at) is '都' or '也' or '没' or '不' or '就' or '才' or '全' or '还' or '给' or '要' or '块' or '吧' or '了' or '左' or '上' or '出';

    private static int CurrencyAt(string text, int at, out decimal factor)
    {
        factor = 1;
        if (at >= text.Length) return 0;
        var rest = text.AsSpan(at);
        if (rest[0] == ' ') return rest.Length > 1 && CurrencyAt(text, at + 1, out factor) is > 0 and var more && (char.IsAsciiLetter(rest[1]) || rest[1] is '块' or '元') ? more + 1 : 0;
        switch (rest[0])
        {
            case '块' or '元' or '圆' or '蚊' or '¥':
                if (rest.Length > 1 && rest[0] == '块' && rest[1] is '板' or '砖' or '玻' or '地' or '石' or '木' or '瓷' or '屏' or '电' or '肉' or '布' or '铁' or '空' or '牌' or '墙') return 0;
                if (rest.Length > 1 && rest[0] == '元' && rest[1] is '旦' or '宵') return 0;
                return 1;
            case '毛' or '角':
                factor = 0.1m;
                return rest.Length > 1 && rest[1] is '巾' or '病' or '坯' or '落' or '钢' ? 0 : 1;
            case '分' when rest.Length > 1 && rest[1] == '钱':
                factor = 0.01m;
                return 1;
            case '文' when rest.Length == 1 || Breaks.IsClause(rest[1]) || rest[1] is '鸡' or '都':
                return 1;
        }
        foreach (var name in s_names)
        {
            if (rest.StartsWith(name) && (rest.Length == name.Length || !char.IsAsciiLetter(rest[name.Length]))) return name.Length;
        }
        return 0;
    }

    private static readonly string[] s_names = ["人民币", "港币", "港元", "大洋", "rmb", "yuan", "kuai", "cny", "dollars", "bucks", "hkd", "元钱"];

    private static (decimal Value, int End) Small(string text, IReadOnlyList<NumberToken> numbers, int index, decimal value, int end)
    {
        if (index + 1 >= numbers.Count || numbers[index + 1].Start != end) return (value, end);
        var next = numbers[index + 1];
        if (next.Upper is not null || next.Scaled || next.Value is < 1 or > 99) return (value, end);
        var after = Peek(text, next.End);
        if (after is '毛' or '角') return (value + next.Value / 10, next.End + 1);
        // 一块八一度: the digit run holds the tenths and the measure's own 一.
        if (next.Digits == 2 && !char.IsAsciiDigit(text[next.Start]) && text[next.Start + 1] == '一') return (value + Numerals.Digit(text[next.Start]) / 10m, next.Start + 1);
        if (next.Value == 1 && Numerals.IsMeasure(after)) return (value, end);
        if (next.Value < 10 && !(Numerals.IsMeasure(after) && after is not ('一' or '每'))) return (value + next.Value / 10, next.End);
        return next.Value is >= 10 and < 100 && next.IsArabic && !Numerals.IsMeasure(after) ? (value + next.Value / 100, next.End) : (value, end);
    }

    private static bool IsUnitPrice(string text, int start, int end, CueMap cues)
    {
        // 两块一度, 12块/方, 3块5每平米
        var at = end;
        while (at < text.Length && at - end < 2 && text[at] is ' ' or '钱' or '多') at++;
        if (at < text.Length && text[at] is '一' or '每' or '/' or '1' or '个')
        {
            at++;
            if (Peek(text, at) == '个') at++;
            if (cues.StartsAt(at, Cue.PerUnit)) return true;
        }
        // 一平米十块, 每度收一块二, 按一平米十块算; a price stands close behind what it is for.
        for (var i = Math.Max(1, start - 8); i < start; i++)
        {
            if (text[i - 1] is '每' or '一' or '1' && cues.StartsAt(i, Cue.PerUnit)) return !Breaks.IsSentence(text[start - 1]);
            if (i >= 2 && text[i - 1] == '个' && text[i - 2] is '每' or '一' or '1' && cues.StartsAt(i, Cue.PerUnit)) return true;
        }
        return false;
    }

    private static readonly System.Buffers.SearchValues<char> s_changes = System.Buffers.SearchValues.Create("涨加升变提调降改");

    // 从两千八涨到三千五: prices before and after, no sum in dispute.
    private static void FlagFromTo(string text, List<Money> found)
    {
        for (var i = 0; i + 1 < found.Count; i++)
        {
            var between = text.AsSpan(found[i].Span.End, Math.Max(0, found[i + 1].Span.Start - found[i].Span.End));
            if (between.Length is 0 or > 8) continue;
            var change = between.ContainsAny(s_changes) && (between.Contains('到') || between.Contains('成') || between.Contains('至'));
            var from = between is "到" or "至" or "变" && found[i].Span.Start > 0 && text[found[i].Span.Start - 1] is '从' or '由';
            if (!change && !from && between is not " to ") continue;
            found[i] = found[i] with { IsUnitPrice = true };
            found[i + 1] = found[i + 1] with { IsUnitPrice = true };
        }
    }

    private static bool Prefix(string text, int start) =>
        start > 0 && text[start - 1] is '近' or '约' or '上' or '快' || (start > 1 && text.AsSpan(0, start) is var t && (t.EndsWith("大概") || t.EndsWith("大约") || t.EndsWith("差不多") || t.EndsWith("将近") || t.EndsWith("about ") || t.EndsWith("around ") || t.EndsWith("起码") || t.EndsWith("至少") || t.EndsWith("好")));

    private static bool Suffix(string text, int end)
    {
        var rest = text.AsSpan(end);
        return rest.StartsWith("左右") || rest.StartsWith("上下") || rest.StartsWith("出头") || rest.StartsWith("以上") || rest.StartsWith("不到") || rest.StartsWith("多");
    }

    private static char Peek(string text, int at) => at < text.Length ? text[at] : '\0';
}
