using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace IntakeBot.Dialogue.Flows;

/// <summary>What kind of thing a slot holds; it decides which facts of a message may fill it.</summary>
public enum SlotType { Text, Category, Place, Time, Money, Count, Party, Contact, Flag, Names, Files, Choice }

/// <summary>One thing the conversation may want to know.</summary>
/// <param name="Words">What residents call it when they want to change it.</param>
/// <param name="Accept">Any answer to the question counts, also one that no rule understands.</param>
/// <param name="AcceptIf">Only answers that match are taken so.</param>
/// <param name="Required">"Don't know" is no answer to it.</param>
/// <param name="ReadAs">How to read a bare answer: <c>{text}元</c> makes "三千" money.</param>
/// <param name="Pattern">Fills a text slot from any message; its group <c>value</c> is the text.</param>
/// <param name="Options">Offered with the question.</param>
/// <param name="RetryOptions">Offered besides, once the question has failed.</param>
/// <param name="Editable">May be changed on the summary.</param>
public sealed record SlotDefinition(string Name, SlotType Type, IReadOnlyList<string> Words, bool Accept, Regex? AcceptIf, bool Required,
    string? ReadAs, Regex? Pattern, IReadOnlyList<string> Options, IReadOnlyList<string> RetryOptions, bool Editable);

/// <summary>A ready answer: its title is wording, its words are what else counts as choosing it.</summary>
public sealed record OptionDefinition(string Name, IReadOnlyList<string> Words);

/// <summary>All slots and options of an edition.</summary>
public sealed class SlotBook
{
    private readonly FrozenDictionary<string, SlotDefinition> _slots;
    private readonly FrozenDictionary<string, OptionDefinition> _options;

    internal SlotBook(IReadOnlyList<SlotDefinition> slots, IReadOnlyList<OptionDefinition> options)
    {
        All = slots;
        Options = options;
        _slots = slots.ToFrozenDictionary(s => s.Name, StringComparer.Ordinal);
        _options = options.ToFrozenDictionary(o => o.Name, StringComparer.Ordinal);
        Names = _slots.Keys.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Options that stand for several: the lines of the summary, the likely categories, the stars.</summary>
    public const string Lines = "lines", Leaves = "leaves", Stars = "stars";

    internal static bool IsExpanding(string option) => option is Lines or Leaves or Stars;

    public IReadOnlyList<SlotDefinition> All { get; }
    public IReadOnlyList<OptionDefinition> Options { get; }
    public IReadOnlySet<string> Names { get; }

    public SlotDefinition? Find(string name) => _slots.GetValueOrDefault(name);
    public OptionDefinition? Option(string name) => _options.GetValueOrDefault(name);
}
