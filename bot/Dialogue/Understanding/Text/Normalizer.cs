namespace IntakeBot.Dialogue.Understanding.Text;

/// <summary>Bounds and cleans a message, and folds it for matching without moving a character.</summary>
internal static class Normalizer
{
    /// <returns>The cleaned original and its folded form, both of the same length.</returns>
    public static (string Original, string Text) Normalize(string text, CharacterTables tables)
    {
        var bound = Math.Min(text.Length, MessageReader.MaxLength);
        var original = new char[bound];
        var folded = new char[bound];
        var length = 0;
        for (var i = 0; i < bound; i++)
        {
            var c = text[i];
            if (IsNoise(c)) continue;
            if (char.IsSurrogate(c))
            {
                if (char.IsHighSurrogate(c) && i + 1 < bound && char.IsLowSurrogate(text[i + 1]))
                {
                    original[length] = folded[length] = c;
                    length++;
                    c = text[++i];
                }
                else
                {
                    c = '\uFFFD';
                }
                original[length] = folded[length] = c;
                length++;
                continue;
            }
            original[length] = c;
            folded[length++] = tables.Fold(c);
        }
        return (new(original, 0, length), new(folded, 0, length));
    }

    // Control characters but line feed and tab, zero-width and direction marks, what makes a digit an emoji, private use (kept free for sounds).
    private static bool IsNoise(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t')) || c is >= '\u200B' and <= '\u200F' or >= '\u202A' and <= '\u202E'
            or >= '\u2060' and <= '\u206F' or '\uFEFF' or >= '\uFE00' and <= '\uFE0F' or '\u20E3' or >= '\uE000' and <= '\uF8FF' or '\u00AD';
}
