using System.Text.RegularExpressions;
using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Flows;

/// <summary>The shape of <c>flows/slots.yaml</c>, and its way into a <see cref="SlotBook"/>.</summary>
internal sealed class SlotFile
{
    public const string Path = "flows/slots.yaml";

    public required Dictionary<string, Entry> Slots { get; set; }
    public required Dictionary<string, List<string>> Options { get; set; }

    internal sealed class Entry
    {
        public required string Type { get; set; }
        public List<string> Words { get; set; } = [];
        public bool Accept { get; set; }
        public string? AcceptIf { get; set; }
        public bool Required { get; set; }
        public string? ReadAs { get; set; }
        public string? Pattern { get; set; }
        public List<string> Options { get; set; } = [];
        public List<string> RetryOptions { get; set; } = [];
        public bool Editable { get; set; } = true;
    }

    /// <summary>Slots that the engine itself works with: they must exist, with these types.</summary>
    private static readonly (string Name, SlotType Type)[] s_needed =
    [
        (SlotNames.Problem, SlotType.Text), (SlotNames.Category, SlotType.Category), (SlotNames.Where, SlotType.Place), (SlotNames.Detail, SlotType.Text),
        (SlotNames.When, SlotType.Time), (SlotNames.Since, SlotType.Time), (SlotNames.Amount, SlotType.Money), (SlotNames.People, SlotType.Count),
        (SlotNames.Representatives, SlotType.Names), (SlotNames.Counterparty, SlotType.Party), (SlotNames.Wish, SlotType.Text),
        (SlotNames.Contact, SlotType.Contact), (SlotNames.Anonymous, SlotType.Flag), (SlotNames.Photo, SlotType.Files),
        (SlotNames.Confirm, SlotType.Choice), (SlotNames.Duplicate, SlotType.Choice), (SlotNames.Second, SlotType.Choice), (SlotNames.Rating, SlotType.Choice),
    ];

    public static SlotBook? Load(ContentFiles files, List<ContentProblem> problems)
    {
        var before = problems.Count;
        if (YamlFile.Read<SlotFile>(files, Path, problems) is not { } document) return null;
        var options = document.Value.Options.Select(pair => new OptionDefinition(pair.Key, pair.Value)).ToList();
        var slots = new List<SlotDefinition>();
        foreach (var (name, entry) in document.Value.Slots)
        {
            void Problem(string key, string message, string remedy) => problems.Add(new(Path, document.LineOf("slots", name, key), message, remedy));
            if (!Enum.TryParse<SlotType>(entry.Type, ignoreCase: true, out var type) || int.TryParse(entry.Type, out _))
                Problem("type", $"Slot '{name}' has the unknown type '{entry.Type}'.", $"Choose one of {string.Join(", ", Enum.GetNames<SlotType>()).ToLowerInvariant()}.");
            foreach (var (key, list) in new[] { ("options", entry.Options), ("retryOptions", entry.RetryOptions) })
                foreach (var option in list.Where(o => !SlotBook.IsExpanding(o) && !document.Value.Options.ContainsKey(o)))
                    Problem(key, $"Slot '{name}' offers '{option}', which is no option.", "Add it under 'options' at the end of the file, or correct the name.");
            if (entry.ReadAs is { } readAs && !readAs.Contains("{text}", StringComparison.Ordinal))
                Problem("readAs", $"'{readAs}' has no place for the answer.", "Write {text} where the resident's words belong.");
            slots.Add(new(name, type, entry.Words, entry.Accept, Compile(entry.AcceptIf, null, "acceptIf", Problem), entry.Required, entry.ReadAs, Compile(entry.Pattern, "value", "pattern", Problem), entry.Options, entry.RetryOptions, entry.Editable));
        }
        foreach (var (name, type) in s_needed)
        {
            if (slots.Find(s => s.Name == name) is not { } slot)
                problems.Add(new(Path, document.LineOf("slots"), $"The slot '{name}' is missing.", "The petition needs it: put it back."));
            else if (slot.Type != type)
                problems.Add(new(Path, document.LineOf("slots", name, "type"), $"Slot '{name}' must be of type {type.ToString().ToLowerInvariant()}.", "Put the type back."));
        }
        return problems.Count == before ? new SlotBook(slots, options) : null;
    }

    private static Regex? Compile(string? pattern, string? group, string key, Action<string, string, string> problem)
    {
        if (pattern is null) return null;
        try
        {
            var regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
            if (group is not null && !regex.GetGroupNames().Contains(group)) problem(key, $"The pattern has no group named {group}.", $"Write (?<{group}>...) around the part to keep.");
            return regex;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            problem(key, $"The pattern cannot be read: {e.Message}", "Correct it; look-around and back-references are not possible.");
            return null;
        }
    }
}
