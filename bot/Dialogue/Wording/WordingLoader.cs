using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Flows;

namespace IntakeBot.Dialogue.Wording;

/// <summary>Reads <c>wording/LANGUAGE/*.yaml</c> (key: text, or a list of variants) and checks it against what is said where.</summary>
internal sealed class WordingLoader(ContentFiles files, List<ContentProblem> problems)
{
    private readonly Dictionary<(string Language, string Key), (string File, Func<int> Line)> _places = [];

    /// <summary>Desk and page have their own texts in the same folder; they are theirs to check.</summary>
    private static bool IsConversation(string path) => path.Count(c => c == '/') == 2;

    public IReadOnlyDictionary<string, WordingBook> Load(SlotBook slots, IEnumerable<(string Key, string File, Func<int> Line)> used, Taxonomy? taxonomy)
    {
        var needed = Needed(slots).ToHashSet(StringComparer.Ordinal);
        var usedKeys = used.ToList();
        var books = new Dictionary<string, WordingBook>(StringComparer.Ordinal);
        foreach (var language in Languages.All) books[language] = new(language, Read(language, taxonomy));
        foreach (var language in Languages.All)
        {
            var here = $"wording/{language}";
            foreach (var key in needed.Where(k => !books[language].Has(k)).Order(StringComparer.Ordinal))
                problems.Add(new(here, 0, $"The text '{key}' is missing in {language}.", $"Add a line '{key}: ...' to a file in {here}."));
            foreach (var (key, file, line) in usedKeys.Where(u => !needed.Contains(u.Key) && !books[language].Has(u.Key)))
                problems.Add(new(file, line(), $"The text '{key}' is missing in {language}.", $"Add a line '{key}: ...' to a file in {here}."));
            var usedNames = usedKeys.Select(u => u.Key).ToHashSet(StringComparer.Ordinal);
            foreach (var other in Languages.All.Where(o => o != language))
                foreach (var key in books[other].Keys.Where(k => !books[language].Has(k) && !needed.Contains(k) && !usedNames.Contains(k)).Order(StringComparer.Ordinal))
                    problems.Add(new(_places[(other, key)].File, _places[(other, key)].Line(), $"The text '{key}' exists in {other}, but not in {language}.", $"Translate it in {here}, or remove it here."));
        }
        return books;
    }

    private static IEnumerable<string> Needed(SlotBook slots) => WordingKeys.Needed
        .Concat(slots.Options.Select(o => $"option.{o.Name}"))
        .Concat(slots.All.Where(s => s.Editable).Select(s => $"line.{s.Name}"));

    private Dictionary<string, Template[]> Read(string language, Taxonomy? taxonomy)
    {
        var texts = new Dictionary<string, Template[]>(StringComparer.Ordinal);
        foreach (var path in files.Under($"wording/{language}").Where(IsConversation))
        {
            if (YamlFile.Read<Dictionary<string, object>>(files, path, problems) is not { } document) continue;
            foreach (var (key, value) in document.Value)
            {
                int Line() => document.LineOf(key);
                if (!texts.TryAdd(key, Variants(value, path, Line, key)))
                    problems.Add(new(path, Line(), $"The text '{key}' stands in two files.", "Remove one of the two."));
                else _places[(language, key)] = (path, Line);
                CheckKey(key, path, Line, texts[key], taxonomy);
            }
        }
        return texts;
    }

    private Template[] Variants(object value, string path, Func<int> line, string key)
    {
        var texts = value switch
        {
            string text => [text],
            List<object> list => list.OfType<string>().ToArray(),
            _ => [],
        };
        if (texts.Length == 0 || texts.Any(string.IsNullOrWhiteSpace))
            problems.Add(new(path, line(), $"The text '{key}' is empty.", "Write a text, or a list of texts, one per line with '- ' before it."));
        return [.. texts.Select(Template.Parse)];
    }

    private void CheckKey(string key, string path, Func<int> line, Template[] variants, Taxonomy? taxonomy)
    {
        if (WordingKeys.PlaceholdersOf(key) is not { } known)
        {
            problems.Add(new(path, line(), $"Nothing ever says the text '{key}'.", "Correct the name, or remove it."));
            return;
        }
        var at = key.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0 && taxonomy is not null && taxonomy.Find(key[(at + 1)..]) is null && !taxonomy.Groups.Any(g => g.Code == key[(at + 1)..]))
            problems.Add(new(path, line(), $"'{key[(at + 1)..]}' is no category and no group.", "Correct the part after '@'."));
        foreach (var template in variants)
        {
            if (template.Fault is { } fault) problems.Add(new(path, line(), $"In '{key}': {fault}", "Close what is open."));
            foreach (var name in template.Unknown(known.Concat(WordingKeys.Everywhere)))
                problems.Add(new(path, line(), $"The text '{key}' has the placeholder {{{name}}}, which nothing fills.",
                    $"Use one of {string.Join(", ", known.Concat(WordingKeys.Everywhere).Select(n => $"{{{n}}}"))}."));
        }
    }
}
