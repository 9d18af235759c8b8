namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Numbers in English words: twenty-five, two and a half thousand, a thousand, three grand.</summary>
internal static class EnglishNumber
{
    // Longer is nonsense; bounds the work.
    private const int MostWords = 12;

    private static readonly Dictionary<string, int> s_words = new(StringComparer.Ordinal)
    {
        ["zero"] = 0, ["one"] = 1, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8, ["nine"] = 9, ["ten"] = 10,
        ["eleven"] = 11, ["twelve"] = 12, ["thirteen"] = 13, ["fourteen"] = 14, ["fifteen"] = 15, ["sixteen"] = 16, ["seventeen"] = 17, ["eighteen"] = 18, ["nineteen"] = 19,
        ["twenty"] = 20, ["thirty"] = 30, ["forty"] = 40, ["fifty"] = 50, ["sixty"] = 60, ["seventy"] = 70, ["eighty"] = 80, ["ninety"] = 90, ["dozen"] = 12,
        ["hundred"] = 100, ["thousand"] = 1000, ["grand"] = 1000, ["million"] = 1_000_000,
    };
    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> s_lookup = s_words.GetAlternateLookup<ReadOnlySpan<char>>();

    public static NumberToken? Read(string text, int start)
    {
        var (total, section, at, end, scaled) = (0m, 0m, start, start, false);
        for (var words = 0; words < MostWords; words++)
        {
            var word = Word(text, at);
            if (word is "a" or "an" && end == start && s_lookup.TryGetValue(Word(text, at + word.Length + 1), out var unit) && unit is 12 or >= 100) section = 1;
            else if (word is "and" && end > start)
            {
                if (Half(text, ref at)) (section, end) = (section + 0.5m, at + "half".Length);
                else if (!s_lookup.TryGetValue(Word(text, at + "and ".Length), out _)) break;
            }
            else if (!s_lookup.TryGetValue(word, out var value)) break;
            else if (value == 100 || word is "dozen" && section > 0) (section, scaled, end) = (Math.Max(1, section) * value, true, at + word.Length);
            else if (value >= 1000) (total, section, scaled, end) = (total + Math.Max(1, section) * value, 0, true, at + word.Length);
            else (section, end) = (section + value, at + word.Length);
            at += Word(text, at).Length;
            if (at >= text.Length || text[at] is not (' ' or '-')) break;
            at++;
        }
        // hundred or grand alone is no number, nor is dozen.
        return end == start || Word(text, start) is "hundred" or "thousand" or "grand" or "million" or "dozen" ? null : new(start, end, total + section, null, false, scaled, false, 0);
    }

    /// <summary>A word of scale behind digits: 3 grand, 2 thousand, 5 hundred.</summary>
    public static bool Scale(string text, int at, out int scale, out int end)
    {
        (scale, end) = (0, at);
        if (at + 1 >= text.Length || text[at] != ' ' || !char.IsAsciiLetterLower(text[at + 1])) return false;
        var word = Word(text, at + 1);
        if (!s_lookup.TryGetValue(word, out scale) || scale < 100) return false;
        end = at + 1 + word.Length;
        return true;
    }

    // "and a half": leaves the place on its last word.
    private static bool Half(string text, ref int at)
    {
        const string half = "and a half";
        if (string.CompareOrdinal(text, at, half, 0, half.Length) != 0) return false;
        at += "and a ".Length;
        return true;
    }

    private static ReadOnlySpan<char> Word(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiLetterLower(text[end])) end++;
        return at < end ? text.AsSpan(at, end - at) : [];
    }
}
