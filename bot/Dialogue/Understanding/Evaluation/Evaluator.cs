using System.Diagnostics;
using System.Globalization;

namespace IntakeBot.Dialogue.Understanding.Evaluation;

/// <summary>Measures a reader on labelled rows.</summary>
public static class Evaluator
{
    private const string Emergency = "emergency";
    private const int MostPasses = 100;
    private static readonly TimeSpan s_warm = TimeSpan.FromSeconds(2);

    /// <param name="now">The moment that the messages are read at, offset +08:00.</param>
    public static EvaluationReport Run(IMessageReader reader, IReadOnlyList<EvaluationRow> rows, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var readings = new Reading[rows.Count];
        var times = new double[rows.Count];
        // The first passes warm the code, a short file's more of them; the time of a message is its best, so that neither what is not
        // yet compiled to the end nor a pause of the machine is counted.
        var started = Stopwatch.GetTimestamp();
        for (var pass = 0; pass < 3 || pass < MostPasses && Stopwatch.GetElapsedTime(started) < s_warm; pass++)
        {
            for (var i = 0; i < rows.Count; i++)
            {
                var begin = Stopwatch.GetTimestamp();
                readings[i] = reader.Read(rows[i].Text, now);
                var spent = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
                times[i] = pass <= 1 ? spent : Math.Min(times[i], spent);
            }
        }
        Array.Sort(times);
        var missed = new List<MissedRow>();
        var labelled = Enumerable.Range(0, rows.Count).Where(i => rows[i].Leaf is not null).ToArray();
        var report = new EvaluationReport
        {
            Rows = rows.Count,
            Unsure = Share(readings, r => r.Category.Unsure),
            Microseconds = times.Length == 0 ? new(0, 0, 0) : new(At(times, 0.5), At(times, 0.99), times[^1]),
            Emergency = Emergencies(rows, readings, missed),
            UrgencyExact = Exact(rows, readings, r => r.Urgency, r => r.Urgency.Level, "urgency", missed, false),
            AmountExact = Exact(rows, readings, r => Number(r.Amount), r => Number(Disputed.Amount(r)?.Value), "amount", missed, true),
            PeopleExact = Exact(rows, readings, r => Number(r.People), r => Number(Disputed.People(r)?.Value), "people", missed, true),
        };
        if (labelled.Length > 0) report = Categories(report, rows, readings, labelled, missed);
        return report with { Missed = missed };
    }

    /// <summary>The rows of a training file as examples: those that carry a leaf.</summary>
    public static IReadOnlyList<LabelledText> Examples(IEnumerable<EvaluationRow> rows) =>
        [.. rows.Where(r => r.Leaf is not null).Select(r => new LabelledText(r.Text, r.Leaf!))];

    private static EvaluationReport Categories(EvaluationReport report, IReadOnlyList<EvaluationRow> rows, Reading[] readings, int[] labelled, List<MissedRow> missed)
    {
        var (first, third) = (0, 0);
        var pairs = new Dictionary<(string, string), int>();
        var bins = new (double Confidence, int Right, int Count)[10];
        foreach (var i in labelled)
        {
            var ranked = readings[i].Category.Ranked;
            var found = ranked.Count > 0 ? ranked[0].Leaf : "";
            var right = found == rows[i].Leaf;
            if (right) first++;
            if (ranked.Take(3).Any(r => r.Leaf == rows[i].Leaf)) third++;
            pairs[(rows[i].Leaf!, found)] = pairs.GetValueOrDefault((rows[i].Leaf!, found)) + 1;
            if (!right) missed.Add(new(rows[i].Text, "category", rows[i].Leaf!, string.Join(" ", ranked.Take(3).Select(r => $"{r.Leaf} {r.Confidence:0.00}"))));
            if (ranked.Count == 0) continue;
            ref var bin = ref bins[Math.Clamp((int)(ranked[0].Confidence * 10), 0, 9)];
            bin = (bin.Confidence + ranked[0].Confidence, bin.Right + (right ? 1 : 0), bin.Count + 1);
        }
        var labels = pairs.Keys.Select(p => p.Item1).Distinct().Order(StringComparer.Ordinal).Select(label =>
        {
            var support = pairs.Where(p => p.Key.Item1 == label).Sum(p => p.Value);
            var claimed = pairs.Where(p => p.Key.Item2 == label).Sum(p => p.Value);
            var right = pairs.GetValueOrDefault((label, label));
            var (precision, recall) = (claimed == 0 ? 0 : (double)right / claimed, (double)right / support);
            return new LabelFigures(label, support, precision, recall, precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall));
        }).ToArray();
        return report with
        {
            Top1 = (double)first / labelled.Length,
            Top3 = (double)third / labelled.Length,
            MacroF1 = labels.Average(l => l.F1),
            Ece = bins.Where(b => b.Count > 0).Sum(b => Math.Abs(b.Confidence - b.Right) / labelled.Length),
            PerLabel = labels,
            Confusion = [.. pairs.Where(p => p.Key.Item1 != p.Key.Item2).OrderByDescending(p => p.Value).ThenBy(p => p.Key).Select(p => new ConfusedPair(p.Key.Item1, p.Key.Item2, p.Value))],
        };
    }

    private static EmergencyFigures? Emergencies(IReadOnlyList<EvaluationRow> rows, Reading[] readings, List<MissedRow> missed)
    {
        var (real, seen, other, alarms) = (0, 0, 0, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            if ((rows[i].Emergency ?? (rows[i].Urgency is { } urgency ? urgency == Emergency : null)) is not { } wanted) continue;
            var found = readings[i].Urgency.Level == Emergency;
            if (wanted) (real, seen) = (real + 1, seen + (found ? 1 : 0));
            else (other, alarms) = (other + 1, alarms + (found ? 1 : 0));
            if (found != wanted) missed.Add(new(rows[i].Text, "emergency", wanted ? Emergency : "none", found ? string.Join(" ", readings[i].Urgency.Reasons) : readings[i].Urgency.Level));
        }
        return real + other == 0 ? null : new(real, real == 0 ? null : (double)seen / real, other == 0 ? null : (double)alarms / other);
    }

    // Where any row has such a label, a row with a leaf and without the label says that there is nothing to find.
    private static double? Exact(IReadOnlyList<EvaluationRow> rows, Reading[] readings, Func<EvaluationRow, string?> wanted, Func<Reading, string?> found, string what, List<MissedRow> missed, bool absentCounts)
    {
        if (!rows.Any(r => wanted(r) is not null)) return null;
        var (right, count) = (0, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            var (expected, actual) = (wanted(rows[i]), found(readings[i]));
            if (expected is null && !(absentCounts && rows[i].Leaf is not null)) continue;
            count++;
            if (expected == actual) right++;
            else missed.Add(new(rows[i].Text, what, expected ?? "none", actual ?? "none"));
        }
        return count == 0 ? null : (double)right / count;
    }

    private static double? Share(Reading[] readings, Func<Reading, bool> holds) => readings.Length == 0 ? null : (double)readings.Count(holds) / readings.Length;
    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    private static string? Number(decimal? value) => value?.ToString("0.##", CultureInfo.InvariantCulture);
}
