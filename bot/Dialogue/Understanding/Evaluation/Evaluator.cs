namespace IntakeBot.Dialogue.Understanding.Evaluation;

/// <summary>Measures a reader on labelled rows.</summary>
public static class Evaluator
{
    /// <param name="now">The moment that the messages are read at, offset +08:00.</param>
    public static EvaluationReport Run(IMessageReader reader, IReadOnlyList<EvaluationRow> rows, DateTimeOffset now) =>
        new() { Rows = rows.Count, Microseconds = new(0, 0, 0) };

    /// <summary>The rows of a training file as examples: those that carry a leaf.</summary>
    public static IReadOnlyList<LabelledText> Examples(IEnumerable<EvaluationRow> rows) =>
        [.. rows.Where(r => r.Leaf is not null).Select(r => new LabelledText(r.Text, r.Leaf!))];

    /// <summary>The report as plain tables for a console.</summary>
    public static void Write(EvaluationReport report, TextWriter writer) => writer.WriteLine($"rows {report.Rows}");
}
