using Spectre.Console;

namespace IntakeBot.Load.Queue;

/// <param name="Wanted">Milliseconds that 99 of a hundred readings of each list may take; null: nothing is promised.</param>
internal sealed record QueueSection(string What, double? Wanted, IReadOnlyList<QueueFigure> Figures);

/// <summary>The result for people: every list by itself, and each part against its goal.</summary>
internal static class QueueTable
{
    private const int Width = 240;

    public static void Write(string title, IReadOnlyList<QueueSection> parts)
    {
        var console = AnsiConsole.Console;
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = Width;
        console.WriteLine(title);
        var table = new Table().Border(TableBorder.Markdown).AddColumns("measured", "role", "list", "readings", "p50 ms", "p99 ms", "");
        foreach (var part in parts)
            foreach (var figure in part.Figures)
                table.AddRow(part.What, figure.Role, figure.What, $"{figure.Took.Count}", $"{figure.P50:0.0}", $"{figure.P99:0.0}", figure.P99 > part.Wanted ? "missed" : "");
        console.Write(table);
        foreach (var part in parts)
        {
            var (all, worst) = (QueueFigure.Of("all", part.What, part.Figures), part.Figures.MaxBy(f => f.P99)!);
            console.WriteLine($"{part.What}: p50 {all.P50:0.0} ms, p99 {all.P99:0.0} ms over all, worst list {worst.Role} {worst.What} p99 {worst.P99:0.0} ms; "
                + (part.Wanted is not { } wanted ? "nothing is promised" : $"wanted p99 <= {wanted:0} ms of every list: {(worst.P99 <= wanted ? "reached" : "missed")}"));
        }
    }
}
