using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>
/// Sums of money. A number without 块 is a sum when a word of money leads to it or its form says so (三千五); prices are told apart
/// from sums in dispute (<see cref="Prices"/>).
/// </summary>
internal static class MoneyReader
{
    public static List<Money> Read(string text, IReadOnlyList<NumberToken> numbers, CueMap cues)
    {
        var found = new List<Money>();
        for (var i = 0; i < numbers.Count; i++)
        {
            // 两块五毛 is one sum of two numbers.
            if (found.Count > 0 && numbers[i].Start < found[^1].Span.End) continue;
            if (At(text, numbers, i, cues) is { } money) found.Add(money);
        }
        if (found.Count == 0)
        {
            // 门锁换了 680: where no sum is said otherwise, a bare number that can be nothing else is one.
            foreach (var number in numbers)
            {
                if (BareSums.Loose(text, number, cues)) found.Add(new(new(number.Start, number.End - number.Start), number.Value, number.Approximate, false));
            }
        }
        Prices.Compare(text, found);
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
        var unit = Currency.At(text, end, out var factor);
        if (unit > 0)
        {
            end += unit;
            (value, upper) = (value * factor, upper * factor);
            // 一块八, 35块6, 十块零五; a date or a count behind is none (五块 一张).
            if (factor == 1 && unit == 1) (value, end) = Small(text, numbers, index, value, end);
            if (factor == 0.1m && unit == 1) (value, end) = Cents(text, numbers, index, value, end);
            if (Peek(text, end) is '多' or '来' or '几') (approximate, end) = (true, end + 1);
            if (Peek(text, end) == '钱') end++;
        }
        else if (!symbol && !BareSums.Spoken(text, number, cues))
        {
            return null;
        }
        if (Prefix(text, start) || Suffix(text, end)) approximate = true;
        if (start > 0 && text[start - 1] == '半' || value <= 0) return null;
        // 两元店, 十元一件的摊: a name.
        if (unit > 0 && Peek(text, end) == '店') return null;
        var unitPrice = Prices.IsUnitPrice(text, numbers, index, start, end, value, cues);
        // 一毛都不给, 一分钱没见着 name no sum.
        return value <= 0.1m && !unitPrice || value == 1 && Idle(text, end) ? null : new(new(start, end - start), value, approximate, unitPrice, upper);
    }

    private static bool Idle(string text, int end)
    {
        while (end < text.Length && text[end] is ' ' or '钱' or '都' or '也') end++;
        return end < text.Length && text[end] is '没' or '不' or '冇' or '唔';
    }

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

    // 三毛五
    private static (decimal Value, int End) Cents(string text, IReadOnlyList<NumberToken> numbers, int index, decimal value, int end)
    {
        if (index + 1 >= numbers.Count || numbers[index + 1] is not { Scaled: false, Upper: null, Value: >= 1 and <= 9 } next || next.Start != end) return (value, end);
        return Numerals.IsMeasure(Peek(text, next.End)) && Peek(text, next.End) != '分' ? (value, end) : (value + next.Value / 100, Peek(text, next.End) == '分' ? next.End + 1 : next.End);
    }

    private static bool Prefix(string text, int start)
    {
        if (start == 0) return false;
        if (text[start - 1] is '近' or '约' or '上' or '快' or '小' or '好') return true;
        var before = text.AsSpan(0, start);
        return before.EndsWith("大概") || before.EndsWith("差不多") || before.EndsWith("about ") || before.EndsWith("around ") || before.EndsWith("起码") || before.EndsWith("至少");
    }

    private static bool Suffix(string text, int end)
    {
        var rest = text.AsSpan(end);
        return rest.StartsWith("左右") || rest.StartsWith("上下") || rest.StartsWith("出头") || rest.StartsWith("以上") || rest.StartsWith("不到") || rest.StartsWith("多");
    }

    private static char Peek(string text, int at) => at < text.Length ? text[at] : '\0';
}
