using IntakeBot.Casework.Store;

namespace IntakeBot.Casework.Cases;

/// <summary>One call that staff made and logged.</summary>
/// <param name="Number">Whose number, as a code of <see cref="Numbers"/>; the number itself is never written down here.</param>
/// <param name="Result">A code of <see cref="Results"/>.</param>
/// <param name="Comment">What was said; kept protected.</param>
public sealed record CallLog(string Number, string Result, string? Comment = null)
{
    public const string Kind = "phoned", Reporter = "reporter", Reached = "reached";

    public static IReadOnlyList<string> Numbers { get; } = [Reporter, "counterparty", "other"];
    public static IReadOnlyList<string> Results { get; } = [Reached, "no-answer", "busy", "wrong-number", "refused"];

    /// <summary>As it stands in the reason of the timeline entry.</summary>
    internal string Code => $"{Number}:{Result}";

    /// <summary>null: the entry is no logged call.</summary>
    public static CallLog? Of(CaseEventRow entry) =>
        entry?.Kind == Kind && entry.Reason?.Split(':') is [var number, var result] ? new(number, result) : null;

    /// <summary>Logged calls to the resident that reached nobody, since the case was last opened.</summary>
    /// <param name="timeline">In the order of time.</param>
    public static int Tries(IEnumerable<CaseEventRow> timeline)
    {
        var tries = 0;
        foreach (var entry in timeline)
        {
            if (entry.Kind == "reopened") tries = 0;
            else if (Of(entry) is { Number: Reporter } call && call.Result != Reached) tries++;
        }
        return tries;
    }
}
