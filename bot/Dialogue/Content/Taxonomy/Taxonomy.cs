using System.Collections.Frozen;

namespace IntakeBot.Dialogue.Content;

/// <summary>The tree of matters: groups of leaves, in the order of the file.</summary>
public sealed class Taxonomy
{
    private readonly FrozenDictionary<string, Leaf> _leaves;

    internal Taxonomy(IReadOnlyList<LeafGroup> groups, string fallback)
    {
        Groups = groups;
        Leaves = [.. groups.SelectMany(g => g.Leaves)];
        _leaves = Leaves.ToFrozenDictionary(l => l.Code, StringComparer.Ordinal);
        Fallback = fallback;
    }

    public IReadOnlyList<LeafGroup> Groups { get; }
    public IReadOnlyList<Leaf> Leaves { get; }
    /// <summary>The leaf of a real problem that fits no other.</summary>
    public string Fallback { get; }

    public Leaf? Find(string code) => _leaves.GetValueOrDefault(code);
}

/// <param name="Names">By language.</param>
public sealed record LeafGroup(string Code, IReadOnlyDictionary<string, string> Names, IReadOnlyList<Leaf> Leaves);

/// <summary>One kind of matter.</summary>
/// <param name="Code">group.leaf, e.g. <c>rental.deposit</c>.</param>
/// <param name="Names">By language.</param>
/// <param name="Is">What belongs here, for those who maintain the examples.</param>
/// <param name="Not">The nearest look-alike, and where that goes.</param>
/// <param name="Ask">Slots worth asking for beyond the common ones.</param>
/// <param name="Lead">The department that a community order goes to by default.</param>
/// <param name="Kind">consult, request, complaint, report or suggestion, unless the words say otherwise.</param>
/// <param name="Title">Template of the title that staff read.</param>
/// <param name="TitleFor">Other titles when the one complained of is of that kind: the landlord complaining about a tenant.</param>
/// <param name="Words">What else residents may call it when they choose from a list, pinyin included.</param>
public sealed record Leaf(string Code, IReadOnlyDictionary<string, string> Names, string Is, string? Not,
    IReadOnlyList<string> Ask, string Lead, string Kind, Wording.Template Title, IReadOnlyDictionary<string, Wording.Template> TitleFor, IReadOnlyList<string> Words)
{
    public string Group => Code[..Code.IndexOf('.', StringComparison.Ordinal)];
    public string Name(string language) => Names.TryGetValue(language, out var name) ? name : Names.Values.First();
}
