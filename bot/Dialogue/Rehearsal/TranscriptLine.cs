namespace IntakeBot.Dialogue.Rehearsal;

public enum TranscriptKind { Resident, Bot, World, Effect }

/// <summary>One line of what was said and done, in order.</summary>
/// <param name="Asking">The slot that a line of the bot asks for.</param>
/// <param name="Options">Titles of the buttons offered with it.</param>
public sealed record TranscriptLine(TranscriptKind Kind, string Text, string? Asking = null, IReadOnlyList<string>? Options = null)
{
    private const int Longest = 200;

    public override string ToString() => Kind switch
    {
        TranscriptKind.Resident => $"> {Shown}",
        TranscriptKind.Bot => $"< {Text.Replace("\n", "\n  ", StringComparison.Ordinal)}{(Asking is null ? "" : $"   [{Asking}{(Options is { Count: > 0 } ? ": " + string.Join(" | ", Options) : "")}]")}",
        TranscriptKind.World => Text,
        _ => $"  * {Text}",
    };

    /// <summary>The text, cut where nobody reads on.</summary>
    public string Shown => Text.Length > Longest ? Text[..Longest] + "…" : Text;
}
