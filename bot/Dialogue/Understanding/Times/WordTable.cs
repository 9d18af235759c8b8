using System.Collections.Frozen;

namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>Words with what they mean, found by their first character; the longest wins. Letters match whole words only.</summary>
internal sealed class WordTable<T>
{
    private readonly FrozenDictionary<char, (string Word, T Value)[]> _byFirst;

    public WordTable(IEnumerable<(string Word, T Value)> words) =>
        _byFirst = words.GroupBy(w => w.Word[0]).ToFrozenDictionary(g => g.Key, g => g.OrderByDescending(w => w.Word.Length).ToArray());

    /// <returns>The length of the word that stands here, or 0.</returns>
    public int Read(TimeText text, int at, out T value)
    {
        value = default!;
        if (!_byFirst.TryGetValue(text[at], out var words)) return 0;
        foreach (var (word, meant) in words)
        {
            if (!text.Has(at, word)) continue;
            if (char.IsAsciiLetter(word[0]) && char.IsAsciiLetter(text[at - 1]) || char.IsAsciiLetter(word[^1]) && char.IsAsciiLetter(text[at + word.Length])) continue;
            value = meant;
            return word.Length;
        }
        return 0;
    }
}

/// <summary>Words that mean but themselves.</summary>
internal static class WordTable
{
    public static WordTable<string> Of(params string[] words) => new(words.Select(w => (w, w)));
    public static int Read(this WordTable<string> table, TimeText text, int at) => table.Read(text, at, out _);
}
