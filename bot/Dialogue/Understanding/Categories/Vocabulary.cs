using System.Runtime.InteropServices;
using IntakeBot.Dialogue.Understanding.Learned;

namespace IntakeBot.Dialogue.Understanding.Categories;

/// <summary>The features worth keeping, and how much each says by being rare.</summary>
internal sealed class Vocabulary
{
    /// <summary>How much a feature counts by its <see cref="FeatureKind"/>; found by leaving voices out.</summary>
    public static readonly float[] ForCategories = Scale(1.5f, 1, 0.5f, 0.5f, 0.4f, 1, 1, 0.7f, 0.2f, 0.3f);
    /// <summary>Where examples are few, what words mean counts more than which they are.</summary>
    public static readonly float[] ForDanger = Scale(1, 1, 0.5f, 0.5f, 0, 2, 2, 0.8f, 0.5f, 2);

    private static float[] Scale(params ReadOnlySpan<float> kinds) => [1, .. kinds];

    [ThreadStatic]
    private static int[]? t_indices;
    [ThreadStatic]
    private static float[]? t_values;

    // All that is asked of a feature in one place of memory; a key of nought marks a free slot.
    private readonly record struct Entry(ulong Key, int Index, float Idf);

    private readonly Entry[] _entries;
    private readonly int _mask;

    private Vocabulary(Entry[] entries, int count) => (_entries, _mask, Count) = (entries, entries.Length - 1, count);

    public int Count { get; }

    /// <param name="least">Texts that must share a feature for it to be kept.</param>
    public static Vocabulary Build(IReadOnlyList<ulong[]> texts, float[] scale, int least = 2)
    {
        var occurrences = Occurrences(texts);
        // Rare is an English word among the texts that have English words: else "the" would be a rare word among Chinese ones.
        var worded = texts.Count(text => text.Any(IsWord));
        var kept = occurrences.Where(f => f.Texts >= (FeatureExtractor.KindOf(f.Key) is FeatureKind.Skip or FeatureKind.Far ? Math.Max(2, least) : least) && scale[(int)FeatureExtractor.KindOf(f.Key)] > 0).ToArray();
        var entries = new Entry[kept.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            var idf = MathF.Log((1f + (IsWord(kept[i].Key) ? worded : texts.Count)) / (1f + kept[i].Texts)) + 0.3f;
            entries[i] = new(kept[i].Key, i, idf * scale[(int)FeatureExtractor.KindOf(kept[i].Key)]);
        }
        return Table(entries);
    }

    public void Write(BinaryWriter to) => to.WriteArray<Entry>([.. _entries.Where(e => e.Key != 0)]);

    public static Vocabulary Read(BinaryReader from) => Table(from.ReadArray<Entry>());

    private static Vocabulary Table(Entry[] kept)
    {
        var size = 1024;
        while (size < kept.Length * 2) size *= 2;
        var entries = new Entry[size];
        foreach (var entry in kept)
        {
            var slot = (int)(entry.Key >> 20) & (size - 1);
            while (entries[slot].Key != 0) slot = (slot + 1) & (size - 1);
            entries[slot] = entry;
        }
        return new(entries, kept.Length);
    }

    // The most frequent first, the others as the texts bring them: so a text's weights lie close together in memory, and
    // training does not wait for it.
    private static IEnumerable<(ulong Key, int Texts)> Occurrences(IReadOnlyList<ulong[]> texts)
    {
        var counts = new Dictionary<ulong, int>();
        foreach (var text in texts)
        {
            foreach (var feature in text) CollectionsMarshal.GetValueRefOrAddDefault(counts, feature, out _)++;
        }
        // Nothing was removed, so that the dictionary gives its keys in the order in which they came.
        return counts.Select(c => (c.Key, c.Value)).OrderByDescending(c => c.Value);
    }

    private static bool IsWord(ulong feature) => FeatureExtractor.KindOf(feature) is FeatureKind.Word or FeatureKind.Phrase;

    /// <summary>The vector of a text; of length nought when nothing is known.</summary>
    /// <param name="always">Weight of one more feature, with the index <see cref="Count"/>, that every text has: where little else is known, what is usual decides.</param>
    public SparseVector Vector(ReadOnlySpan<ulong> features, float always = 0) =>
        Vector(features, always, new int[features.Length + 1], new float[features.Length + 1]);

    /// <summary>The same, in arrays that this thread's next call writes over: for a vector that is read at once.</summary>
    public SparseVector Passing(ReadOnlySpan<ulong> features, float always = 0)
    {
        if (t_indices is null || t_indices.Length <= features.Length) (t_indices, t_values) = (new int[features.Length * 2 + 256], new float[features.Length * 2 + 256]);
        return Vector(features, always, t_indices, t_values!);
    }

    private SparseVector Vector(ReadOnlySpan<ulong> features, float always, int[] indices, float[] values)
    {
        var count = 0;
        var square = always * always;
        foreach (var feature in features)
        {
            var slot = (int)(feature >> 20) & _mask;
            while (_entries[slot].Key != feature && _entries[slot].Key != 0) slot = (slot + 1) & _mask;
            ref readonly var entry = ref _entries[slot];
            if (entry.Key == 0) continue;
            (indices[count], values[count]) = (entry.Index, entry.Idf);
            square += entry.Idf * entry.Idf;
            count++;
        }
        if (always > 0) (indices[count], values[count++]) = (Count, always);
        var scale = square > 0 ? 1 / MathF.Sqrt(square) : 0;
        for (var k = 0; k < count; k++) values[k] *= scale;
        return new(indices, values, count);
    }
}
