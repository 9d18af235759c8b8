using System.Globalization;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>每月1200块房租共欠三个月: what is in dispute is neither the price of a month nor unsaid, it is 3600.</summary>
internal static class Arrears
{
    private const int MostMonths = 36;
    private static readonly string[] s_monthly = ["每月", "每个月", "月租", "月租金", "月供", "每月房租", "每个月房租", "每月工资", "每个月工资"];
    private static readonly string[] s_owedBefore = ["欠", "欠了", "欠我", "欠我们", "拖", "拖了", "拖欠", "拖欠了", "差", "压了", "压"];
    private static readonly string[] s_owedBehind = ["没发", "没给", "没交", "没付", "没结", "未发", "未付", "不给", "不发"];

    /// <summary>Multiplies the one sum of a message by the months that are owed, when it is the price of a month.</summary>
    public static void Count(string text, List<Money> money, List<TimeMention> times)
    {
        if (money is not [{ IsUnitPrice: false, Upper: null } price] || !EndsWith(text, price.Span.Start, s_monthly)) return;
        foreach (var time in times)
        {
            if (time.Timex is not ['P', .. var months, 'M'] || time.Approximate || time.Span.Start < price.Span.End) continue;
            if (!int.TryParse(months, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 2 or > MostMonths) continue;
            if (!EndsWith(text, time.Span.Start, s_owedBefore) && !StartsWith(text, time.Span.End, s_owedBehind)) continue;
            money[0] = price with { Value = price.Value * count };
            return;
        }
    }

    private static bool EndsWith(string text, int end, string[] words)
    {
        foreach (var word in words)
        {
            if (end >= word.Length && string.CompareOrdinal(text, end - word.Length, word, 0, word.Length) == 0) return true;
        }
        return false;
    }

    private static bool StartsWith(string text, int at, string[] words)
    {
        foreach (var word in words)
        {
            if (string.CompareOrdinal(text, at, word, 0, word.Length) == 0) return true;
        }
        return false;
    }
}
