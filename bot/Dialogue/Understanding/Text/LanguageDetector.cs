namespace IntakeBot.Dialogue.Understanding.Text;

/// <summary>Tells Mandarin, Cantonese, traditional script, English and pinyin apart, by what characters there are.</summary>
internal static class LanguageDetector
{
    // Characters and pairs that only written Cantonese has; grammar of the language, so it stands here.
    private static readonly System.Buffers.SearchValues<char> s_cantonese = System.Buffers.SearchValues.Create("冇唔嘅瞓喺哋咗啲嘢佢睇畀嚟噉咁嗰啱攞揾搵掟閂踎嬲氹曱甴嚿乜冚孭俾係哂晒喎嗌");

    /// <param name="original">Not folded: the script counts.</param>
    public static string Detect(string original, string text, PinyinText? pinyin, CharacterTables tables)
    {
        var (han, traditional, cantonese, letters) = (0, 0, 0, 0);
        foreach (var c in original)
        {
            if (c is >= '\u4E00' and <= '\u9FFF')
            {
                han++;
                if (tables.IsTraditional(c)) traditional++;
                if (s_cantonese.Contains(c)) cantonese++;
            }
            else if (char.IsAsciiLetter(c))
            {
                letters++;
            }
        }
        if (han == 0 && letters > 0)
        {
            if (pinyin is null) return "en";
            // Many English words happen to be syllables (can, men, he); a few that cannot be tip the scale.
            return pinyin.Syllables > 3 * pinyin.Others && !LooksEnglish(text) ? "zh-Latn" : "en";
        }
        if (han > 0 && letters > 8 * han) return "en";
        if (cantonese > 0 && (cantonese >= 2 || han < 25)) return "zh-HK";
        return traditional * 12 >= han && traditional > 0 ? "zh-Hant" : "zh-CN";
    }

    private static readonly System.Collections.Frozen.FrozenSet<string> s_english = System.Collections.Frozen.FrozenSet.ToFrozenSet(
        ["the", "is", "my", "and", "of", "to", "in", "it", "for", "i", "not", "no", "yes", "ok", "hello", "hi", "thanks", "help", "fire", "gas", "on", "at", "a", "we", "they", "was", "are", "this", "that", "english", "stop", "cancel", "please", "me", "want", "need"], StringComparer.Ordinal);

    private static bool LooksEnglish(string text)
    {
        var (words, english) = (0, 0);
        var lookup = s_english.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var range in text.AsSpan().Split(' '))
        {
            var word = text.AsSpan(range).Trim(",.!?'\"");
            if (word.IsEmpty) continue;
            words++;
            if (lookup.Contains(word)) english++;
        }
        return english * 4 >= words;
    }
}
