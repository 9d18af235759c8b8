using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Understanding.Categories;

/// <summary>Reads <c>taxonomy/examples/*.yaml</c>: one file a voice, leaf to sentences.</summary>
internal static class ExampleFiles
{
    public const string Folder = "taxonomy/examples";

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
        return all;
    }
}
