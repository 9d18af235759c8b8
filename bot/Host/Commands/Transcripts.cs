using IntakeBot.Dialogue.Rehearsal;
using Spectre.Console;

namespace IntakeBot.Host.Commands;

/// <summary>A conversation for people: who said what, and the first line that did not go as written.</summary>
internal static class Transcripts
{
    public static void Write(IAnsiConsole console, Performance performance)
    {
        console.MarkupLineInterpolated($"[bold]{performance.Script.File}[/]");
        foreach (var line in performance.Transcript) Write(console, line);
        if (performance.Difference is { } difference)
        {
            console.MarkupLineInterpolated($"[red]✗ {difference.File}:{difference.Line}: {difference.Written}[/]");
            console.MarkupLineInterpolated($"[red]  expected: {difference.Expected}[/]");
            console.MarkupLineInterpolated($"[red]  actual:   {difference.Actual}[/]");
        }
        console.WriteLine();
    }

    public static void Write(IAnsiConsole console, TranscriptLine line) =>
        console.Write(new Text(line + "\n", line.Kind switch
        {
            TranscriptKind.Resident => new Style(Color.Aqua),
            TranscriptKind.Bot => Style.Plain,
            _ => new Style(Color.Grey),
        }));
}
