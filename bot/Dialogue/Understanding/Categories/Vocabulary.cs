namespace IntakeBot.Dialogue.Understanding.Categories;

/// <summary>The features worth keeping, and how much each says by being rare.</summary>
internal sealed class Vocabulary
{
    /// <summary>How much a feature counts by its <see cref="FeatureKind"/>; found by leaving voices out.</summary>
    public static readonly float[] ForCategories = Scale(1.5f, 1, 0.5f, 0.5f, 0.4f, 1, 1, 0.7f, 0.2f, 0.3f);
    /// <summary>Where examples are few, what words mean counts more than which they are.</summary>
    public static readonly float[] ForDanger = Scale(1, 1, 0.5f, 0.5f, 0, 2, 2, 0.8f, 0.5f, 2);

    private static float[] Scale(params ReadOnlySpan<float> kinds) => [1, .. kinds];

    private readonly ulong[] _keys;
    private readonly int[] _index;
    private readonly float[] _idf;
    private readonly int _mask;

    private Vocabulary(ulong[] keys, int[] index, float[] idf) => (_keys, _index, _idf, _mask) = (keys, index, idf, keys.Length - 1);

    public int Count => _idf.Length;

    /// <param name="least">Texts that must share a feature for it to be kept.</param>
    public static Vocabulary Build(IReadOnlyList<ulong[]> texts, float[] scale, int least = 2)
    {
        var all = new ulong[texts.Sum(t => t.Length)];
        var at = 0;
        foreach (var text in texts)
        {
            text.CopyTo(all, at);
            at += text.Length;
        }
        Array.Sort(all);
        // Rare is an English word among the texts that have English words: else "the" would be a rare word among Chinese ones.
        var worded = texts.Count(text => text.Any(IsWord));
        var kept = new List<(ulong Key, int Texts)>();
        for (var i = 0; i < all.Length;)
        {
            var end = i;
            while (end < all.Length && all[end] == all[i]) end++;
            if (end - i >= (FeatureExtractor.KindOf(all[i]) is FeatureKind.Skip or FeatureKind.Far ? Math.Max(2, least) : least) && scale[(int)FeatureExtractor.KindOf(all[i])] > 0) kept.Add((all[i], end - i));
            i = end;
        }
        var size = 1024;
        while (size < kept.Count * 2) size *= 2;
        var (keys, index, idf) = (new ulong[size], new int[size], new float[kept.Count]);
        for (var i = 0; i < kept.Count; i++)
        {
            var slot = (int)(kept[i].Key >> 20) & (size - 1);
            while (keys[slot] != 0) slot = (slot + 1) & (size - 1);
            (keys[slot], index[slot]) = (kept[i].Key, i);
            idf[i] = (MathF.Log((1f + (IsWord(kept[i].Key) ? worded : texts.Count)) / (1f + kept[i].Texts)) + 0.3f) * scale[(int)FeatureExtractor.KindOf(kept[i].Key)];
        }
        return new(keys, index, idf);
    }

    private static bool IsWord(ulong feature) => FeatureExtractor.KindOf(feature) is FeatureKind.Word or FeatureKind.Phrase;

    /// <summary>The vector of a text; of length nought when nothing is known.</summary>
    /// <param name="always">Weight of one more feature, with the index <see cref="Count"/>, that every text has: where little else is known, what is usual decides.</param>
    public SparseVector Vector(ReadOnlySpan<ulong> features, float always = 0)
    {
        var indices = new int[features.Length + 1];
        var values = new float[features.Length + 1];
        var count = 0;
        var square = always * always;
        foreach (var feature in features)
        {
            var slot = (int)(feature >> 20) & _mask;
            while (_keys[slot] != feature && _keys[slot] != 0) slot = (slot + 1) & _mask;
            if (_keys[slot] == 0) continue;
            var i = _index[slot];
            (indices[count], values[count]) = (i, _idf[i]);
            square += _idf[i] * _idf[i];
            count++;
        }
        if (always > 0) (indices[count], values[count++]) = (Count, always);
        var scale = square > 0 ? 1 / MathF.Sqrt(square) : 0;
        for (var k = 0; k < count; k++) values[k] *= scale;
        return new(indices, values, count) { Known = features.Length == 0 ? 0 : (float)count / features.Length };
    }
}
