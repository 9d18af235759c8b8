using IntakeBot.Dialogue.Understanding.Text;

namespace IntakeBot.Dialogue.Understanding.Categories;

/// <summary>
/// Where a feature comes from. Char, Pair of neighbours, their Sounds, pairs with one (Skip) or two (Far) between them; English Word
/// and Phrase of two; Concept of the lexicon, two of them Together, Danger; what a Rule found. Longer sequences were tried and taught examples by heart.
/// </summary>
internal enum FeatureKind { Rule, Char, Pair, Sound, Skip, Far, Word, Phrase, Concept, Together, Danger }

/// <summary>What a text looks like before it is anything else: folded, and as sounds when it is pinyin.</summary>
internal readonly record struct FeatureSource(string Text, PinyinText? Pinyin);

/// <summary>
/// Turns a text into hashed features, see <see cref="FeatureKind"/>. Every feature is a 64-bit hash; how many times it occurs
/// does not count.
/// </summary>
internal sealed class FeatureExtractor(CharacterTables tables, Lexicon lexicon)
{
    private const ulong Mix = 0x9E3779B97F4A7C15;
    // Beyond this a message tells a second story; the work stays linear anyway.
    private const int MostCharacters = 2000;

    public void Extract(FeatureSource source, List<ulong> features)
    {
        features.Clear();
        var text = source.Text.Length > MostCharacters ? source.Text[..MostCharacters] : source.Text;
        var concepts = new List<int>();
        if (source.Pinyin is { } pinyin)
        {
            Sounds(pinyin.Sounds, features);
            lexicon.FindSounds(pinyin.Sounds, concepts);
        }
        else
        {
            Characters(text, features);
            lexicon.Find(text, concepts);
        }
        Concepts(concepts, features);
        features.Sort();
        Unique(features);
    }

    /// <summary>Something found out by other means, as a feature.</summary>
    public static ulong Named(string name)
    {
        var hash = unchecked(51 * Mix);
        foreach (var c in name) hash = Step(hash, c);
        return Mark(hash, FeatureKind.Rule);
    }

    private void Characters(string text, List<ulong> features)
    {
        // The characters before this one, nearest first; as many as filled says belong to the same stretch.
        var (one, two, three, soundBefore, filled) = ('\0', '\0', '\0', '\0', 0);
        ulong lastWord = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetter(c))
            {
                var end = i;
                while (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] == '\'')) end++;
                lastWord = Word(text.AsSpan(i, end - i), lastWord, features);
                i = end - 1;
                filled = 0;
                continue;
            }
            if (char.IsAsciiDigit(c))
            {
                while (i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])) i++;
                c = '0';
            }
            else if (!char.IsLetter(c) && !char.IsSurrogate(c))
            {
                if (c != ' ') lastWord = 0;
                filled = 0;
                continue;
            }
            var sound = tables.SoundOf(c) is var s and not '\0' ? s : c;
            features.Add(Mark(Hash(1, c), FeatureKind.Char));
            if (filled >= 1)
            {
                features.Add(Mark(Hash(2, c, one), FeatureKind.Pair));
                features.Add(Mark(Hash(12, sound, soundBefore), FeatureKind.Sound));
            }
            if (filled >= 2) features.Add(Mark(Hash(22, c, two), FeatureKind.Skip));
            if (filled >= 3) features.Add(Mark(Hash(23, c, three), FeatureKind.Far));
            (one, two, three, soundBefore) = (c, one, two, sound);
            filled = Math.Min(3, filled + 1);
        }
    }

    private static void Sounds(string sounds, List<ulong> features)
    {
        for (var i = 0; i < sounds.Length; i++)
        {
            if (sounds[i] < CharacterTables.FirstSound) continue;
            features.Add(Mark(Hash(11, sounds[i]), FeatureKind.Sound));
            if (i + 1 < sounds.Length && sounds[i + 1] >= CharacterTables.FirstSound) features.Add(Mark(Hash(12, sounds[i + 1], sounds[i]), FeatureKind.Sound));
        }
    }

    private static ulong Word(ReadOnlySpan<char> word, ulong last, List<ulong> features)
    {
        if (word.EndsWith("'s") || word.EndsWith("'t")) word = word[..^2];
        var hash = unchecked(31 * Mix);
        foreach (var c in Stem(word)) hash = Step(hash, c);
        features.Add(Mark(hash, FeatureKind.Word));
        if (last != 0) features.Add(Mark(Step(last ^ 0x5555, (char)hash) ^ hash, FeatureKind.Phrase));
        return hash;
    }

    // Enough of a stem for short messages: plural, -ed, -ing.
    private static ReadOnlySpan<char> Stem(ReadOnlySpan<char> word)
    {
        if (word.Length > 5 && word.EndsWith("ing")) return word[..^3];
        if (word.Length > 4 && word.EndsWith("ed")) return word[..^2];
        if (word.Length > 3 && word[^1] == 's' && word[^2] != 's') return word[..^1];
        return word;
    }

    private void Concepts(List<int> concepts, List<ulong> features)
    {
        concepts.Sort();
        var count = 0;
        for (var i = 0; i < concepts.Count; i++)
        {
            if (i == 0 || concepts[i] != concepts[i - 1]) concepts[count++] = concepts[i];
        }
        count = Math.Min(count, 16);
        for (var i = 0; i < count; i++)
        {
            var danger = lexicon.IsDanger(concepts[i]);
            features.Add(Mark(Hash(41, (char)concepts[i]), danger ? FeatureKind.Danger : FeatureKind.Concept));
            for (var j = i + 1; j < count; j++)
            {
                if (lexicon.IsDanger(concepts[j]) == danger) features.Add(Mark(Hash(42, (char)concepts[i], (char)concepts[j]), danger ? FeatureKind.Danger : FeatureKind.Together));
            }
        }
    }

    private static void Unique(List<ulong> features)
    {
        var count = 0;
        for (var i = 0; i < features.Count; i++)
        {
            if (i == 0 || features[i] != features[i - 1]) features[count++] = features[i];
        }
        features.RemoveRange(count, features.Count - count);
    }

    // The kind stands in the lowest bits, so that a vocabulary can weigh the kinds apart.
    public static FeatureKind KindOf(ulong feature) => (FeatureKind)(feature & 15);
    private static ulong Mark(ulong hash, FeatureKind kind) => (hash & ~15UL) | (ulong)kind;
    private static ulong Hash(int kind, char a) => Step((ulong)kind * Mix, a);
    private static ulong Hash(int kind, char a, char b) => Step(Step((ulong)kind * Mix, a), b);
    private static ulong Step(ulong hash, char c)
    {
        hash = (hash ^ c) * Mix;
        return hash ^ (hash >> 29);
    }
}
