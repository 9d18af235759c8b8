using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding.Categories;

namespace IntakeBot.Dialogue.Understanding.Evaluation;

/// <summary>How well the categories of the content hold for people who speak as nobody in the examples does.</summary>
/// <param name="Voice">The file of examples that was left out of the training and judged.</param>
public sealed record VoiceFigures(string Voice, int Rows, double Top1, double Top3, double Ece, IReadOnlyList<ConfusedPair> Confusion);

/// <summary>Trains without one voice and judges by it, for each voice in turn.</summary>
public static class LeaveOneVoiceOut
{
    /// <param name="voices">null for all.</param>
    /// <exception cref="ContentException">The content cannot be used.</exception>
    public static IReadOnlyList<VoiceFigures> Run(ContentFiles files, IReadOnlyCollection<string>? voices, DateTimeOffset now)
    {
        var problems = new List<ContentProblem>();
        var examples = ExampleFiles.Load(files, problems);
        if (problems.Count > 0) throw new ContentException(problems);
        var all = examples.Select(e => e.Voice).OfType<string>().Distinct().Order(StringComparer.Ordinal).Where(v => voices?.Contains(v) ?? true);
        var figures = new List<VoiceFigures>();
        foreach (var voice in all)
        {
            var reader = MessageReader.Load(files, problems, [.. examples.Where(e => e.Voice != voice)]) ?? throw new ContentException(problems);
            var rows = examples.Where(e => e.Voice == voice).Select(e => new EvaluationRow { Text = e.Text, Leaf = e.Leaf }).ToArray();
            var report = Evaluator.Run(reader, rows, now);
            figures.Add(new(voice, rows.Length, report.Top1 ?? 0, report.Top3 ?? 0, report.Ece ?? 0, report.Confusion));
        }
        return figures;
    }
}
