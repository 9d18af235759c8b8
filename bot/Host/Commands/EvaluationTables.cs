using System.Globalization;
using IntakeBot.Dialogue.Understanding.Evaluation;
using Spectre.Console;

namespace IntakeBot.Host.Commands;

/// <summary>The report of <c>evaluate</c> for people.</summary>
internal static class EvaluationTables
{
    private const int MostConfusions = 25;

    public static void Write(EvaluationReport report)
    {
        var console = PlainConsole.Create();
        console.Write(Summary(report));
        if (report.PerLabel.Count > 0) console.Write(Labels(report));
        if (report.Confusion.Count > 0) console.Write(Confusions(report));
        if (report.Missed.Count > 0) console.Write(Missed(report));
    }

    public static void Write(IReadOnlyList<VoiceFigures> voices)
    {
        var table = Titled("Voices left out of the training", "voice", "rows", "top-1", "top-3", "calibration error");
        foreach (var voice in voices) table.AddRow(voice.Voice, voice.Rows.ToString(CultureInfo.InvariantCulture), Share(voice.Top1)!, Share(voice.Top3)!, Share(voice.Ece)!);
        var rows = Math.Max(1, voices.Sum(v => v.Rows));
        table.AddRow("all", rows.ToString(CultureInfo.InvariantCulture), Share(voices.Sum(v => v.Top1 * v.Rows) / rows)!, Share(voices.Sum(v => v.Top3 * v.Rows) / rows)!, "");
        PlainConsole.Create().Write(table);
    }

    private static Table Summary(EvaluationReport report)
    {
        var table = Titled("Summary", "figure", "value");
        void Row(string name, string? value)
        {
            if (value is not null) table.AddRow(name, value);
        }

        Row("rows", report.Rows.ToString(CultureInfo.InvariantCulture));
        Row("top-1", Share(report.Top1));
        Row("top-3", Share(report.Top3));
        Row("macro-F1", Share(report.MacroF1));
        Row("calibration error", Share(report.Ece));
        Row("unsure", Share(report.Unsure));
        Row("emergency recall", Share(report.Emergency?.Recall));
        Row("emergency false alarms", Share(report.Emergency?.FalseAlarms));
        Row("urgency exact", Share(report.UrgencyExact));
        Row("amount exact", Share(report.AmountExact));
        Row("people exact", Share(report.PeopleExact));
        Row("microseconds, median", report.Microseconds.Median.ToString("0.0", CultureInfo.InvariantCulture));
        Row("microseconds, p99", report.Microseconds.P99.ToString("0.0", CultureInfo.InvariantCulture));
        Row("microseconds, longest", report.Microseconds.Max.ToString("0.0", CultureInfo.InvariantCulture));
        return table;
    }

    private static Table Labels(EvaluationReport report)
    {
        var table = Titled("Labels", "label", "rows", "precision", "recall", "F1");
        foreach (var label in report.PerLabel)
            table.AddRow(Markup.Escape(label.Label), label.Rows.ToString(CultureInfo.InvariantCulture), Share(label.Precision)!, Share(label.Recall)!, Share(label.F1)!);
        return table;
    }

    private static Table Confusions(EvaluationReport report)
    {
        var table = Titled("Confusions", "expected", "found", "rows");
        foreach (var pair in report.Confusion.Take(MostConfusions))
            table.AddRow(Markup.Escape(pair.Expected), Markup.Escape(pair.Found), pair.Count.ToString(CultureInfo.InvariantCulture));
        return table;
    }

    private static Table Missed(EvaluationReport report)
    {
        var table = Titled("Judged wrong", "what", "expected", "found", "text");
        foreach (var row in report.Missed) table.AddRow(Markup.Escape(row.What), Markup.Escape(row.Expected), Markup.Escape(row.Found), Markup.Escape(row.Text));
        return table;
    }

    private static Table Titled(string title, params ReadOnlySpan<string> columns)
    {
        var table = new Table().Title(title).Border(TableBorder.Simple);
        foreach (var column in columns) table.AddColumn(column);
        return table;
    }

    private static string? Share(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture);
}
