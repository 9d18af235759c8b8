namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>
/// Finds all numbers, in digits and in characters, in one pass. Knows the short forms of speech: 三千五 is 3500, 十几 at least 10,
/// 三五千 from 3000 to 5000, 两百来 about 200, 廿几 at least 20, 18万6 is 186000.
/// </summary>
internal static class NumberScanner
{
    private static readonly System.Buffers.SearchValues<char> s_first = System.Buffers.SearchValues.Create("0123456789零〇○一壹幺二两贰三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万亿几数廿卅俩仨abcdefghijklmnopqrstuvwxyz");

    public static List<NumberToken> Scan(string text)
    {
        var tokens = new List<NumberToken>();
        for (var i = 0; ;)
        {
            var next = text.AsSpan(i).IndexOfAny(s_first);
            if (next < 0) return tokens;
            i += next;
            var c = text[i];
            NumberToken? token;
            if (char.IsAsciiDigit(c)) token = ArabicNumber.Read(text, i);
            else if (!char.IsAsciiLetter(c)) token = ChineseNumber.Read(text, i);
            else if ((token = EnglishNumber.Read(text, i)) is null)
            {
                while (i < text.Length && char.IsAsciiLetter(text[i])) i++;
                continue;
            }
            if (token is not { } found)
            {
                i++;
                // 万万万: what did not begin a number at its first unit begins none at the next.
                while (Numerals.Unit(c) > 10 && i < text.Length && Numerals.Unit(text[i]) > 10) i++;
                continue;
            }
            if (tokens.Count > 0 && Range(text, tokens[^1], found) is { } range) tokens[^1] = range;
            else tokens.Add(found);
            i = found.End;
        }
    }

    // 3到5千, 2000-3000: one token when only a dash or 到 stands between and the second is the greater.
    private static NumberToken? Range(string text, NumberToken first, NumberToken second)
    {
        if (second.Start - first.End != 1 || first.Upper is not null || second.Upper is not null) return null;
        if (text[first.End] is not ('-' or '~' or '到' or '至' or '—' or '–')) return null;
        if (first.Digits > 5 || second.Digits > 5) return null;
        var value = first.Value;
        if (!first.Scaled && second.Scaled && value < 100 && second.Value >= 100)
        {
            var unit = 10m;
            while (unit * 10 <= second.Value) unit *= 10;
            if (second.Value >= 10000) unit = 10000;
            value *= unit;
        }
        return second.Value > value
            ? first with { End = second.End, Value = value, Upper = second.Value, Approximate = true, Scaled = first.Scaled || second.Scaled, Short = false }
            : null;
    }
}

/// <summary>The characters that numbers are written with.</summary>
internal static class Numerals
{
    private static readonly System.Buffers.SearchValues<char> s_measures = System.Buffers.SearchValues.Create("个人名位户口家天日月年岁号点时分秒次回遍趟栋幢楼层单室房平方米公斤度吨辆台张件条间期届级班周倍步份只头棵顿餐套箱袋瓶包盒车里寸尺厘毫升瓦伏克兆集章页字句根把座部排桌杯碗片颗粒支枝双对本册路站码线折股成种样批轮架门扇幅针声晚夜克");

    public static int Digit(char c) => c switch
    {
        '零' or '〇' or '○' => 0,
        '一' or '壹' or '幺' => 1,
        '二' or '两' or '贰' => 2,
        '三' or '叁' => 3,
        '四' or '肆' => 4,
        '五' or '伍' => 5,
        '六' or '陆' => 6,
        '七' or '柒' => 7,
        '八' or '捌' => 8,
        '九' or '玖' => 9,
        _ => -1,
    };

    public static int Unit(char c) => c switch
    {
        '十' or '拾' => 10,
        '百' or '佰' => 100,
        '千' or '仟' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => 0,
    };

    public static bool IsSome(char c) => c is '几' or '数';
    public static bool IsMore(char c) => c is '多' or '来' or '余' or '把';
    public static bool Begins(char c) => Digit(c) >= 0 || Unit(c) > 0 || c is '几' or '廿' or '卅' or '数' or '俩' or '仨';

    /// <summary>What is counted is a thing or a time, so that the number is neither a sum nor the end of one.</summary>
    public static bool IsMeasure(char c) => s_measures.Contains(c);
}
