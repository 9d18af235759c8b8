using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>How many people, households or shops are meant; whether they are the ones harmed, <see cref="Affected"/> judges.</summary>
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
            found.Add(new(new(start, end - start), value, approximate, Affected.Are(text, start, end, value, cues), (int?)number.Upper));
        }
        return found;
    }

    // The end of what is counted when these are people; -1 otherwise.
    private static int Counted(string text, NumberToken number, CueMap cues)
    {
        var at = number.End;
        if (text[number.Start] is '俩' or '仨') return cues.Before(number.Start, Cue.We, 0) || cues.Before(number.Start, Cue.Person, 1) ? at : -1;
        at = SkipMore(text, at);
        if (at >= text.Length) return -1;
        if (text[at] != '人' && cues.StartsAt(at, Cue.Person))
        {
            // 三兄弟平摊 tells of brothers, 我们三兄弟 of those who speak.
            return text[at] is '兄' or '姐' && !cues.Before(number.Start, Cue.We, 0) ? -1 : Word(text, at);
        }
        switch (text[at])
        {
            case '人':
                return Next(text, at) is '间' or '份' or '座' or '桌' or '床' or '次' or '民' or '寝' or '力' or '均' or '行' or '称' || number.Value == 1 && number.IsArabic ? -1 : at + 1;
            case '户':
                return Next(text, at) is '口' or '型' or '主' or '外' or '籍' ? -1 : at + 1;
            case '口':
                return Mouths(text, number.Start, at);
            case '号' or '条' when Next(text, at) is '人' or '友' && number.Value >= 10:
                return at + 2;
            case '号' when cues.StartsAt(at + 1, Cue.Person) && number.Value >= 10:
                return Word(text, at + 1);
            case '家':
                return Houses(text, number, at, cues);
            case '名' or '位':
                if (Next(text, at) is '数' or '字' or '额' or '牌' or '次' or '片') return -1;
                return text[at] == '名' || cues.After(at + 1, Cue.Person | Cue.Attackers, 4) || End(text, at + 1) ? at + 1 : -1;
            case '个':
                return Pieces(text, number, at, cues);
        }
        return English(text, at);
    }

    // 30多 个, 20+个: what may stand between the number and what is counted.
    private static int SkipMore(string text, int at)
    {
        if (at < text.Length && (Numerals.IsMore(text[at]) || text[at] == '+')) at++;
        if (at + 1 < text.Length && text[at] == ' ' && (char.IsAsciiLetter(text[at + 1]) || text[at + 1] is '个' or '人' or '名' or '户' or '位' or '多')) at++;
        if (at + 1 < text.Length && text[at] == '多' && text[at + 1] == ' ') at += 2;
        return at;
    }

    // 五口人, 一家四口; 三口锅 is nobody.
    private static int Mouths(string text, int start, int at)
    {
        var next = Next(text, at);
        if (next is '人' or '子') return at + 2;
        if (next is '都' or '住' or '挤') return at + 1;
        return start > 0 && text[start - 1] == '家' && next is not ('锅' or '缸' or '井' or '箱' or '坛' or '大' or '棺') ? at + 1 : -1;
    }

    // 三家人, 七家铺子, 我们四家都漏; 三家公司 and 跑了三家 are the others.
    private static int Houses(string text, NumberToken number, int at, CueMap cues)
    {
        if (Next(text, at) == '人') return number.Value > 1 ? at + 1 : -1;
        if (number.Value < 2) return -1;
        var ours = cues.Before(number.Start, Cue.We, 6) || cues.After(at + 1, Cue.We, 8) || Together(text, at + 1);
        if (cues.StartsAt(at + 1, Cue.Shop)) return ours || number.Value >= 10 || text.AsSpan(0, number.Start).EndsWith("层") ? at + 1 : -1;
        return ours && cues.Before(number.Start, Cue.We, 8) && (End(text, at + 1) || Behind(text, at + 1)) ? at + 1 : -1;
    }

    private static bool Together(string text, int at)
    {
        var rest = text.AsSpan(at, Math.Min(6, text.Length - at));
        return rest.Contains('都') || rest.Contains("一起", StringComparison.Ordinal) || rest.Contains('全');
    }

    private static int Pieces(string text, NumberToken number, int at, CueMap cues)
    {
        if (Next(text, at) == '人') return Next(text, at + 1) is '月' or '份' or '间' or '头' ? -1 : at + 2;
        if (cues.StartsAt(at + 1, Cue.Person | Cue.Attackers)) return Word(text, at + 1);
        if (number.Value <= 1 || Thing(text, at + 1)) return -1;
        // 四十多个保洁阿姨, 三个外地来的工人
        if (cues.After(at + 1, Cue.Person, 4)) return at + 1;
        // 我们六个合租的
        if (cues.Before(number.Start, Cue.We, 0)) return at + 1;
        // 我们三个, 班兄弟廿几个, 一个车间四十几个: named before, nothing named behind.
        var before = text.AsSpan(0, number.Start);
        if (Behind(text, at + 1) && (cues.Before(number.Start, Cue.We | Cue.Person, 6) || before.EndsWith("车间") || before.EndsWith("宿舍"))) return at + 1;
        // 被裁的一共十一个: of whom, was said earlier.
        return End(text, at + 1) && (cues.All & (Cue.Person | Cue.We)) != 0 && (before.EndsWith("一共") || before.EndsWith("总共") || before.EndsWith("加起来") || before.EndsWith("共有")) ? at + 1 : -1;
    }

    private static readonly string[] s_english = ["people", "persons", "workers", "tenants", "residents", "families", "households", "neighbours", "neighbors", "colleagues", "kids", "children", "students", "of us", "owners", "parents", "members", "guys", "men", "women", "employees", "customers", "coworkers", "homes", "flats", "teachers", "shops"];

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

    // 三个房间 and the like: the thing counted stands right behind.
    private static bool Thing(string text, int at) => at < text.Length && text[at] is '月' or '小' or '钟' or '房' or '单' or '多' or '星' or '礼' or '字' or '电' or '地' or '大' or '垃' or '车' or '楼' or '门' or '点' or '半' or '口' or '摄' or '孔' or '洞' or '坑';

    private static bool Behind(string text, int at) => at >= text.Length || Breaks.IsClause(text[at]) || text[at] is '都' or '全' or '在' or '被' or '下' or '没' or '一' or '的' or '去' or '还' or '就' or '也' or '干' or '做' or '住' or '关' or '困' or '进' or '现' or '跟' or '要' or '来' or '上' or '等' or '挤' or '睡' or '吃' or '靠';

    private static bool End(string text, int at) => at >= text.Length || Breaks.IsClause(text[at]);

    private static bool About(string text, int start)
    {
        var before = text.AsSpan(0, start);
        return start > 0 && (text[start - 1] is '近' or '约' or '上' or '快' || text[start - 1] == '好' && text[start] is '几' or '十' or '百') || before.EndsWith("大概") || before.EndsWith("差不多") || before.EndsWith("about ") || before.EndsWith("around ") || before.EndsWith("over ");
    }

    private static int Word(string text, int at) => Math.Min(text.Length, at + 2);
    private static char Next(string text, int at) => at + 1 < text.Length ? text[at + 1] : '\0';
}
