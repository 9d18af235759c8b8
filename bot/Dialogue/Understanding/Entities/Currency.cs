using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>The words for money behind a number: 块, 元, 蚊, 毛, rmb, and 快 or 园 where a voice or a finger slipped.</summary>
internal static class Currency
{
    private static readonly string[] s_names = ["人民币", "港币", "港元", "大洋", "元钱", "rmb", "yuan", "kuai", "cny", "dollars", "bucks", "hkd"];

    /// <returns>How many characters, or 0.</returns>
    /// <param name="factor">Of a yuan: 毛 is a tenth.</param>
    public static int At(string text, int at, out decimal factor)
    {
        factor = 1;
        if (at >= text.Length) return 0;
        var rest = text.AsSpan(at);
        var next = rest.Length > 1 ? rest[1] : '\0';
        switch (rest[0])
        {
            case ' ':
                return rest.Length > 1 && (char.IsAsciiLetter(next) || next is '块' or '元') && At(text, at + 1, out factor) is > 0 and var more ? more + 1 : 0;
            case '块' or '元' or '圆' or '蚊' or '¥':
                if (rest[0] == '块' && next is '板' or '砖' or '玻' or '地' or '石' or '木' or '瓷' or '屏' or '电' or '肉' or '布' or '铁' or '空' or '牌' or '墙') return 0;
                return rest[0] == '元' && next is '旦' or '宵' ? 0 : 1;
            case '快' when next == '\0' || Breaks.IsClause(next) || next is '钱' or '不' or '没' or '的' or '押' or '工' or '定' or '就' or '都':
                return 1;
            case '园' when next is '押' or '钱' or '定' or '工' or '整' or '不' or '没' or '\0' || Breaks.IsClause(next):
                return 1;
            case '毛' or '角':
                factor = 0.1m;
                return next is '巾' or '病' or '坯' or '落' or '钢' or '线' or '衣' or '孩' || rest[0] == '角' && next is '落' or '度' or '钢' ? 0 : 1;
            case '分' when next == '钱':
                factor = 0.01m;
                return 1;
            case '文' when next == '\0' || Breaks.IsClause(next) || next is '鸡' or '都':
                return 1;
        }
        foreach (var name in s_names)
        {
            if (rest[0] == name[0] && rest.StartsWith(name) && (rest.Length == name.Length || !char.IsAsciiLetter(rest[name.Length]))) return name.Length;
        }
        return 0;
    }
}
