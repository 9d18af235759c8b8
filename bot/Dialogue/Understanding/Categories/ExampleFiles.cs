using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Understanding.Categories;

/// <summary>
/// Reads <c>taxonomy/examples/*.yaml</c>: one file a voice, leaf to sentences; and <c>taxonomy/vague.yaml</c>: what people say
/// before they say what it is about, which gets the label <see cref="CategoryModel.Vague"/>.
/// </summary>
internal static class ExampleFiles
{
    public const string Folder = "taxonomy/examples";
    private const int VagueWeight = 3;
    private const string VagueFile = "taxonomy/vague.yaml";

    public static IReadOnlyList<LabelledText> Load(ContentFiles files, ICollection<ContentProblem> problems)
    {
        var all = new List<LabelledText>();
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in files.Under(Folder))
        {
            var voice = path[(Folder.Length + 1)..^".yaml".Length];
            if (YamlFile.Read<Dictionary<string, List<string>>>(files, path, problems) is not { } document) continue;
            foreach (var (leaf, sentences) in document.Value)
            {
                for (var i = 0; i < sentences.Count; i++)
                {
                    if (string.IsNullOrWhiteSpace(sentences[i]))
                        problems.Add(new(path, document.LineOf(leaf, i), "An example is empty.", "Write a sentence or remove the line."));
                    else if (seen.TryGetValue(sentences[i], out var other) && other != leaf)
                        problems.Add(new(path, document.LineOf(leaf, i), $"The same sentence stands under '{other}' and '{leaf}'.", "Keep it where it belongs."));
                    else if (seen.TryAdd(sentences[i], leaf))
                        all.Add(new(sentences[i], leaf, voice));
                }
            }
        }
        if (all.Count == 0) problems.Add(new(Folder, 0, "There are no examples to learn categories from.", "Add sentences, by leaf."));
        if (files.Find(VagueFile) is { } text && YamlFile.Read<List<string>>(VagueFile, text, problems) is { } vague)
        {
            // There are few of them, and each stands for many.
            var texts = vague.Value.Where(s => !seen.ContainsKey(s)).Select(s => new LabelledText(s, CategoryModel.Vague)).ToArray();
            for (var i = 0; i < VagueWeight; i++) all.AddRange(texts);
        }
        return all;
    }
}
