using System.Collections.Frozen;

namespace IntakeBot.Dialogue.Wording;

/// <summary>All texts of one language, by key, each with one or more variants.</summary>
public sealed class WordingBook
{
    private readonly FrozenDictionary<string, Template[]> _texts;

    internal WordingBook(string language, IReadOnlyDictionary<string, Template[]> texts)
    {
        Language = language;
        _texts = texts.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public string Language { get; }
    public bool Has(string key) => _texts.ContainsKey(key);
    public IEnumerable<string> Keys => _texts.Keys;

    /// <summary>The variant for a turn: the same turn always says the same, the next one something else.</summary>
    /// <exception cref="KeyNotFoundException">The key is in no file; loading checks all keys that the engine uses.</exception>
    public Template Pick(string key, int turn)
    {
        var variants = _texts[key];
        return variants.Length == 1 ? variants[0] : variants[(int)((uint)turn % (uint)variants.Length)];
    }

    public string Say(string key, params ReadOnlySpan<(string Name, string? Value)> values) => Pick(key, 0).Render(values);

    /// <summary>The most special key that exists: for the leaf, for its group, for all; null when there is none.</summary>
    public string? Closest(string key, string? leaf)
    {
        if (leaf is not null)
        {
            var own = $"{key}@{leaf}";
            if (_texts.ContainsKey(own)) return own;
            var dot = leaf.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0 && $"{key}@{leaf[..dot]}" is var group && _texts.ContainsKey(group)) return group;
        }
        return _texts.ContainsKey(key) ? key : null;
    }
}
