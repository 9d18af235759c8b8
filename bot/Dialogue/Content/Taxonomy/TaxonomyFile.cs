using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Dialogue.Content;

/// <summary>The shape of <c>taxonomy/taxonomy.yaml</c>, and its way into a <see cref="Taxonomy"/>.</summary>
internal sealed class TaxonomyFile
{
    public const string Path = "taxonomy/taxonomy.yaml";
    private static readonly string[] s_kinds = ["consult", "request", "complaint", "report", "suggestion"];

    public required string Fallback { get; set; }
    public required List<GroupEntry> Groups { get; set; }

    internal sealed class GroupEntry
    {
        public required string Group { get; set; }
        public required Dictionary<string, string> Name { get; set; }
        public required List<LeafEntry> Leaves { get; set; }
    }

    internal sealed class LeafEntry
    {
        public required string Leaf { get; set; }
        public required Dictionary<string, string> Name { get; set; }
        public required string Is { get; set; }
        public string? Not { get; set; }
        public List<string> Ask { get; set; } = [];
        public required string Lead { get; set; }
        public required string Kind { get; set; }
        public required string Title { get; set; }
        public Dictionary<string, string> TitleFor { get; set; } = [];
        public List<string> Words { get; set; } = [];
    }

    public static Taxonomy? Load(ContentFiles files, IReadOnlySet<string> slots, List<ContentProblem> problems)
    {
        var before = problems.Count;
        if (YamlFile.Read<TaxonomyFile>(files, Path, problems) is not { } document) return null;
        var groups = new List<LeafGroup>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var g = 0; g < document.Value.Groups.Count; g++)
        {
            var group = document.Value.Groups[g];
            CheckNames(group.Name, () => document.LineOf("groups", g, "name"), $"Group '{group.Group}'", problems);
            var leaves = new List<Leaf>();
            for (var l = 0; l < group.Leaves.Count; l++)
            {
                var entry = group.Leaves[l];
                var code = $"{group.Group}.{entry.Leaf}";
                void Problem(string key, string message, string remedy) =>
                    problems.Add(new(Path, document.LineOf("groups", g, "leaves", l, key), message, remedy));
                if (!seen.Add(code)) Problem("leaf", $"The category '{code}' stands here twice.", "Remove one of the two.");
                CheckNames(entry.Name, () => document.LineOf("groups", g, "leaves", l, "name"), $"Category '{code}'", problems);
                if (!s_kinds.Contains(entry.Kind)) Problem("kind", $"'{entry.Kind}' is no kind of petition.", $"Choose one of {string.Join(", ", s_kinds)}.");
                foreach (var slot in entry.Ask.Where(slot => !slots.Contains(slot)))
                    Problem("ask", $"Category '{code}' asks for '{slot}', which is no slot.", "Use a name that flows/slots.yaml defines.");
                Template Title(string key, string text)
                {
                    var title = Template.Parse(text);
                    if (title.Fault is { } fault) Problem(key, fault, "Close what is open.");
                    foreach (var name in title.Unknown(TitleValues.Names))
                        Problem(key, $"The title has the placeholder {{{name}}}, which nothing fills.", $"Use one of {TitleValues.List}.");
                    return title;
                }
                leaves.Add(new(code, entry.Name, entry.Is, entry.Not, entry.Ask, entry.Lead, entry.Kind, Title("title", entry.Title),
                    entry.TitleFor.ToDictionary(t => t.Key, t => Title("titleFor", t.Value), StringComparer.Ordinal), entry.Words));
            }
            groups.Add(new(group.Group, group.Name, leaves));
        }
        if (!seen.Contains(document.Value.Fallback))
            problems.Add(new(Path, document.LineOf("fallback"), $"The fallback '{document.Value.Fallback}' is no category.", "Name a category of this file."));
        return problems.Count == before ? new Taxonomy(groups, document.Value.Fallback) : null;
    }

    private static void CheckNames(Dictionary<string, string> names, Func<int> line, string what, List<ContentProblem> problems)
    {
        foreach (var language in Languages.All.Where(language => !names.ContainsKey(language)))
            problems.Add(new(Path, line(), $"{what} has no name in {language}.", $"Add '{language}: ...' to its name."));
    }
}

/// <summary>What a title template may hold.</summary>
internal static class TitleValues
{
    public static readonly string[] Names = ["counterparty", "amount", "people", "place", "when"];
    public static string List => string.Join(", ", Names.Select(n => $"{{{n}}}"));
}
