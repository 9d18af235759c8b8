namespace IntakeBot.Dialogue.Turns;

/// <summary>How much a text says: characters of Chinese, words of other scripts; punctuation and emoji weigh nothing.</summary>
internal static class Weight
{
    public static int Of(string text)
    {
        int weight = 0, run = 0;
        foreach (var c in text)
        {
            if (c is >= '\u3400' and <= '\u9fff') { weight++; run = 0; }
            else if (char.IsAsciiLetterOrDigit(c)) { if (run++ == 0) weight++; }
            else run = 0;
        }
        return weight;
    }

    /// <summary>The text without spaces and punctuation at either end and with spaces inside removed, for comparing short answers.</summary>
    public static string Bare(string text)
    {
        Span<char> kept = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        var n = 0;
        foreach (var c in text)
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c is >= '①' and <= '⑩') kept[n++] = char.ToLowerInvariant(c);
        return new string(kept[..n]);
    }
}
