using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Prices, which are no sums in dispute: for a unit (一块八一度), and before and after (从两千八涨到三千五).</summary>
internal static class Prices
{
    private static readonly System.Buffers.SearchValues<char> s_changes = System.Buffers.SearchValues.Create("涨加升变提调降改");
    // What is sold by the piece; a person or a time behind a sum is none of these.
    private static readonly System.Buffers.SearchValues<char> s_sold = System.Buffers.SearchValues.Create("斤串双件只条碗杯本支份袋包瓶箱张根");

    public static bool IsUnitPrice(string text, IReadOnlyList<NumberToken> numbers, int index, int start, int end, decimal value, CueMap cues)
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
        // 十块三斤
        if (value < 200 && index + 1 < numbers.Count && numbers[index + 1] is { Value: <= 20 } next && next.Start == end && next.End < text.Length && s_sold.Contains(text[next.End])) return true;
        return Before(text, start, cues) || Change(text, start, value) || Each(text, start, value);
    }

    // 一平米十块, 每度收一块二, 按一平米十块算; a price stands close behind what it is for.
    private static bool Before(string text, int start, CueMap cues)
    {
        for (var i = Math.Max(1, start - 8); i < start; i++)
        {
            if (text[i - 1] is '每' or '一' or '1' && cues.StartsAt(i, Cue.PerUnit)) return !Breaks.IsSentence(text[start - 1]);
            if (i >= 2 && text[i - 1] == '个' && text[i - 2] is '每' or '一' or '1' && cues.StartsAt(i, Cue.PerUnit)) return true;
        }
        return false;
    }

    // 涨了两块, 再加五毛: what a price rose by.
    private static bool Change(string text, int start, decimal value)
    {
        if (value >= 10 || start == 0) return false;
        var at = text[start - 1] is '了' or '收' or '价' ? start - 2 : start - 1;
        return at >= 0 && text[at] is '涨' or '加' or '贵' or '降';
    }

    // 一天三百, 计件一个三毛
    private static bool Each(string text, int start, decimal value)
    {
        var at = start > 0 && text[start - 1] is '才' or '就' or '是' ? start - 1 : start;
        if (at < 2 || text[at - 2] is not ('一' or '每')) return false;
        return text[at - 1] == '天' || value < 100 && (text[at - 1] == '个' || s_sold.Contains(text[at - 1]));
    }

    /// <summary>从两千八涨到三千五, 标价五块 结账七块, 一亩三万 隔壁五万: prices beside each other.</summary>
    public static void Compare(string text, List<Money> found)
    {
        for (var i = 0; i + 1 < found.Count; i++)
        {
            var (first, second) = (found[i].Span, found[i + 1].Span);
            var between = text.AsSpan(first.End, Math.Max(0, second.Start - first.End));
            if (between.Length is 0 or > 10) continue;
            var change = between.Length <= 8 && between.ContainsAny(s_changes) && (between.Contains('到') || between.Contains('成') || between.Contains('至'));
            var from = between is "到" or "至" or "变" && first.Start > 0 && text[first.Start - 1] is '从' or '由';
            var label = text.AsSpan(0, first.Start).EndsWith("标价") && (between.Contains("结账", StringComparison.Ordinal) || between.Contains("收", StringComparison.Ordinal));
            var elsewhere = found[i].IsUnitPrice && (between.Contains("隔壁", StringComparison.Ordinal) || between.Contains('别') || between.Contains('才') || between.Contains("人家", StringComparison.Ordinal));
            if (!change && !from && !label && !elsewhere && between is not " to ") continue;
            found[i] = found[i] with { IsUnitPrice = true };
            found[i + 1] = found[i + 1] with { IsUnitPrice = true };
        }
    }

    private static char Peek(string text, int at) => at < text.Length ? text[at] : '\0';
}
