using IntakeBot.Load.Measuring;
using Spectre.Console;

namespace IntakeBot.Load.Report;

/// <summary>The result for people.</summary>
internal static class TurnsTable
{
    // Into a file as wide as it needs, so that it can be pasted.
    private const int Width = 200;

    public static void Write(TurnsOptions options, IReadOnlyList<Standing> standings, double machineLoad)
    {
        var console = AnsiConsole.Console;
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = Width;
        console.MarkupLineInterpolated($"{options.Conversations} conversations in flight, {options.Rounds} rounds of {options.Seconds.TotalSeconds:0.#} s, each conversation {(options.DirectLine ? "over Direct Line (a message and a poll are a turn)" : "by POST /api/messages with expectReplies")} from the greeting to the receipt. Load of the machine when it began: {machineLoad:0.0} on {Environment.ProcessorCount} processors.");
        console.Write(Contenders(standings));
        if (Goal.Of(standings) is { Count: > 0 } goals) console.Write(Goals(goals));
        foreach (var standing in standings)
        {
            foreach (var round in standing.Rounds)
            {
                if (round.Open is { } open)
                    console.MarkupLineInterpolated($"{standing.Title}: at {open.PerSecond:0} turns/s p50 {open.Milliseconds(0.5):0.0} ms, p99 {open.Milliseconds(0.99):0.0} ms, {open.ServerMicroseconds:0} us of processor a turn");
                if (round.Survived is { } kept)
                    console.MarkupLineInterpolated($"{standing.Title}: told {round.Told.Opened} greetings, {round.Told.Answered} answers, {round.Told.Receipts} receipts; after kill -9 the store has {kept.Greetings}, {kept.Messages}, {kept.Petitions} ({kept.Cases} cases already). {(round.NothingLost ? "Nothing is lost." : "SOMETHING IS LOST.")}");
            }

            if (standing.Errors > 0) console.MarkupLineInterpolated($"[red]{standing.Title}: {standing.Errors} turns went wrong, the first: {standing.FirstError}[/]");
        }
    }

    private static Table Contenders(IReadOnlyList<Standing> standings)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumn("contender");
        foreach (var column in (string[])["turns/s best", "median", "p50 ms", "p99 ms", "server us/turn", "generator us/turn", "turns per s of processor", "memory MB"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var s in standings)
        {
            table.AddRow(
                s.Title, $"{s.Best:0}", $"{s.Median:0}", $"{s.P50:0.0}", $"{s.P99:0.0}", $"{s.ServerMicroseconds:0}", $"{s.GeneratorMicroseconds:0}", $"{s.PerProcessorSecond:0}", $"{s.Megabytes:0}");
        }

        return table;
    }

    private static Table Goals(IReadOnlyList<Goal> goals)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumns("goal", "wanted", "seen", "the same per second of processor", "");
        foreach (var goal in goals)
        {
            var bound = goal.Unit == "ms" ? "<=" : ">=";
            table.AddRow(goal.What, $"{bound} {goal.Wanted:0.##} {goal.Unit}", $"{goal.Seen:0.00} {goal.Unit}", goal.PerProcessor is { } ratio ? $"{ratio:0.00} {goal.Unit}" : "", goal.Reached ? "reached" : "missed");
        }

        return table;
    }
}
