using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Understanding.Rules;

/// <summary>The named lists that patterns use as <c>&lt;name&gt;</c>: <c>lexicon/words.yaml</c>.</summary>
internal sealed class WordLists
{
    public Dictionary<string, string> Words { get; set; } = [];

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Load(ContentFiles files, ICollection<ContentProblem> problems) =>
        YamlFile.Read<WordLists>(files, "lexicon/words.yaml", problems) is { } document
            ? document.Value.Words.ToDictionary(w => w.Key, w => (IReadOnlyList<string>)[.. w.Value.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(s => s.Replace('_', ' '))])
            : new Dictionary<string, IReadOnlyList<string>>();
}
