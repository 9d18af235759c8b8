using System.Collections.Frozen;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>
/// Who is complained of: words for a kind of party (<c>lexicon/parties.yaml</c>) with a name near them, names of shops and firms by
/// what they end in, plates of cars.
/// </summary>
internal sealed class PartyReader
{
    private const string Unknown = "unknown";
    private enum Use { Word, Suffix, Title }

    private readonly PatternSet _words;
    private readonly List<(string Kind, Use Use)> _kinds;
    private readonly PersonNames _people;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _stops;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _bareStops;

    private PartyReader(PatternSet words, List<(string, Use)> kinds, PartyFile file)
    {
        (_words, _kinds) = (words, kinds);
        var (stops, titles) = (Split(file.NotNames), Split(file.Titles));
        _people = new(file.Surnames, file.CommonSurnames, Split(file.NotPersons), stops.Where(s => s.Length == 1).Select(s => s[0]), titles);
        _stops = stops.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _bareStops = Split(file.NotBareNames).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static PartyReader? Load(ContentFiles files, PatternParser parser, ICollection<ContentProblem> problems)
    {
        if (YamlFile.Read<PartyFile>(files, "lexicon/parties.yaml", problems) is not { } document) return null;
        var patterns = new List<(Pattern, int)>();
        var kinds = new List<(string, Use)>();
        foreach (var (kind, list) in document.Value.Words) Add("words", kind, list, Use.Word);
        foreach (var (kind, list) in document.Value.Suffixes) Add("suffixes", kind, list, Use.Suffix);
        Add("titles", Unknown, document.Value.Titles, Use.Title);
        return new(PatternSet.Build(patterns), kinds, document.Value);

        void Add(string key, string kind, string list, Use use)
        {
            foreach (var word in Split(list))
            {
                try
                {
                    patterns.Add((parser.Parse(word.Replace('_', ' ')), kinds.Count));
                }
                catch (FormatException e)
                {
                    problems.Add(new(document.File, document.LineOf(key, kind), e.Message, "Correct the word."));
                }
            }
            kinds.Add((kind, use));
        }
    }

    public void Read(string original, string text, List<Party> parties, List<PersonName> names)
    {
        OwnNameReader.Read(original, text, _people, names);
        var matches = new List<PatternMatch>();
        _words.Scan(text, matches);
        // The longest word at a place speaks: 二房东 before 房东.
        matches.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End != b.End ? b.End.CompareTo(a.End) : b.Id.CompareTo(a.Id));
        var free = 0;
        for (var i = 0; i < matches.Count; i++)
        {
            var match = matches[i];
            if (match.Start < free) continue;
            var (kind, use) = _kinds[match.Id];
            // 健身房 is a word, and an ending where a name stands before it; 老板 a word, and a title: endings and titles come first.
            var again = i + 1 < matches.Count && matches[i + 1].Start == match.Start && matches[i + 1].End == match.End;
            if (again && (use == Use.Title || use == Use.Suffix && Named(original, text, match, kind).Name is null)) continue;
            if ((use switch { Use.Word => Spoken(original, text, match, kind), Use.Suffix => Named(original, text, match, kind), _ => Titled(original, text, match, names) }) is not { } party) continue;
            parties.Add(party);
            free = Math.Max(match.End, party.Span.End);
        }
        PlateReader.Read(original, text, parties);
    }

    // 房东姓陈叫陈国强, 老板叫王强, 老板王强, 王老板
    private Party Spoken(string original, string text, PatternMatch match, string kind)
    {
        var at = match.End;
        var surname = at + 1 < text.Length && text[at] == '姓' && _people.IsSurname(text[at + 1]);
        if (surname) at += 2;
        var lead = Lead(text, at);
        if (_people.At(text, at + lead, lead > 0) is > 0 and var length && (!surname || lead > 0)) return new(new(match.Start, at + lead + length - match.Start), kind, original.Substring(at + lead, length));
        if (surname) return new(new(match.Start, at - match.Start), kind, original.Substring(at - 1, 1));
        if (EnglishNames.Behind(original, at) is { Success: true } named) return new(new(match.Start, named.Index + named.Length - match.Start), kind, named.Groups["name"].Value);
        return kind is "employer" or "school" or "hospital" or "official" or "contractor" && match.End - match.Start > 1 && _people.Before(text, match.Start)
            ? new(new(match.Start - 1, match.End - match.Start + 1), kind, original[(match.Start - 1)..match.End])
            : new(new(match.Start, match.End - match.Start), kind, null);
    }

    private static int Lead(string text, int at)
    {
        var rest = at < text.Length ? text.AsSpan(at) : [];
        var comma = rest.Length > 0 && rest[0] is ',' or ' ' ? 1 : 0;
        rest = rest[comma..];
        var lead = rest.StartsWith("名字叫") ? 3 : rest.StartsWith("名叫") ? 2 : rest.StartsWith("叫") ? 1 : 0;
        return lead > 0 ? lead + comma : 0;
    }

    // 李师傅收了钱, 被王姐骗了: whose kind is not said, but who did or got something. A list of names is none.
    private Party? Titled(string original, string text, PatternMatch match, List<PersonName> names)
    {
        var start = match.Start - 1;
        if (!_people.Before(text, match.Start) || _people.At(text, start, false) != match.End - start || !Involved(text, start, match.End)) return null;
        foreach (var name in names)
        {
            if (name.Span.Start <= start && start < name.Span.End) return null;
        }
        return new(new(start, match.End - start), Unknown, original[start..match.End]);
    }

    private static bool Involved(string text, int start, int end) =>
        start > 0 && text[start - 1] is '给' or '找' or '跟' or '被' or '是' or '了' or '向' or '让' or '对' || end < text.Length && PersonNames.IsChinese(text, end);

    // XX公司, XX快餐店: the name is what stands before the ending, back to the last clause or little word.
    private Party Named(string original, string text, PatternMatch match, string kind)
    {
        var bare = match.End - match.Start == 1;
        var start = match.Start;
        while (start > 0 && match.Start - start < 10 && PersonNames.IsChinese(text, start - 1) && !Stops(text, start, bare)) start--;
        var length = match.Start - start;
        return length is < 2 or > 9 ? new(new(match.Start, match.End - match.Start), kind, null) : new(new(start, match.End - start), kind, original[start..match.End]);
    }

    // A word that is part of no name ends right here.
    private bool Stops(string text, int end, bool bare)
    {
        for (var length = 1; length <= 3 && length <= end; length++)
        {
            var word = text.AsSpan(end - length, length);
            if (_stops.Contains(word) || bare && _bareStops.Contains(word)) return true;
        }
        return false;
    }

    private static string[] Split(string words) => words.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private sealed class PartyFile
    {
        public required Dictionary<string, string> Words { get; set; }
        public required Dictionary<string, string> Suffixes { get; set; }
        public required string Titles { get; set; }
        public required string Surnames { get; set; }
        public required string CommonSurnames { get; set; }
        public required string NotPersons { get; set; }
        public required string NotNames { get; set; }
        public required string NotBareNames { get; set; }
    }
}
