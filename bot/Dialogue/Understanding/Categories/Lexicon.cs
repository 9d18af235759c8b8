using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding.Matching;
using IntakeBot.Dialogue.Understanding.Text;

namespace IntakeBot.Dialogue.Understanding.Categories;

/// <summary>
/// Things and events that residents speak of, many words for one concept (<c>lexicon/concepts/*.yaml</c>). What a concept says
/// about a leaf is learnt from the examples, not written down.
/// </summary>
internal sealed class Lexicon
{
    private readonly PatternSet _words;
    private readonly PatternSet _sounds;

    private Lexicon(PatternSet words, PatternSet sounds, IReadOnlyList<string> names) => (_words, _sounds, Names) = (words, sounds, names);

    public IReadOnlyList<string> Names { get; }
    /// <summary>The concepts of <c>danger.yaml</c> tell emergencies, not categories.</summary>
    public bool IsDanger(int concept) => Names[concept].StartsWith("d-", StringComparison.Ordinal);

    public static Lexicon Load(ContentFiles files, PatternParser parser, CharacterTables tables, ICollection<ContentProblem> problems)
    {
        var names = new List<string>();
        var words = new List<(Pattern, int)>();
        var sounds = new List<(Pattern, int)>();
        foreach (var path in files.Under("lexicon/concepts"))
        {
            if (YamlFile.Read<Dictionary<string, string>>(files, path, problems) is not { } document) continue;
            foreach (var (name, list) in document.Value)
            {
                var id = names.Count;
                names.Add(name);
                // Chinese words stand between blanks; an English phrase writes its blanks as underscores.
                foreach (var word in list.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
                {
                    try
                    {
                        var pattern = parser.Parse(word.Replace('_', ' '));
                        words.Add((pattern, id));
                        if (SoundPatterns.Of(pattern, tables, 2) is { } sound) sounds.Add((sound, id));
                    }
                    catch (FormatException e)
                    {
                        problems.Add(new(path, document.LineOf(name), e.Message, "Correct the word."));
                    }
                }
            }
        }
        return new(PatternSet.Build(words), PatternSet.Build(sounds), names);
    }

    public void Find(string text, List<int> concepts) => Find(_words, text, concepts);
    public void FindSounds(string sounds, List<int> concepts) => Find(_sounds, sounds, concepts);

    private static void Find(PatternSet set, string text, List<int> concepts)
    {
        var matches = new List<PatternMatch>();
        set.Scan(text, matches);
        foreach (var match in matches) concepts.Add(match.Id);
    }
}
