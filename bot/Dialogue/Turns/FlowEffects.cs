using IntakeBot.Dialogue.Flows;

namespace IntakeBot.Dialogue.Turns;

/// <summary>What the steps <c>do:</c> of a flow make happen.</summary>
internal static class FlowEffects
{
    /// <summary>True when the stack is another one now, so that the walk must begin anew.</summary>
    public static bool Perform(Turn turn, string action)
    {
        switch (action)
        {
            case FlowActions.Submit:
                Matters.Send(turn, SubmitReason.Confirmed);
                turn.Say(Matters.ByDuty(turn, "sent"));
                return false;
            case FlowActions.Join:
                Matters.Join(turn);
                return false;
            case FlowActions.Drop:
                // As promised: nothing of it is kept, not even who it was.
                turn.State = Matters.Cleared(turn.State) with { Stack = [], Slots = [], Phase = turn.State.Sent is null ? Phase.Closed : Phase.Submitted, Second = null };
                return true;
            case FlowActions.StartOver:
                turn.State = turn.State with { Slots = [] };
                Matters.Begin(turn);
                return true;
            case FlowActions.Withdraw when turn.State.Sent is { } sent:
                turn.Effects.Add(sent.Joined || sent.Merged is not null ? new SupplementPetition(sent.Id, turn.Text("say.joinerSolved"), []) : new WithdrawPetition(sent.Id, "resident"));
                turn.State = turn.State with { Phase = Phase.Closed, Sent = sent with { Closed = true } };
                return false;
            case FlowActions.Rate when turn.State.Sent is { } sent && int.TryParse(turn.State.Find<TextValue>(SlotNames.Rating)?.Text, out var stars):
                if (!sent.Joined) turn.Effects.Add(new RatePetition(sent.Id, stars, Solved: true));
                turn.Say("rate.thanks", ("stars", stars.ToString()));
                return false;
            case FlowActions.Reopen when turn.State.Sent is { } sent:
                turn.Effects.Add(sent.Joined ? new SupplementPetition(sent.Id, turn.Text("say.joinerUnsolved"), []) : new ReopenPetition(sent.Id, "resident"));
                turn.State = turn.State with { Phase = Phase.Submitted, Sent = sent with { Closed = false, Merged = null } };
                return false;
            case FlowActions.StartSecond:
                var text = turn.State.Second?.Text;
                Matters.Begin(turn);
                if (!string.IsNullOrEmpty(text)) Collecting.TellMatter(turn, turn.Reader.Read(text, turn.Context.Now));
                return true;
            case FlowActions.ForgetSecond:
                turn.State = turn.State with { Second = null };
                return false;
            case FlowActions.Supplement when turn.State is { Sent: { } sent, Second: { } more }:
                turn.Effects.Add(new SupplementPetition(sent.Id, more.Text, []));
                turn.State = turn.State with { Second = null };
                return false;
            default:
                return false;
        }
    }
}
