using System.Collections.Frozen;
using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>
/// Names of persons: a surname with one or two characters, with a title (王姐, 陈经理), or with 小, 老, 阿 before it. Many surnames are
/// everyday characters too (连, 和, 安), so only the common ones stand without 叫, 姓 or a title.
/// </summary>
internal sealed class PersonNames
{
    private readonly FrozenSet<char> _surnames;
    private readonly FrozenSet<char> _common;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly FrozenSet<char> _stops;
    private readonly string[] _titles;

    /// <param name="words">Words of two characters that begin like a name and are none: 张贴, 马上.</param>
    /// <param name="stops">Characters that no given name has.</param>
    public PersonNames(string surnames, string common, IEnumerable<string> words, IEnumerable<char> stops, IEnumerable<string> titles)
    {
        (_surnames, _common, _stops) = (surnames.Where(c => c != ' ').ToFrozenSet(), common.Where(c => c != ' ').ToFrozenSet(), stops.ToFrozenSet());
        _words = words.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _titles = [.. titles.OrderByDescending(t => t.Length)];
    }

    public bool IsSurname(char c) => _surnames.Contains(c);

    /// <summary>The length of a name that stands here, or 0.</summary>
    /// <param name="announced">叫 or the like stands before it: any surname will do, and no clause need end behind it.</param>
    public int At(string text, int at, bool announced)
    {
        if (at + 1 >= text.Length) return 0;
        if (text[at] is '小' or '老' or '阿' && !IsWord(text, at)) return (text[at] == '阿' || _common.Contains(text[at + 1])) && IsChinese(text, at + 1) && !_stops.Contains(text[at + 1]) && Ends(text, at + 2) ? 2 : 0;
        if (!_surnames.Contains(text[at])) return 0;
        if (Title(text, at + 1) is > 0 and var title) return 1 + title;
        if (!announced && !_common.Contains(text[at]) || IsWord(text, at)) return 0;
        // 赵老三
        if (text[at + 1] == '老' && at + 2 < text.Length && Numerals.Digit(text[at + 2]) > 1) return 3;
        for (var length = 3; length >= 2; length--)
        {
            if (IsGiven(text, at + 1, length - 1) && (announced || Ends(text, at + length))) return length;
        }
        return 0;
    }

    /// <summary>The length of the whole run of characters from here when it is a name and nothing else, or 0.</summary>
    public int Alone(string text, int at)
    {
        if (at >= text.Length || !_common.Contains(text[at]) || IsWord(text, at)) return 0;
        if (Title(text, at + 1) is > 0 and var title) return 1 + title;
        var end = at;
        while (end < text.Length && end - at < 4 && IsChinese(text, end)) end++;
        return end - at is 2 or 3 && IsGiven(text, at + 1, end - at - 1) ? end - at : 0;
    }

    /// <summary>A surname right before a title, beginning a word of its own: 王 in 找了王师傅.</summary>
    public bool Before(string text, int title)
    {
        var at = title - 1;
        if (at < 0 || !_common.Contains(text[at])) return false;
        return at == 0 || !IsChinese(text, at - 1) || text[at - 1] is '给' or '找' or '跟' or '被' or '是' or '问' or '和' or '了' or '的' or '向' or '让' or '对' or '叫' or '个' or '位' or '着' or '说' or '名' or '把';
    }

    private int Title(string text, int at)
    {
        foreach (var title in _titles)
        {
            if (string.CompareOrdinal(text, at, title, 0, title.Length) == 0 && (title.Length > 1 || Ends(text, at + 1))) return title.Length;
        }
        return 0;
    }

    private bool IsWord(string text, int at) => at + 2 <= text.Length && _words.Contains(text.AsSpan(at, 2));

    private bool IsGiven(string text, int at, int length)
    {
        for (var i = at; i < at + length; i++)
        {
            if (!IsChinese(text, i) || _stops.Contains(text[i])) return false;
        }
        return true;
    }

    public static bool IsChinese(string text, int at) => at < text.Length && text[at] is >= '\u4E00' and <= '\u9FFF';

    // A clause ends, or a word begins that people go on with after a name.
    private static bool Ends(string text, int at) => !IsChinese(text, at) || Breaks.IsClause(text[at]) || text[at] is '不' or '说' or '没' or '的' or '把' or '一' or '让' or '叫' or '就' or '跑' or '欠' or '拖' or '在' or '电' or '是' or '他' or '她' or '要' or '住' or '扣' or '打' or '骗' or '也' or '还' or '总' or '天' or '经' or '收' or '拿' or '骂' or '堆' or '吵' or '半' or '来' or '又' or '都' or '卖' or '找' or '养' or '找' or '给' or '退' or '涨' or '拉' or '跟' or '和' or '做' or '管';
}
