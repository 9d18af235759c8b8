using IntakeBot.Dialogue.Flows;

namespace IntakeBot.Dialogue.Turns;

/// <summary>An answer that was none: asked another way, then a person offered, then let go. Never a loop.</summary>
internal static class Failing
{
    private const int Enough = 3;

    /// <summary>
    /// Something else was told, which was understood: the question stands, but it is not put for ever. What may be left open is left
    /// open after a while.
    /// </summary>
    public static void Pass(Turn turn)
    {
        if (!turn.ToldElse || turn.State.Question is not { } open || turn.Known(open.Asking) || turn.State.Editing is not null) return;
        if (turn.Catalog.Slots.Find(open.Asking) is not { Required: false } slot || slot.Type is SlotType.Choice or SlotType.Category) return;
        var tries = open.Tries + 1;
        turn.State = tries < Enough ? turn.State with { Question = open with { Tries = tries } } : turn.State.Set(open.Asking, NoValue.Instance);
    }

    public static void Count(Turn turn)
    {
        var open = turn.State.Question!;
        var tries = open.Tries + 1;
        turn.State = turn.State with { Question = open with { Tries = tries } };
        if (tries < Enough) return;
        var slot = turn.Catalog.Slots.Find(open.Asking)!;
        if (open.Asking == SlotNames.Problem && turn.State.Words.Count == 0)
        {
            // Nothing to go on: stay calm and wait, the question stands above.
            turn.State = turn.State with { Question = open with { Tries = Enough - 1 } };
            turn.Say("chat.calm");
            turn.HoldQuestion = true;
        }
        else if (open is { Asking: SlotNames.Confirm, Flow: FlowNames.Petition }) Applying.Person(turn);
        else if (slot.Type == SlotType.Choice)
        {
            turn.State = turn.State.Set(open.Asking, new TextValue("no"));
            turn.Done(open.Step);
        }
        else if (!slot.Required)
        {
            turn.State = turn.State.Set(open.Asking, NoValue.Instance) with { Editing = null };
            turn.Ack("ok.skip");
        }
    }
}
