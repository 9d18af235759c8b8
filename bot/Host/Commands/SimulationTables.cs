using System.Globalization;
using IntakeBot.Dialogue.Rehearsal.Simulation;
using Spectre.Console;

namespace IntakeBot.Host.Commands;

/// <summary>The report of <c>simulate</c> for people.</summary>
internal static class SimulationTables
{
    public static void Write(SimulationReport report, bool transcripts)
    {
        var console = PlainConsole.Create();
        foreach (var result in transcripts ? report.Residents.Where(r => !r.Correct || r.Repeated.Count > 0) : [])
        {
            console.MarkupLineInterpolated($"[bold]{result.Name}[/] [grey]{result.Resident.About}[/]");
            foreach (var line in result.Transcript) Transcripts.Write(console, line);
            foreach (var field in result.Wrong) console.MarkupLineInterpolated($"[red]✗ {field.Field}: expected {field.Expected ?? "nothing"}, found {field.Found ?? "nothing"}[/]");
            if (result.Repeated.Count > 0) console.MarkupLineInterpolated($"[red]✗ asked again: {string.Join(", ", result.Repeated)}[/]");
            if (result.DeadEnd is { } end) console.MarkupLineInterpolated($"[red]✗ {end}[/]");
            console.WriteLine();
        }
        console.Write(Residents(report.Residents));
        console.Write(Summary(report.Summary));
    }

    private static Table Residents(IReadOnlyList<SimulationResult> results)
    {
        var table = new Table().Title("Residents").Border(TableBorder.Simple).AddColumns("resident", "petition", "questions", "asked again", "category", "never told", "wrong");
        foreach (var r in results)
            table.AddRow(
                Markup.Escape(r.Name), Mark(r.Correct), r.Questions.ToString(CultureInfo.InvariantCulture), Markup.Escape(string.Join(", ", r.Repeated)),
                $"{Mark(r.CategoryRight)}{(r.Clarifying > 0 ? $" after {r.Clarifying}" : "")}", Markup.Escape(string.Join(", ", r.Unused)),
                Markup.Escape(string.Join("; ", r.Wrong.Select(f => $"{f.Field}: {f.Found ?? "nothing"} for {f.Expected ?? "nothing"}").Append(r.DeadEnd ?? "").Where(t => t.Length > 0))));
        return table;
    }

    private static Table Summary(SimulationSummary s)
    {
        var table = new Table().Title("Summary").Border(TableBorder.Simple).AddColumns("figure", "value", "yardstick", "");
        table.AddRow("residents", s.Residents.ToString(CultureInfo.InvariantCulture), "", "");
        Row("petition correct in every field", s.Correct.ToString("0.000", CultureInfo.InvariantCulture), $">= {SimulationSummary.CorrectAtLeast}", s.Correct >= SimulationSummary.CorrectAtLeast);
        Row("questions, median", s.MedianQuestions.ToString("0.#", CultureInfo.InvariantCulture), $"<= {SimulationSummary.QuestionsAtMost}", s.MedianQuestions <= SimulationSummary.QuestionsAtMost);
        Row("repeated questions", s.Repeated.ToString(CultureInfo.InvariantCulture), "0", s.Repeated == 0);
        Row("dead ends", s.DeadEnds.ToString(CultureInfo.InvariantCulture), "0", s.DeadEnds == 0);
        Row("category right after at most one clarifying question", s.CategoryRight.ToString("0.000", CultureInfo.InvariantCulture), $">= {SimulationSummary.CategoryAtLeast}", s.CategoryRight >= SimulationSummary.CategoryAtLeast);
        return table;

        void Row(string figure, string value, string yardstick, bool holds) => table.AddRow(figure, value, Markup.Escape(yardstick), Mark(holds));
    }

    private static string Mark(bool right) => right ? "[green]✓[/]" : "[red]✗[/]";
}
