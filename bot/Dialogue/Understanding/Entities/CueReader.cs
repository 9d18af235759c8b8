using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Finds the cues of <c>lexicon/cues.yaml</c>.</summary>
internal sealed class CueReader
{
    private readonly PatternSet _words;

    private CueReader(PatternSet words) => _words = words;

    public static CueReader? Load(ContentFiles files, PatternParser parser, ICollection<ContentProblem> problems)
    {
        if (YamlFile.Read<CueFile>(files, "lexicon/cues.yaml", problems) is not { } document) return null;
        var patterns = new List<(Pattern, int)>();
        foreach (var (name, list) in document.Value.Cues)
        {
            if (!Enum.TryParse<Cue>(name, true, out var cue))
            {
                problems.Add(new(document.File, document.LineOf("cues", name), $"'{name}' is no kind of cue.", $"Use one of {string.Join(", ", Enum.GetNames<Cue>())}."));
                continue;
            }
            foreach (var word in list.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)) patterns.Add((parser.Parse(word.Replace('_', ' ')), (int)cue));
        }
        return new(PatternSet.Build(patterns));
    }

    public CueMap Read(string text)
    {
        var matches = new List<PatternMatch>();
        _words.Scan(text, matches);
        return new(text, matches);
    }

    private sealed class CueFile
    {
        public required Dictionary<string, string> Cues { get; set; }
    }
}
