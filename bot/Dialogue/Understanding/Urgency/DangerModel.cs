using System.Runtime.InteropServices;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding.Categories;

namespace IntakeBot.Dialogue.Understanding.Urgency;

/// <param name="Kind">fire, gas, trapped ...; the rules' names.</param>
internal readonly record struct Danger(string Kind, float Confidence);

/// <summary>
/// A second pair of ears beside the rules: learns from what people write while it happens (<c>urgency/examples/*.yaml</c>) against
/// the examples of ordinary petitions. Rules know words; this one knows what they sound like together.
/// </summary>
internal sealed class DangerModel
{
    public const string Folder = "urgency/examples";
    private const string None = "none";
    // So rare are emergencies among the examples that each must be looked at several times a round.
    private const int Weight = 4;

    // In a few characters every word is alarming; those the rules know.
    private const int LeastFeatures = 22;

    private readonly string[] _kinds;
    private readonly Vocabulary _vocabulary;
    private readonly LinearModel _model;

    private DangerModel(string[] kinds, Vocabulary vocabulary, LinearModel model) => (_kinds, _vocabulary, _model) = (kinds, vocabulary, model);

    public static IReadOnlyList<LabelledText> Load(ContentFiles files, ICollection<ContentProblem> problems)
    {
        var all = new List<LabelledText>();
        foreach (var path in files.Under(Folder))
        {
            if (YamlFile.Read<Dictionary<string, List<string>>>(files, path, problems) is not { } document) continue;
            foreach (var (kind, sentences) in document.Value) all.AddRange(sentences.Select(s => new LabelledText(s, kind)));
        }
        return all;
    }

    /// <param name="dangers">Features of texts with their kind, or none.</param>
    /// <param name="ordinary">Features of texts that are no emergencies.</param>
    /// <returns>null when there is nothing to learn from.</returns>
    public static DangerModel? Train(IReadOnlyList<(ulong[] Features, string Kind)> dangers, IReadOnlyList<ulong[]> ordinary)
    {
        if (dangers.All(d => d.Kind == None)) return null;
        string[] kinds = [None, .. dangers.Select(d => d.Kind).Where(k => k != None).Distinct().Order(StringComparer.Ordinal)];
        var vocabulary = Vocabulary.Build([.. dangers.Select(d => d.Features), .. ordinary], Vocabulary.ForDanger);
        var vectors = new List<SparseVector>();
        var labels = new List<int>();
        foreach (var (features, kind) in dangers)
        {
            var vector = vocabulary.Vector(features);
            for (var i = 0; i < Weight; i++)
            {
                vectors.Add(vector);
                labels.Add(Array.IndexOf(kinds, kind));
            }
        }
        foreach (var features in ordinary)
        {
            vectors.Add(vocabulary.Vector(features));
            labels.Add(0);
        }
        return new(kinds, vocabulary, LinearTrainer.Train(vectors, labels, vocabulary.Count, kinds.Length, new() { Epochs = 6, Smoothing = 0 }));
    }

    /// <summary>The most likely kind, with how likely it is that there is any danger at all.</summary>
    public Danger Read(List<ulong> features)
    {
        var vector = _vocabulary.Vector(CollectionsMarshal.AsSpan(features));
        Span<float> scores = stackalloc float[_model.Stride];
        _model.Score(vector, scores);
        LinearModel.Softmax(scores, _kinds.Length);
        var best = 1;
        for (var i = 2; i < _kinds.Length; i++)
        {
            if (scores[i] > scores[best]) best = i;
        }
        return new(_kinds[best], vector.Count < LeastFeatures ? 0 : 1 - scores[0]);
    }
}
