using System.Collections.Frozen;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Rooms and house numbers by their form, landmarks and addresses by what they end in, and 不是这栋 (<c>lexicon/places.yaml</c>).</summary>
internal sealed class PlaceReader
{
    private readonly PatternSet _words;
    private readonly List<string> _kinds = [];
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _stops;

    private PlaceReader(PatternSet words, IEnumerable<string> stops) => (_words, _stops) = (words, stops.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>());

    public static PlaceReader? Load(ContentFiles files, PatternParser parser, ICollection<ContentProblem> problems)
    {
        if (YamlFile.Read<PlaceFile>(files, "lexicon/places.yaml", problems) is not { } document) return null;
        var patterns = new List<(Pattern, int)>();
        var kinds = new List<string>();
        foreach (var (kind, list) in document.Value.Places)
        {
            foreach (var word in list.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            {
                try
                {
                    patterns.Add((parser.Parse(word.Replace('_', ' ')), kinds.Count));
                }
                catch (FormatException e)
                {
                    problems.Add(new(document.File, document.LineOf("places", kind), e.Message, "Correct the word."));
                }
            }
            kinds.Add(kind);
        }
        var reader = new PlaceReader(PatternSet.Build(patterns), document.Value.NotNames.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        reader._kinds.AddRange(kinds);
        return reader;
    }

    public List<PlaceMention> Read(string original, string text, IReadOnlyList<NumberToken> numbers)
    {
        var found = new List<PlaceMention>();
        var matches = new List<PatternMatch>();
        _words.Scan(text, matches);
        matches.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End != b.End ? b.End.CompareTo(a.End) : a.Id.CompareTo(b.Id));
        foreach (var match in matches)
        {
            if (found.Count > 0 && match.Start < found[^1].Span.End) continue;
            var kind = _kinds[match.Id];
            var start = kind == "suffix" ? Name(text, match.Start) : match.Start;
            if (kind == "suffix" && found.Count > 0 && found[^1].Span.End == match.Start && found[^1].Kind is "landmark" or "address")
            {
                // 塘尾 + 新村: the name was a known place already.
                start = found[^1].Span.Start;
                found.RemoveAt(found.Count - 1);
            }
            else if (kind == "suffix" && found.Count > 0 && start < found[^1].Span.End && found[^1].Kind == "landmark")
            {
                // 公明 + 南庄 + 旧村: the name lies behind a known place.
                start = found[^1].Span.Start;
                found.RemoveAt(found.Count - 1);
            }
            else if (found.Count > 0 && start < found[^1].Span.End) start = match.Start;
            if (kind == "suffix" && start == match.Start) continue;
            var end = kind is "suffix" or "landmark" ? Number(text, match.End) : match.End;
            found.Add(new(new(start, end - start), original[start..end], kind == "suffix" ? end > match.End || Road(text, match) ? "address" : "landmark" : kind));
        }
        Rooms(original, text, numbers, found);
        if (found.Count > 1) found.Sort((a, b) => a.Span.Start.CompareTo(b.Span.Start));
        return found;
    }

    private static bool Road(string text, PatternMatch match) => text[match.End - 1] is '路' or '街' or '巷' or '道';

    // 民生路12号, 塘家村3巷5号
    private static int Number(string text, int at)
    {
        // 地铁站A口
        if (at + 1 < text.Length && char.IsAsciiLetter(text[at]) && text[at + 1] == '口') return at + 2;
        var end = at;
        while (end < text.Length && end - at < 5 && (char.IsAsciiDigit(text[end]) || Numerals.Digit(text[end]) >= 0 || text[end] == '十')) end++;
        if (end == at || end >= text.Length || text[end] is not ('号' or '巷' or '栋' or '弄' or '幢' or '期')) return at;
        return text[end] == '巷' ? Number(text, end + 1) : end + 1;
    }

    // Up to six characters of a name before an ending, back to a little word or mark.
    private int Name(string text, int at)
    {
        var start = at;
        while (start > 0 && at - start < 6 && text[start - 1] is >= '\u4E00' and <= '\u9FFF' && !_stops.Contains(text.AsSpan(start - 1, 1)) && !(start > 1 && _stops.Contains(text.AsSpan(start - 2, 2)))) start--;
        return start;
    }

    // 3单元502, a栋1203, 5楼, 502房: numbers tied together by the words of houses.
    private static void Rooms(string original, string text, IReadOnlyList<NumberToken> numbers, List<PlaceMention> found)
    {
        var from = 0;
        // The places with names, in the order of the text; rooms are added behind them.
        var (next, named) = (0, found.Count);
        foreach (var number in numbers)
        {
            if (number.Start < from || number.Scaled || number.Approximate || number.Value > 9999 || number.Value != (int)number.Value) continue;
            var end = Tied(text, number.End);
            if (end < 0 && !(number.IsArabic && number.Digits is 3 or 4 && End(text, number.End) && Bound(text, number.Start))) continue;
            var start = number.Start > 0 && char.IsAsciiLetter(text[number.Start - 1]) && (number.Start < 2 || !char.IsAsciiLetter(text[number.Start - 2])) ? number.Start - 1 : number.Start;
            // a栋1203: the house is a letter.
            if (number.Start > 1 && text[number.Start - 1] is '栋' or '座' or '幢' && char.IsAsciiLetter(text[number.Start - 2])) start = number.Start - 2;
            end = end < 0 ? number.End : Chain(text, end, numbers);
            from = end;
            while (next < named && found[next].Span.End < start) next++;
            if (next < named && found[next] is { Kind: "landmark" or "address" } before && before.Span.Start <= start)
            {
                start = before.Span.Start;
                end = Math.Max(end, before.Span.End);
                found[next] = new(new(start, end - start), original[start..end], "address");
                continue;
            }
            found.Add(new(new(start, end - start), original[start..end], "room"));
        }
    }

    private static readonly string[] s_tied = ["号楼", "单元", "栋", "幢", "座", "楼", "层", "室", "房", "号房", "梯"];

    private static int Tied(string text, int at)
    {
        foreach (var word in s_tied)
        {
            if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0) continue;
            var next = at + word.Length < text.Length ? text[at + word.Length] : '\0';
            if (word == "房" && next is '一' or '两' or '子' or '间' or '租' or '东' || word == "座" && next is '位' || word == "楼" && next is '盘' || word == "层" && next is '皮' or '灰' or '油' or '膜' || word == "室" && next is '友' or '一') return -1;
            return at + word.Length;
        }
        return -1;
    }

    private static int Chain(string text, int at, IReadOnlyList<NumberToken> numbers)
    {
        var reader = new Times.TimeText(text, numbers);
        for (var links = 0; links < 4; links++)
        {
            var i = at;
            if (reader[i] is '-' or ' ' or '的') i++;
            if (char.IsAsciiLetter(reader[i]) && !char.IsAsciiLetter(reader[i + 1])) i++;
            if (reader.NumberAt(i) is not { Scaled: false } number || number.Value > 9999) return at;
            var end = Tied(text, number.End);
            if (end < 0) return number.IsArabic && number.Digits is 3 or 4 && End(text, number.End) ? number.End : at;
            at = end;
        }
        return at;
    }

    private static bool End(string text, int at) => at >= text.Length || text[at] is not ('块' or '元' or '个' or '人' or '户' or '年' or '多' or '平' or '度' or '点' or '月' or '号' or '万' or '米' or '斤' or '天' or '次');

    // 502 alone is a room only after a house word: 我住502, 楼上1203.
    private static bool Bound(string text, int at)
    {
        var before = text.AsSpan(0, at).TrimEnd();
        return before.EndsWith("住") || before.EndsWith("栋") || before.EndsWith("座") || before.EndsWith("单元") || before.EndsWith("住在") || before.EndsWith("楼上") || before.EndsWith("楼下") || before.EndsWith("隔壁") || before.EndsWith("对面") || before.EndsWith("对门") || before.EndsWith("房号") || before.EndsWith("room");
    }

    private sealed class PlaceFile
    {
        public required Dictionary<string, string> Places { get; set; }
        public required string NotNames { get; set; }
    }
}
