using IntakeBot.Dialogue.Flows;

namespace IntakeBot.Dialogue.Turns;

/// <summary>Walks the flow on top of the stack until it has to wait for the resident, or all flows have ended.</summary>
internal static class FlowRunner
{
    // Branches only go down and flows call each other to a small depth; more than this is a fault in the content.
    private const int Circuit = 200;

    public static void Advance(Turn turn)
    {
        if (turn.HoldQuestion) return;
        for (var steps = 0; turn.Top is { } frame; steps++)
        {
            if (steps > Circuit) throw new InvalidOperationException($"Flow '{frame.Flow}' does not come to rest.");
            if (turn.State.Editing is { } slot && turn.Collecting && StepFor(turn, slot) is { } edit)
            {
                Ask(turn, FlowNames.Petition, edit);
                return;
            }
            if (Walk(turn, turn.Catalog.Flow(frame.Flow)) == Rest.Waits) return;
        }
        turn.State = turn.State with { Question = null };
    }

    private enum Rest { Waits, Goes }

    private static Rest Walk(Turn turn, Flow flow)
    {
        for (var i = 0; i < flow.Steps.Count; i++)
        {
            var step = flow.Steps[i];
            if (step.If?.Holds(turn) == false) continue;
            var frame = turn.Top!;
            switch (step)
            {
                case CollectStep collect:
                    if (Collected(turn, frame, collect)) break;
                    Ask(turn, flow.Name, collect.Optional ? Standing(turn, flow, frame, i) ?? collect : collect);
                    return Rest.Waits;
                case BranchStep branch:
                    var arm = branch.Arms.FirstOrDefault(a => a.If is null || a.If.Holds(turn));
                    if (arm is not null) i = arm.Target - 1;
                    break;
                case EndStep:
                    End(turn, flow);
                    return Rest.Goes;
                case var once when frame.Has(once.Name):
                    break;
                case SayStep say:
                    turn.Done(step.Name);
                    turn.Say(say.Wording, ("text", turn.State.Second?.Text));
                    break;
                case SetStep set:
                    turn.Done(step.Name);
                    foreach (var (slot, value) in set.Values)
                        turn.State = turn.State.Set(slot, turn.Catalog.Slots.Find(slot)!.Type == SlotType.Flag ? new FlagValue(value is "yes" or "true") : new TextValue(value));
                    break;
                case CallStep call:
                    turn.Done(step.Name);
                    turn.Push(call.Flow);
                    return Rest.Goes;
                case DoStep act:
                    turn.Done(step.Name);
                    if (FlowEffects.Perform(turn, act.Action)) return Rest.Goes;
                    break;
            }
        }
        End(turn, flow);
        return Rest.Goes;
    }

    // What was told in between may bring up an earlier question; the one that is open stands, or it would be put twice.
    private static CollectStep? Standing(Turn turn, Flow flow, Frame frame, int from) =>
        turn.State.Question is { } open && open.Flow == flow.Name && flow.Steps.Skip(from + 1).OfType<CollectStep>().FirstOrDefault(s => s.Name == open.Step && s.Slot == open.Asking) is { AskFirst: false } step
            && step.If?.Holds(turn) != false && !Collected(turn, frame, step) ? step : null;

    private static bool Collected(Turn turn, Frame frame, CollectStep step)
    {
        if (step.AskFirst) return frame.Has(step.Name);
        if (turn.State.Find(step.Slot) is { } value)
            return value is not NoValue || !turn.Catalog.Slots.Find(step.Slot)!.Required;
        if (step.Slot == SlotNames.Category) return Categories.Settle(turn);
        if (!step.Optional) return false;
        // Contact and summary are still to come: the rest gives way to them.
        var open = turn.State.Question is { } q && q.Asking == step.Slot && q.Step == step.Name;
        return !open && turn.State.Asked >= turn.Catalog.Settings.Questions - 2;
    }

    private static void Ask(Turn turn, string flow, CollectStep step)
    {
        var asked = step.Slot == SlotNames.Category && Categories.WantsMore(turn) ? step with { Slot = SlotNames.Problem, Wording = "problem.more" } : step;
        var old = turn.State.Question;
        var same = old is not null && old.Asking == asked.Slot && old.Flow == flow && old.Step == step.Name;
        var tries = same ? old!.Tries : 0;
        var question = new OpenQuestion(asked.Slot, flow, step.Name, tries, Questions.Options(turn, asked, tries));
        turn.State = turn.State with { Question = question, Asked = turn.State.Asked + (same ? 0 : 1) };
        turn.Ask(Questions.Compose(turn, asked, question));
    }

    private static CollectStep? StepFor(Turn turn, string slot) =>
        turn.Catalog.Flow(FlowNames.Petition).Steps.OfType<CollectStep>().FirstOrDefault(s => s.Slot == slot)
        ?? new CollectStep(slot, null, slot, true, false, turn.Book.Has($"ask.{slot}") ? null : "any", null);

    private static void End(Turn turn, Flow flow)
    {
        turn.Pop();
        // Choices belong to the flow that asked them; another flow asks its own.
        foreach (var step in flow.Steps.OfType<CollectStep>())
            if (turn.Catalog.Slots.Find(step.Slot)!.Type == SlotType.Choice) turn.State = turn.State.Clear(step.Slot);
        if (turn.State.Stack.Count == 0 && !turn.Collecting) turn.State = Matters.Cleared(turn.State);
    }
}
