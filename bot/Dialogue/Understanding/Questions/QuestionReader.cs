using System.Text.RegularExpressions;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding.Matching;
using IntakeBot.Dialogue.Understanding.Text;
using YamlDotNet.RepresentationModel;

namespace IntakeBot.Dialogue.Understanding.Questions;

/// <summary>
/// Which entries of the FAQ a message asks for, by the patterns in <c>faq/*.yaml</c>. Simple patterns join the one-pass matcher;
/// what needs a regular expression runs as one without backtracking.
/// </summary>
internal sealed class QuestionReader
{
    private const int MostForExpressions = 200;

    private readonly string[] _names;
    private readonly PatternSet _words;
    private readonly PatternSet _sounds;
    private readonly (Regex Pattern, int Name)[] _expressions;

    private QuestionReader(string[] names, PatternSet words, PatternSet sounds, (Regex, int)[] expressions) =>
        (_names, _words, _sounds, _expressions) = (names, words, sounds, expressions);

    public static QuestionReader Load(ContentFiles files, PatternParser parser, CharacterTables tables, ICollection<ContentProblem> problems)
    {
        var names = new List<string>();
        var patterns = new List<(Pattern, int)>();
        var expressions = new List<(Regex, int)>();
        foreach (var (path, name, source, line) in Entries(files))
        {
            if (names.Count == 0 || names[^1] != name) names.Add(name);
            try
            {
                foreach (var pattern in parser.ParseAll(source)) patterns.Add((pattern, names.Count - 1));
            }
            catch (FormatException)
            {
                try
                {
                    expressions.Add((new(source, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), names.Count - 1));
                }
                catch (Exception e) when (e is ArgumentException or NotSupportedException)
                {
                    problems.Add(new(path, line, e.Message, "Correct the pattern; look-around and back-references are not possible."));
                }
            }
        }
        var sounds = patterns.Select(p => (Pattern: SoundPatterns.Of(p.Item1, tables, 2), p.Item2)).Where(p => p.Pattern is not null).Select(p => (p.Pattern!, p.Item2));
        return new([.. names], PatternSet.Build(patterns), PatternSet.Build(sounds), [.. expressions]);
    }

    /// <summary>Best first: the one with the longest match.</summary>
    public IReadOnlyList<string> Read(string text, PinyinText? pinyin)
    {
        if (_names.Length == 0) return [];
        var matches = new List<PatternMatch>();
        _words.Scan(text, matches);
        if (pinyin is not null) _sounds.Scan(pinyin.Sounds, matches);
        if (matches.Count == 0 && (_expressions.Length == 0 || text.Length > MostForExpressions)) return [];
        var best = new Dictionary<int, int>();
        foreach (var match in matches) Note(match.Id, match.End - match.Start);
        // A question is short; a long story is not searched for one by expressions.
        if (text.Length <= MostForExpressions)
        {
            foreach (var (pattern, name) in _expressions)
            {
                foreach (var match in pattern.EnumerateMatches(text)) Note(name, match.Length);
            }
        }
        return [.. best.OrderByDescending(b => b.Value).ThenBy(b => b.Key).Select(b => _names[b.Key])];

        void Note(int name, int length) => best[name] = Math.Max(length, best.GetValueOrDefault(name));
    }

    // Only names and patterns are of interest here; the answers are the engine's, which also checks the files as a whole.
    private static IEnumerable<(string Path, string Name, string Pattern, int Line)> Entries(ContentFiles files)
    {
        foreach (var path in files.Under("faq"))
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(files.Find(path)!));
            if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is not YamlMappingNode root || !root.Children.TryGetValue("faq", out var list) || list is not YamlSequenceNode entries) continue;
            foreach (var entry in entries.OfType<YamlMappingNode>())
            {
                if (!entry.Children.TryGetValue("name", out var name) || !entry.Children.TryGetValue("patterns", out var patterns) || patterns is not YamlSequenceNode all) continue;
                foreach (var pattern in all.OfType<YamlScalarNode>()) yield return (path, ((YamlScalarNode)name).Value ?? "", pattern.Value ?? "", (int)pattern.Start.Line);
            }
        }
    }
}
