using System.Runtime.CompilerServices;
using IntakeBot.Casework.Cases;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Wording;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Robots;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Webhooks;

namespace IntakeBot.Host.Desk.Wording;

/// <summary>The desk's texts of the edition of the content in use, per language; read once an edition.</summary>
internal sealed class DeskWording(ContentLibrary library)
{
    private readonly ConditionalWeakTable<ContentFiles, IReadOnlyDictionary<string, DeskTexts>> _read = [];

    public DeskTexts In(string language)
    {
        var texts = _read.GetValue(library.Current.Catalog.Files, static files =>
        {
            var problems = new List<ContentProblem>();
            return Load(files, problems) ?? throw new ContentException(problems);
        });
        return texts.GetValueOrDefault(language) ?? texts[Languages.Chinese];
    }

    /// <summary>A category's name; its code when the edition has it no more.</summary>
    public string Category(string leaf, string language) => library.Current.Catalog.Taxonomy.Find(leaf)?.Name(language) ?? leaf;

    /// <summary>Groups of categories in the order of the file, with their names.</summary>
    public IEnumerable<(string Code, string Name)> Groups(string language) =>
        library.Current.Catalog.Taxonomy.Groups.Select(group => (group.Code, group.Names.GetValueOrDefault(language) ?? group.Code));

    /// <summary>Codes of the categories whose name, or whose group's name, in any language has this in it.</summary>
    public IReadOnlyList<string> Leaves(string text) =>
    [
        .. library.Current.Catalog.Taxonomy.Groups.SelectMany(group => group.Leaves
            .Where(leaf => group.Names.Values.Concat(leaf.Names.Values).Any(name => name.Contains(text, StringComparison.OrdinalIgnoreCase))).Select(leaf => leaf.Code)),
    ];

    public static string PathOf(string language) => $"wording/desk.{language}.yaml";

    /// <summary>Reads and checks both languages; null and the problems when anything is wrong.</summary>
    public static IReadOnlyDictionary<string, DeskTexts>? Load(ContentFiles files, ICollection<ContentProblem> problems)
    {
        var before = problems.Count;
        var texts = new Dictionary<string, DeskTexts>(StringComparer.Ordinal);
        foreach (var language in Languages.All)
        {
            var path = PathOf(language);
            if (YamlFile.Read<DeskTexts>(files, path, problems) is not { } document) continue;
            Check(document, path, problems);
            texts[language] = document.Value;
        }
        return problems.Count == before ? texts : null;
    }

    // Codes of the program need a word in every language; words for other codes are welcome.
    private static void Check(YamlDocument<DeskTexts> document, string path, ICollection<ContentProblem> problems)
    {
        var words = document.Value.Words;
        Need("roles", words.Roles, Enum.GetValues<StaffRole>().Select(StaffRoles.Code));
        Need("states", words.States, Enum.GetValues<CaseState>().Select(state => state.Code()));
        Need("levels", words.Levels, Enum.GetValues<CaseLevel>().Select(level => level.Code()));
        Need("urgencies", words.Urgencies, ["emergency", "urgent", "normal"]);
        Need("kinds", words.Kinds, ["consult", "request", "complaint", "report", "suggestion"]);
        Need("sources", words.Sources, ["qr", "shared", "typed", "none"]);
        Need("languages", words.Languages, Languages.All);
        Need("robotKinds", words.RobotKinds, Enum.GetValues<RobotKind>().Select(kind => kind.Code()));
        Need("robotNews", words.RobotNews, RobotWatch.Kinds);
        Need("robotReasons", words.RobotReasons, Enum.GetValues<RobotEnd>().Where(end => end != RobotEnd.Delivered).Select(RobotAnswer.Word));
        Need("scopes", document.Value.Integrations.Scopes, KeyScopes.All, "integrations");
        Need("reasons", document.Value.Integrations.Reasons, Enum.GetValues<WebhookEnd>().Where(end => end != WebhookEnd.Delivered).Select(WebhookAnswer.Word), "integrations");

        void Need(string list, Dictionary<string, string> has, IEnumerable<string> codes, string section = "words")
        {
            foreach (var code in codes.Where(code => !has.TryGetValue(code, out var word) || string.IsNullOrWhiteSpace(word)))
                problems.Add(new(path, document.LineOf(section, list), $"There is no word for '{code}'.", $"Add '{code}: ...' to {section}, {list}."));
        }
    }
}
