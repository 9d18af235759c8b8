namespace IntakeBot.Dialogue.Turns;

/// <summary>What happens although nobody says anything: pieces of a sentence are answered, a draft left alone is asked about once.</summary>
internal static class Wakes
{
    private const string Nudged = "nudge";

    public static DateTimeOffset? At(Turn turn) =>
        turn.State.Waiting is { } waiting ? waiting.Until
        : LeftAlone(turn) ? turn.State.LastAt + TimeSpan.FromMinutes(turn.Catalog.Settings.NudgeAfterMinutes) : null;

    public static void Handle(Turn turn)
    {
        if (At(turn) is not { } due || turn.Context.Now < due) return;
        if (turn.State.Waiting is not null)
        {
            Messages.Handle(turn);
            return;
        }
        turn.TellOnce(Nudged);
        turn.Ack("nudge");
        FlowRunner.Advance(turn);
    }

    // While staff are there it is theirs to ask.
    private static bool LeftAlone(Turn turn)
    {
        var staff = turn.Activity.Name switch { "intake/owner" => true, "intake/handback" or "intake/closed" or "intake/merged" or "intake/unmerged" or "intake/withdrawn" or "intake/reopened" => false, _ => turn.Context.Owner == ConversationOwner.Staff };
        return !staff && turn.Catalog.Settings.NudgeAfterMinutes > 0 && turn.Collecting && turn.State.Words.Count > 0 && !turn.State.Told.Contains(Nudged);
    }
}
