using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Rehearsal;

/// <summary>Plays a script, and stops at the first difference.</summary>
public static class Player
{
    public static Performance Play(Script script, ContentLibrary library)
    {
        ArgumentNullException.ThrowIfNull(script);
        var stage = new Stage(library);
        foreach (var step in script.Steps)
        {
            // What is claimed is claimed of the answer: only a next message, quick enough, finds the pieces of a sentence still waiting.
            if (step is not ({ Sign: ">" or "*" or "~" } or { Sign: "=", Text: Claims.Waits })) stage.Settle();
            string? actual;
            try
            {
                actual = step.Part.Play(stage);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // A bug of the engine: the conversation that found it is worth more than the bare stack.
                actual = e.ToString();
            }
            if (actual is not null) return new(script, stage.Transcript, new(script.File, step.Number, $"{step.Sign} {step.Text}", step.Part.Expected, actual));
        }
        return new(script, stage.Transcript, null);
    }
}

/// <param name="Transcript">Until the first difference, or the end.</param>
/// <param name="Difference">null: all went as written.</param>
public sealed record Performance(Script Script, IReadOnlyList<TranscriptLine> Transcript, Difference? Difference)
{
    public override string ToString() => $"{Difference}\n--- transcript ---\n{string.Join('\n', Transcript)}";
}
