using IntakeBot.Dialogue.Understanding.Learned;

namespace IntakeBot.Dialogue.Understanding.Categories;

/// <summary>
/// The trained classifier of one edition: probabilities over the leaves of its examples. Deterministic; what it knows comes from
/// the examples alone.
/// </summary>
internal sealed class CategoryModel
{
    /// <summary>The label of texts that say nothing about what it is; never shown.</summary>
    public const string Vague = "";
    private const int Shown = 10;
    private const float Sharper = 0.8f;
    private readonly string[] _labels;
    private readonly Vocabulary _vocabulary;
    private readonly CompactModel _model;
    private readonly float _temperature;

    private CategoryModel(string[] labels, Vocabulary vocabulary, CompactModel model, float temperature) =>
        (_labels, _vocabulary, _model, _temperature) = (labels, vocabulary, model, temperature);

    public IReadOnlyList<string> Labels => _labels;
    public float Temperature => _temperature;

    /// <param name="texts">The features of the examples, in their order.</param>
    public static CategoryModel Train(IReadOnlyList<LabelledText> examples, ulong[][] texts)
    {
        var labels = examples.Select(e => e.Leaf).Distinct().Order(StringComparer.Ordinal).ToArray();
        var index = labels.Select((label, i) => (label, i)).ToDictionary(p => p.label, p => p.i);
        var wanted = examples.Select(e => index[e.Leaf]).ToArray();
        // The temperature is found on a fifth that a second model has not seen; both are trained side by side.
        var temperature = Task.Run(() => Calibrate(texts, wanted, labels.Length));
        var (vocabulary, model) = Fit(texts, wanted, labels.Length, new());
        return new(labels, vocabulary, new(model), temperature.GetAwaiter().GetResult());
    }

    public void Write(BinaryWriter to)
    {
        to.WriteNames(_labels);
        _vocabulary.Write(to);
        _model.Write(to);
        to.Write(_temperature);
    }

    public static CategoryModel Read(BinaryReader from) => new(from.ReadNames(), Vocabulary.Read(from), CompactModel.Read(from), from.ReadSingle());

    public CategoryReading Read(List<ulong> features)
    {
        var vector = _vocabulary.Passing(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(features));
        Span<float> scores = stackalloc float[_model.Stride];
        _model.Score(vector, scores);
        LinearModel.Softmax(scores, _labels.Length, _temperature);
        var vague = 0f;
        // Labels are in order, so that this one can only be the first.
        if (_labels[0].Length == 0) (vague, scores[0]) = (scores[0], -1);
        var ranked = new RankedLeaf[Math.Min(Shown, _labels.Length - (_labels[0].Length == 0 ? 1 : 0))];
        for (var r = 0; r < ranked.Length; r++)
        {
            var best = 0;
            for (var i = 1; i < _labels.Length; i++)
            {
                if (scores[i] > scores[best]) best = i;
            }
            ranked[r] = new(_labels[best], scores[best] / Math.Max(1e-6f, 1 - vague));
            scores[best] = -1;
        }
        return new(ranked, ranked.Length == 0 || vague > ranked[0].Confidence * (1 - vague) || IsUnsure(ranked, vector));
    }

    // Few known features are no ground, however the weights fall; nor is a lead that is none.
    private static bool IsUnsure(RankedLeaf[] ranked, SparseVector vector) =>
        vector.Count < 4 || ranked[0].Confidence < 0.45 || (ranked.Length > 1 && ranked[0].Confidence - ranked[1].Confidence < 0.12);

    private static (Vocabulary, LinearModel) Fit(ulong[][] texts, int[] wanted, int labels, TrainingSettings settings)
    {
        // Words that only one example has are clues all the same.
        var vocabulary = Vocabulary.Build(texts, Vocabulary.ForCategories, least: 1);
        var vectors = new SparseVector[texts.Length];
        for (var i = 0; i < vectors.Length; i++) vectors[i] = vocabulary.Vector(texts[i]);
        return (vocabulary, LinearTrainer.Train(vectors, wanted, vocabulary.Count, labels, settings));
    }

    private static float Calibrate(ulong[][] texts, int[] wanted, int labels)
    {
        var (seen, held) = (new List<int>(), new List<int>());
        for (var i = 0; i < texts.Length; i++) (i % 5 == 4 ? held : seen).Add(i);
        if (held.Count < 50) return 1;
        var (vocabulary, model) = Fit([.. seen.Select(i => texts[i])], [.. seen.Select(i => wanted[i])], labels, new());
        var scores = new float[held.Count][];
        for (var k = 0; k < held.Count; k++)
        {
            scores[k] = new float[model.Stride];
            model.Score(vocabulary.Vector(texts[held[k]]), scores[k]);
        }
        var (best, least) = (1f, double.MaxValue);
        var copy = new float[model.Stride];
        for (var t = 0.2f; t <= 3f; t *= 1.06f)
        {
            var loss = 0.0;
            for (var k = 0; k < held.Count; k++)
            {
                scores[k].CopyTo(copy, 0);
                LinearModel.Softmax(copy, labels, t);
                loss -= Math.Log(Math.Max(1e-9, copy[wanted[held[k]]]));
            }
            if (loss < least) (best, least) = (t, loss);
        }
        // The whole set of examples knows more than the part that this was measured with.
        return best * Sharper;
    }
}
