using System.Collections.Frozen;
using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Dialogue.Content;

/// <summary>
/// One edition of the conversation as data: flows, slots, wording, taxonomy, FAQ. Read once, checked as a whole, immutable.
/// </summary>
public sealed class ContentCatalog
{
    private readonly FrozenDictionary<string, WordingBook> _wording;
    private readonly FrozenDictionary<string, Flow> _flows;
    private readonly FrozenDictionary<string, FaqEntry> _faq;

    private ContentCatalog(int version, ContentFiles files, Settings settings, SlotBook slots, Taxonomy taxonomy, IReadOnlyDictionary<string, Flow> flows,
        IReadOnlyDictionary<string, WordingBook> wording, IReadOnlyList<FaqEntry> faq)
    {
        Version = version;
        Files = files;
        Settings = settings;
        Slots = slots;
        Taxonomy = taxonomy;
        Faq = faq;
        _flows = flows.ToFrozenDictionary(StringComparer.Ordinal);
        _wording = wording.ToFrozenDictionary(StringComparer.Ordinal);
        _faq = faq.ToFrozenDictionary(e => e.Name, StringComparer.Ordinal);
    }

    /// <summary>A conversation keeps the version it began with until it ends.</summary>
    public int Version { get; }
    /// <summary>What the edition was read from: pages take their own texts from it (<c>wording/page.zh-CN.yaml</c>).</summary>
    public ContentFiles Files { get; }
    public Settings Settings { get; }
    public SlotBook Slots { get; }
    public Taxonomy Taxonomy { get; }
    public IReadOnlyList<FaqEntry> Faq { get; }
    public IReadOnlyCollection<Flow> Flows => _flows.Values;

    public Flow Flow(string name) => _flows[name];
    public WordingBook Wording(string language) => _wording.GetValueOrDefault(language) ?? _wording[Languages.Chinese];
    public FaqEntry? FindFaq(string name) => _faq.GetValueOrDefault(name);

    /// <summary>Reads and checks all files. With any problem there is no catalogue.</summary>
    public static ContentLoad Load(ContentFiles files, int version)
    {
        ArgumentNullException.ThrowIfNull(files);
        var problems = new List<ContentProblem>();
        var settings = SettingsFile.Load(files, problems);
        var slots = SlotFile.Load(files, problems);
        var faq = FaqFile.Load(files, problems);
        var taxonomy = slots is null ? null : TaxonomyFile.Load(files, slots.Names, problems);
        foreach (var (reason, leaf) in settings?.EmergencyLeaves ?? new Dictionary<string, string>())
            if (taxonomy is not null && taxonomy.Find(leaf) is null)
                problems.Add(new(SettingsFile.Path, 0, $"The emergency '{reason}' is sent as '{leaf}', which is no category.", "Name a category of taxonomy/taxonomy.yaml."));
        if (slots is null) return new(null, Ordered(problems));
        var loader = new FlowLoader(files, slots, problems);
        var flows = loader.Load();
        var wording = new WordingLoader(files, problems).Load(slots, loader.UsedWording, taxonomy);
        if (problems.Count > 0 || settings is null || taxonomy is null) return new(null, Ordered(problems));
        return new(new ContentCatalog(version, files, settings, slots, taxonomy, flows, wording, faq), []);
    }

    private static List<ContentProblem> Ordered(List<ContentProblem> problems) =>
        [.. problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line)];
}

public sealed record ContentLoad(ContentCatalog? Catalog, IReadOnlyList<ContentProblem> Problems)
{
    /// <exception cref="ContentException">There are problems.</exception>
    public ContentCatalog OrThrow() => Catalog ?? throw new ContentException(Problems);
}
