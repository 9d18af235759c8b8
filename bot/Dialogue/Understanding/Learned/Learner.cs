using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding.Categories;
using IntakeBot.Dialogue.Understanding.Rules;
using IntakeBot.Dialogue.Understanding.Text;
using IntakeBot.Dialogue.Understanding.Urgency;

namespace IntakeBot.Dialogue.Understanding.Learned;

/// <summary>Learns the models of a reader from the examples of its edition.</summary>
internal static class Learner
{
    public static LearnedModels Learn(ContentFiles files, IReadOnlyList<LabelledText> examples, RuleSet urgency, RuleSet signals, FeatureExtractor features, CharacterTables tables, ICollection<ContentProblem> problems)
    {
        var texts = examples.AsParallel().AsOrdered().Select(e => Features(e.Text)).ToArray();
        var danger = Task.Run(() => Dangers(files, urgency, signals, examples, texts, problems, Features, tables));
        var model = CategoryModel.Train(examples, texts);
        return new(model, danger.GetAwaiter().GetResult());

        ulong[] Features(string text)
        {
            var list = new List<ulong>();
            features.Extract(MessageReader.Source(Normalizer.Normalize(text, tables), tables).Source, list);
            return [.. list];
        }
    }

    // Ordinary are the petitions and the small talk that no rule takes for an emergency; some examples are emergencies.
    private static DangerModel? Dangers(ContentFiles files, RuleSet rules, RuleSet signals, IReadOnlyList<LabelledText> examples, ulong[][] texts, ICollection<ContentProblem> problems, Func<string, ulong[]> features, CharacterTables tables)
    {
        var told = DangerModel.Load(files, problems);
        var alarms = rules.Rules.Where(r => r.Level == "emergency").ToArray();
        var small = signals.Rules.SelectMany(r => r.Examples.Concat(r.CounterExamples)).Distinct();
        // What is told there as an emergency is one, wherever else it stands; what says nothing is none, however it sounds.
        var listed = told.Select(t => t.Text).ToHashSet(StringComparer.Ordinal);
        var vague = examples.Where(e => e.Leaf == CategoryModel.Vague).Select(e => e.Text).Distinct();
        var petitions = Enumerable.Range(0, examples.Count).Where(i => examples[i].Leaf != CategoryModel.Vague && !listed.Contains(examples[i].Text)).ToArray();
        var every = Math.Max(1, petitions.Length / (double)DangerModel.MostOrdinary);
        var sample = Enumerable.Range(0, (int)(petitions.Length / every)).Select(k => petitions[(int)(k * every)]);
        return DangerModel.Train(
            [
                .. told.Select(t => (With(t.Text, features(t.Text), out _), t.Leaf)),
                .. alarms.SelectMany(r => r.Examples.Select(e => (With(e, features(e), out _), r.Kind))),
                .. alarms.SelectMany(r => r.CounterExamples.Select(e => (With(e, features(e), out _), "none"))),
                .. vague.Select(v => (With(v, features(v), out _), "none")),
            ],
            [.. sample.Select(i => Ordinary(examples[i].Text, texts[i])).Concat(small.Select(s => Ordinary(s, features(s)))).OfType<ulong[]>()]);

        ulong[]? Ordinary(string text, ulong[] heard) => With(text, heard, out var alarm) is var all && alarm ? null : all;
        ulong[] With(string text, ulong[] heard, out bool alarm)
        {
            var (source, _) = MessageReader.Source(Normalizer.Normalize(text, tables), tables);
            var hits = MessageReader.Hits(rules, source.Text, source.Pinyin, out var rejected);
            alarm = hits.Any(h => h.Rule.Level == "emergency");
            return [.. heard, .. DangerModel.Found(hits, rejected)];
        }
    }
}
