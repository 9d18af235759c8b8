using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>
/// Who is complained of: words for a kind of party (<c>lexicon/parties.yaml</c>) with a name near them, names of shops and firms by
/// what they end in, plates of cars.
/// </summary>
internal sealed class PartyReader
{
    private readonly PatternSet _words;
    private readonly List<(string Kind, bool Suffix)> _kinds = [];
    private readonly HashSet<char> _surnames;
    private readonly HashSet<string> _stops;

    private PartyReader(PatternSet words, PartyFile file)
    {
        _words = words;
        _surnames = [.. file.Surnames.Where(c => c != ' ')];
        _stops = [.. file.NotNames.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];
    }

    public static PartyReader? Load(ContentFiles files, PatternParser parser, ICollection<ContentProblem> problems)
    {
        if (YamlFile.Read<PartyFile>(files, "lexicon/parties.yaml", problems) is not { } document) return null;
        var patterns = new List<(Pattern, int)>();
        var kinds = new List<(string, bool)>();
        Add(document.Value.Words, false);
        Add(document.Value.Suffixes, true);
        var reader = new PartyReader(PatternSet.Build(patterns), document.Value);
        reader._kinds.AddRange(kinds);
        return reader;

        void Add(Dictionary<string, string> lists, bool suffix)
        {
            foreach (var (kind, list) in lists)
            {
                foreach (var word in list.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
                {
                    try
                    {
                        patterns.Add((parser.Parse(word.Replace('_', ' ')), kinds.Count));
                    }
                    catch (FormatException e)
                    {
                        problems.Add(new(document.File, document.LineOf(suffix ? "suffixes" : "words", kind), e.Message, "Correct the word."));
                    }
                }
                kinds.Add((kind, suffix));
            }
        }
    }

    public void Read(string original, string text, List<Party> parties, List<PersonName> names)
    {
        var matches = new List<PatternMatch>();
        _words.Scan(text, matches);
        // The longest word at a place speaks: 二房东 before 房东.
        var free = 0;
        foreach (var match in matches.OrderBy(m => m.Start).ThenByDescending(m => m.End))
        {
            if (match.Start < free) continue;
            free = match.End;
            var (kind, suffix) = _kinds[match.Id];
            if (suffix) Named(original, text, match, kind, parties);
            else parties.Add(Spoken(original, text, match, kind));
        }
        Plates(original, text, parties);
        OwnName(original, text, names);
    }

    // 房东姓陈, 老板叫王强, 老板王强
    private Party Spoken(string original, string text, PatternMatch match, string kind)
    {
        var at = match.End;
        if (at < text.Length && text[at] == '姓' && at + 1 < text.Length && _surnames.Contains(text[at + 1])) return new(new(match.Start, at + 2 - match.Start), kind, original.Substring(at + 1, 1));
        var lead = text.AsSpan(at).StartsWith("名字叫") ? 3 : text.AsSpan(at).StartsWith("名叫") ? 2 : at < text.Length && text[at] == '叫' ? 1 : 0;
        if (Person(text, at + lead, lead > 0) is { } length) return new(new(match.Start, at + lead + length - match.Start), kind, original.Substring(at + lead, length));
        return new(new(match.Start, match.End - match.Start), kind, null);
    }

    // A surname and one or two characters, ending where a clause or a common word begins.
    private int? Person(string text, int at, bool announced)
    {
        if (at + 1 >= text.Length || !_surnames.Contains(text[at])) return null;
        if (text[at + 1] is '总' or '哥' or '姐' or '叔' or '姨' or '生' or '某' or '工') return At(2);
        if (text.AsSpan(at + 1).StartsWith("先生") || text.AsSpan(at + 1).StartsWith("女士") || text.AsSpan(at + 1).StartsWith("小姐") || text.AsSpan(at + 1).StartsWith("老板") || text.AsSpan(at + 1).StartsWith("经理")) return At(3);
        for (var length = 3; length >= 2; length--)
        {
            if (at + length > text.Length || !Chinese(text, at, length) || Stops(text, at + 1, length - 1)) continue;
            if (!announced && at + length < text.Length && !Breaks.IsClause(text[at + length]) && !Begins(text, at + length)) continue;
            if (announced || at + length >= text.Length || Breaks.IsClause(text[at + length]) || Begins(text, at + length)) return length;
        }
        return null;

        int? At(int length) => length;
    }

    private bool Stops(string text, int at, int length)
    {
        for (var i = 0; i < length; i++)
        {
            if (_stops.Contains(text.Substring(at + i, 1))) return true;
        }
        return _stops.Contains(text.Substring(at - 1, length + 1));
    }

    private static bool Begins(string text, int at) => at < text.Length && text[at] is '不' or '说' or '没' or '的' or '把' or '一' or '让' or '叫' or '就' or '跑' or '欠' or '拖' or '在' or '电' or '是' or '他' or '她' or '要' or '住' or '扣' or '打' or '骗' or '也' or '还' or '总' or '天' or '经';

    // XX公司, XX快餐店: the name is what stands before the ending, back to the last clause or little word.
    private void Named(string original, string text, PatternMatch match, string kind, List<Party> parties)
    {
        var start = match.Start;
        while (start > 0 && match.Start - start < 10 && Chinese(text, start - 1, 1) && !_stops.Contains(text.Substring(start - 1, 1)) && !(start > 1 && _stops.Contains(text.Substring(start - 2, 2)))) start--;
        var length = match.Start - start;
        if (length is < 2 or > 9) parties.Add(new(new(match.Start, match.End - match.Start), kind, null));
        else parties.Add(new(new(start, match.End - start), kind, original[start..match.End]));
    }

    // 粤B12345, 粤BD12345: province, letter, five or six.
    private static void Plates(string original, string text, List<Party> parties)
    {
        for (var i = 0; i + 6 < text.Length; i++)
        {
            if (!"粤京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵青藏川宁新琼港澳".Contains(text[i]) || !char.IsAsciiLetterLower(text[i + 1])) continue;
            var at = i + 2;
            if (at < text.Length && text[at] is '·' or ' ' or '.') at++;
            var end = at;
            while (end < text.Length && end - at < 7 && char.IsAsciiLetterOrDigit(text[end])) end++;
            if (end - at is < 5 or > 6 || !original.AsSpan(at, end - at).ContainsAnyInRange('0', '9')) continue;
            parties.Add(new(new(i, end - i), "stranger", string.Concat(original.AsSpan(i, 2), original.AsSpan(at, end - at)).ToUpperInvariant()));
            i = end;
        }
    }

    private static readonly string[] s_own = ["我姓名是", "我的名字是", "我的名字叫", "我名字叫", "我叫做", "我叫", "本人叫", "我系", "名字是", "名字叫", "姓名是", "姓名:", "姓名", "名字:", "联系人是", "联系人:", "联系人", "我是"];
    private static readonly string[] s_english = ["my name is ", "my name's ", "name is ", "i am called ", "call me ", "wo jiao ", "name: "];

    private void OwnName(string original, string text, List<PersonName> names)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '我' or '免' && i + 2 < text.Length && (text.AsSpan(i).StartsWith("我姓") || text.AsSpan(i).StartsWith("免贵姓")) && i + (text[i] == '我' ? 2 : 3) is var s && s < text.Length && _surnames.Contains(text[s]))
            {
                names.Add(new(new(s, 1), original.Substring(s, 1)));
                i = s;
                continue;
            }
            if (text[i] is '我' or '本' or '名' or '姓' or '联')
            {
                foreach (var lead in s_own)
                {
                    if (string.CompareOrdinal(text, i, lead, 0, lead.Length) != 0) continue;
                    var at = i + lead.Length;
                    if (Own(text, at, lead == "我是" || lead == "我系") is { } length)
                    {
                        names.Add(new(new(at, length), original.Substring(at, length)));
                        i = at + length - 1;
                    }
                    break;
                }
            }
            else if (text[i] is 'm' or 'n' or 'i' or 'c' or 'w' && (i == 0 || !char.IsAsciiLetter(text[i - 1])))
            {
                foreach (var lead in s_english)
                {
                    if (string.CompareOrdinal(text, i, lead, 0, lead.Length) != 0) continue;
                    var at = i + lead.Length;
                    var end = Words(original, at);
                    if (end > at)
                    {
                        names.Add(new(new(at, end - at), original[at..end]));
                        i = end;
                    }
                    break;
                }
            }
        }
    }

    private int? Own(string text, int at, bool loose)
    {
        if (at >= text.Length || !_surnames.Contains(text[at])) return null;
        var end = at;
        while (end < text.Length && end - at < 4 && Chinese(text, end, 1)) end++;
        var length = end - at;
        if (text.AsSpan(at + 1).StartsWith("先生") || text.AsSpan(at + 1).StartsWith("女士") || text.AsSpan(at + 1).StartsWith("小姐")) return 3;
        if (length is 2 or 3 && (end >= text.Length || !Chinese(text, end, 1)) && !Stops(text, at + 1, length - 1)) return length;
        if (loose) return null;
        return Person(text, at, true);
    }

    // Up to three capitalised words.
    private static int Words(string original, int at)
    {
        var end = at;
        for (var word = 0; word < 3; word++)
        {
            var from = word == 0 ? at : end + 1;
            if (from >= original.Length || (word > 0 && (original[end] != ' ' || !char.IsAsciiLetterUpper(original[from]))) || !char.IsAsciiLetter(original[from])) break;
            end = from;
            while (end < original.Length && (char.IsAsciiLetter(original[end]) || original[end] is '-' or '\'')) end++;
        }
        return end;
    }

    private static bool Chinese(string text, int at, int length)
    {
        for (var i = at; i < at + length; i++)
        {
            if (i >= text.Length || text[i] is < '\u4E00' or > '\u9FFF') return false;
        }
        return true;
    }

    private sealed class PartyFile
    {
        public required Dictionary<string, string> Words { get; set; }
        public required Dictionary<string, string> Suffixes { get; set; }
        public required string Surnames { get; set; }
        public required string NotNames { get; set; }
    }
}
