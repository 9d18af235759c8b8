using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>How many people or households are meant, and whether they are the ones harmed.</summary>
internal static class PeopleReader
{
    public static List<PeopleCount> Read(string text, IReadOnlyList<NumberToken> numbers, CueMap cues)
    {
        var found = new List<PeopleCount>();
        foreach (var number in numbers)
        {
            if (number.Value is < 1 or > 10_000_000 || number.Value != decimal.Truncate(number.Value) || number.Digits > 7) continue;
            // 几个人 alone says nothing that could be written down.
            if (text[number.Start] == '几' && number.Value < 10) continue;
            if (number.Start > 0 && (text[number.Start - 1] is '第' or '.' or '前' || char.IsAsciiLetter(text[number.Start - 1]))) continue;
            var end = Counted(text, number, cues);
            if (end < 0) continue;
            var value = (int)number.Value;
            var start = number.Start;
            var approximate = number.Approximate || About(text, start) || text.AsSpan(end).StartsWith("左右");
            found.Add(new(new(start, end - start), value, approximate, Affected(text, start, end, value, cues), (int?)number.Upper));
        }
        return found;
    }

    // The end of what is counted when these are people; -1 otherwise.
    private static int Counted(string text, NumberToken number, CueMap cues)
    {
        var at = number.End;
        if (text[number.Start] is '俩' or '仨') return cues.Before(number.Start, Cue.We, 0) || cues.Before(number.Start, Cue.Person, 1) ? at : -1;
        if (at < text.Length && Numerals.IsMore(text[at])) at++;
        if (at + 1 < text.Length && text[at] == ' ' && char.IsAsciiLetter(text[at + 1])) at++;
        if (at >= text.Length) return -1;
        if (text[at] != '人' && cues.StartsAt(at, Cue.Person)) return Word(text, at);
        switch (text[at])
        {
            case '人':
                return Next(text, at) is '间' or '份' or '座' or '桌' or '床' or '次' or '民' or '寝' or '力' or '均' or '行' or '称' || number.Value == 1 && number.IsArabic ? -1 : at + 1;
            case '户':
                return Next(text, at) is '口' or '型' or '主' or '外' or '籍' ? -1 : at + 1;
            case '口' when Next(text, at) is '人' or '子' or '都' or '住' or '挤' || number.Start > 1 && text[number.Start - 1] == '家':
                return at + (Next(text, at) is '人' or '子' ? 2 : 1);
            case '号' or '条' when Next(text, at) is '人' or '友':
                return at + 2;
            case '号' when cues.StartsAt(at + 1, Cue.Person) && number.Value >= 10:
                return Word(text, at + 1);
            case '家' when Next(text, at) is '人':
                return at + 1;
            case '名' or '位':
                if (Next(text, at) is '数' or '字' or '额' or '牌' or '次' or '片') return -1;
                return text[at] == '名' || cues.After(at + 1, Cue.Person | Cue.Attackers, 4) || End(text, at + 1) ? at + 1 : -1;
            case '个':
                if (Next(text, at) == '人') return Next(text, at + 1) is '月' or '份' or '间' ? -1 : at + 2;
                if (cues.StartsAt(at + 1, Cue.Person | Cue.Attackers)) return Word(text, at + 1);
                // 四十多个保洁阿姨, 三个外地来的工人
                if (number.Value > 1 && cues.After(at + 1, Cue.Person, 4) && !Thing(text, at + 1)) return at + 1;
                // 我们三个, 班兄弟廿几个, 一个车间四十几个: named before, nothing named behind.
                if (number.Value > 1 && Behind(text, at + 1) && (cues.Before(number.Start, Cue.We | Cue.Person, 6) || text.AsSpan(0, number.Start).EndsWith("车间") || text.AsSpan(0, number.Start).EndsWith("宿舍"))) return at + 1;
                return -1;
        }
        return English(text, at);
    }

    private static readonly string[] s_english = ["people", "persons", "workers", "tenants", "residents", "families", "households", "neighbours", "neighbors", "colleagues", "kids", "children", "students", "of us", "owners", "parents", "members", "guys", "men", "women", "employees", "customers", "coworkers", "homes", "flats"];

    private static int English(string text, int at)
    {
        var rest = text.AsSpan(at);
        if (rest.StartsWith("other "))
        {
            rest = rest[6..];
            at += 6;
        }
        foreach (var word in s_english)
        {
            if (rest.StartsWith(word) && (rest.Length == word.Length || !char.IsAsciiLetter(rest[word.Length]))) return at + word.Length;
        }
        return -1;
    }

    private static bool Affected(string text, int start, int end, int value, CueMap cues)
    {
        // 我一个人住 says nothing about how many are harmed.
        if (value == 1) return false;
        if (cues.Before(start, Cue.We, 6)) return true;
        // 换了四个老师, 请了三个师傅: they came and went.
        if (start > 0 && text[start - 1] is '被' or '换' or '请' or '招' or '派' || start > 1 && text[start - 1] == '了' && text[start - 2] is '换' or '请' or '招' or '派' or '找') return false;
        if (cues.Before(start, Cue.Others, 3) && (cues.After(end, Cue.Attack, 14) || cues.Before(end, Cue.Attackers, 0))) return false;
        if (cues.Before(end, Cue.Attackers, 0) || cues.StartsAt(end, Cue.Attackers)) return false;
        if (Next(text, end - 1) == '被') return true;
        return !cues.After(end, Cue.Attack, 8) || After(text, end, '被', 8);
    }

    private static bool After(string text, int at, char c, int within) => text.AsSpan(at, Math.Min(within, text.Length - at)).Contains(c);

    // 三个房间 and the like: the thing counted stands right behind.
    private static bool Thing(string text, int at) => at < text.Length && text[at] is '月' or '小' or '钟' or '房' or '单' or '多' or '星' or '礼' or '字' or '电' or '地' or '大' or '垃' or '车' or '楼' or '门' or '点' or '半' or '口' or '摄' or '孔' or '洞' or '坑';

    private static bool Behind(string text, int at) => at >= text.Length || Breaks.IsClause(text[at]) || text[at] is '都' or '全' or '在' or '被' or '下' or '没' or '一' or '的' or '去' or '还' or '就' or '也' or '干' or '做' or '住' or '关' or '困' or '进' or '现' or '跟' or '要' or '来' or '上' or '等' or '挤';

    private static bool End(string text, int at) => at >= text.Length || Breaks.IsClause(text[at]);

    private static bool About(string text, int start) =>
        start > 0 && text[start - 1] is '近' or '约' or '上' or '快' or '好' || text.AsSpan(0, start).EndsWith("大概") || text.AsSpan(0, start).EndsWith("差不多") || text.AsSpan(0, start).EndsWith("about ") || text.AsSpan(0, start).EndsWith("around ");

    private static int Word(string text, int at) => Math.Min(text.Length, at + 2);
    private static char Next(string text, int at) => at + 1 < text.Length ? text[at + 1] : '\0';
}
