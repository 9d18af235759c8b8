using System.Runtime.InteropServices;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding.Categories;
using IntakeBot.Dialogue.Understanding.Learned;
using IntakeBot.Dialogue.Understanding.Rules;

namespace IntakeBot.Dialogue.Understanding.Urgency;

/// <param name="Kind">fire, gas, trapped ...; the rules' names.</param>
/// <param name="Emergency">How likely it is that life or property is in danger now.</param>
/// <param name="Urgent">How likely it is that the matter is urgent at least.</param>
/// <param name="Brief">Said in so few words that they may answer any question.</param>
internal readonly record struct Danger(string Kind, float Emergency, float Urgent, bool Brief);

/// <summary>
/// Weighs what a message sounds like and what the rules made of it: learns from what people write while it happens
/// (<c>urgency/examples/*.yaml</c>), from what presses ("urgent") and from what only sounds like it ("none"), against the
/// examples of ordinary petitions. Rules know words; this one knows what they sound like together, and which rules err.
/// </summary>
internal sealed class DangerModel
{
    public const string Folder = "urgency/examples";
    private const string None = "none";
    private const string Urgent = "urgent";
    // So rare are emergencies among the examples that each must be looked at several times a round.
    private const int Weight = 2;
    /// <summary>Texts that are no emergencies, at most: more of them teach little that is new and make every start longer.</summary>
    public const int MostOrdinary = 14_000;
    // About half the length of a sentence's vector: a word or two alone alarm nobody unless a rule knows them.
    private const float Usual = 40;

    // A word of English has about a third of the features that as much Chinese has.
    private const int FewFeatures = 24;
    private const int FeaturesOfWord = 3;

    private readonly string[] _kinds;
    private readonly Vocabulary _vocabulary;
    private readonly LinearModel _model;

    private DangerModel(string[] kinds, Vocabulary vocabulary, LinearModel model) => (_kinds, _vocabulary, _model) = (kinds, vocabulary, model);

    public void Write(BinaryWriter to)
    {
        to.WriteNames(_kinds);
        _vocabulary.Write(to);
        _model.Write(to);
    }

    public static DangerModel Read(BinaryReader from) => new(from.ReadNames(), Vocabulary.Read(from), LinearModel.Read(from));

    public static IReadOnlyList<LabelledText> Load(ContentFiles files, ICollection<ContentProblem> problems)
    {
        var all = new List<LabelledText>();
        foreach (var path in files.Under(Folder))
        {
            if (YamlFile.Read<Dictionary<string, List<string>?>>(files, path, problems) is not { } document) continue;
            foreach (var (kind, sentences) in document.Value) all.AddRange((sentences ?? []).Select(s => new LabelledText(s, kind)));
        }
        return all;
    }

    /// <summary>What the rules found in a text, to be added to its features.</summary>
    /// <param name="rejected">A rule would have held but for what stands around.</param>
    public static IEnumerable<ulong> Found(IReadOnlyList<RuleHit> hits, bool rejected)
    {
        if (hits.Count == 0 && !rejected) return [];
        var names = hits.Select(h => $"{h.Rule.Level} {h.Rule.Kind}").Concat(hits.Select(h => h.Rule.Level!)).ToHashSet();
        var alarm = names.Contains("emergency");
        if (rejected) names.Add(alarm ? "emergency and rejected" : "rejected");
        else if (alarm) names.Add("emergency and nothing rejected");
        return names.Select(FeatureExtractor.Named);
    }

    /// <param name="told">Features of texts with their kind, urgent or none.</param>
    /// <param name="ordinary">Features of texts that are no emergencies.</param>
    /// <returns>null when there is nothing to learn from.</returns>
    public static DangerModel? Train(IReadOnlyList<(ulong[] Features, string Kind)> told, IReadOnlyList<ulong[]> ordinary)
    {
        string[] dangers = [.. told.Select(d => d.Kind).Where(k => k is not (None or Urgent)).Distinct().Order(StringComparer.Ordinal)];
        if (dangers.Length == 0) return null;
        string[] kinds = [None, Urgent, .. dangers];
        var vocabulary = Vocabulary.Build([.. told.Select(d => d.Features), .. ordinary], Vocabulary.ForDanger);
        var vectors = new List<SparseVector>();
        var labels = new List<int>();
        foreach (var (features, kind) in told)
        {
            var vector = vocabulary.Vector(features, Usual);
            for (var i = 0; i < Weight; i++)
            {
                vectors.Add(vector);
                labels.Add(Array.IndexOf(kinds, kind));
            }
        }
        foreach (var features in ordinary)
        {
            vectors.Add(vocabulary.Vector(features, Usual));
            labels.Add(0);
        }
        return new(kinds, vocabulary, LinearTrainer.Train(vectors, labels, vocabulary.Count + 1, kinds.Length, new() { Epochs = 6, Rate = 0.5f, Decay = 1e-5f, Smoothing = 0.05f }));
    }

    /// <summary>The most likely kind of danger, with how likely it is that there is any.</summary>
    /// <param name="features">Of the text, with what the rules <see cref="Found"/>.</param>
    public Danger Read(List<ulong> features)
    {
        var vector = _vocabulary.Passing(CollectionsMarshal.AsSpan(features), Usual);
        Span<float> scores = stackalloc float[_model.Stride];
        _model.Score(vector, scores);
        LinearModel.Softmax(scores, _kinds.Length);
        var best = 2;
        for (var i = 3; i < _kinds.Length; i++)
        {
            if (scores[i] > scores[best]) best = i;
        }
        var said = 0;
        foreach (var feature in features) said += FeatureExtractor.KindOf(feature) == FeatureKind.Word ? FeaturesOfWord : 1;
        return new(_kinds[best], 1 - scores[0] - scores[1], 1 - scores[0], said < FewFeatures);
    }
}
