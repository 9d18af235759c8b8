using IntakeBot.Dialogue.Understanding.Entities;

namespace IntakeBot.Dialogue.Understanding.Times;

/// <summary>A text with its numbers, as the readers of dates, hours and durations walk through it.</summary>
internal sealed class TimeText(string text, IReadOnlyList<NumberToken> numbers)
{
    public string Text { get; } = text;

    public char this[int at] => (uint)at < (uint)Text.Length ? Text[at] : '\0';

    public bool Has(int at, string word) =>
        (uint)at < (uint)Text.Length && Text[at] == word[0] && Text.AsSpan(at).StartsWith(word, StringComparison.Ordinal);

    /// <summary>The length of the first of the words that stands here, or 0.</summary>
    public int Any(int at, ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Has(at, word) && (!char.IsAsciiLetter(word[^1]) || !char.IsAsciiLetter(this[at + word.Length]))) return word.Length;
        }
        return 0;
    }

    public bool EndsAt(int at, ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (at >= word.Length && Has(at - word.Length, word)) return true;
        }
        return false;
    }

    public int SkipBlanks(int at)
    {
        while (this[at] == ' ') at++;
        return at;
    }

    public NumberToken? NumberAt(int at)
    {
        var (low, high) = (0, numbers.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (numbers[middle].Start == at) return numbers[middle];
            if (numbers[middle].Start < at) low = middle + 1;
            else high = middle - 1;
        }
        return null;
    }
}
