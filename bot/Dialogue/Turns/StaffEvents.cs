using System.Text.Json;
using IntakeBot.Dialogue.Flows;

namespace IntakeBot.Dialogue.Turns;

/// <summary>What staff did with the resident's own matter besides taking it over and closing it: put it together with another one, took it back, opened it again.</summary>
internal static class StaffEvents
{
    /// <summary>
    /// The matter is handled in somebody else's from now on (<c>into</c>). Of that one the resident hears how it goes, never who reported it or
    /// its receipt; the own matter may be opened again.
    /// </summary>
    public static void Merged(Turn turn, JsonElement? value)
    {
        if (!Guid.TryParse(Incoming.String(value, "into"), out var into)) return;
        turn.Say("event.merged");
        Change(turn, value, sent => sent with { Merged = into });
    }

    /// <summary>Staff took it back, as the resident had asked them to.</summary>
    public static void Withdrawn(Turn turn, JsonElement? value)
    {
        turn.Say("event.withdrawn");
        Change(turn, value, sent => sent with { Closed = true });
        if (turn.State.Sent is { Closed: true } && !turn.Collecting) turn.State = turn.State with { Phase = Phase.Closed };
    }

    /// <summary>It is handled again, or by itself again after it had been put together with another one.</summary>
    public static void OpenAgain(Turn turn, string words, JsonElement? value)
    {
        turn.Say(words);
        Change(turn, value, sent => sent with { Closed = false, Merged = null });
        if (turn.State.Sent is not { Closed: false } || turn.Collecting) return;
        // How it went is asked when it is over again.
        turn.State = turn.State with { Phase = Phase.Submitted };
        if (turn.Top?.Flow == FlowNames.Feedback) turn.State = turn.State with { Stack = [], Question = null };
    }

    /// <summary>The matter followed so far is handled in another one, or by itself again.</summary>
    public static void FollowedMerged(Turn turn, SentPetition followed, JsonElement? value)
    {
        if (!Guid.TryParse(Incoming.String(value, "into"), out var into)) return;
        Replace(turn, followed, followed.Joined ? followed with { Id = into } : followed with { Merged = into });
    }

    /// <summary>Solved or not, one to five stars.</summary>
    public static void AskHowItWent(Turn turn, SentPetition sent)
    {
        // A matter being told meanwhile goes on; the question of how it went would only disturb it.
        if (turn.Collecting && turn.State.Words.Count > 0) return;
        turn.State = turn.State with { Sent = sent with { Closed = true }, Phase = Phase.Closed, Stack = [new(FlowNames.Feedback, [])], Question = null };
        FlowRunner.Advance(turn);
    }

    private static void Change(Turn turn, JsonElement? value, Func<SentPetition, SentPetition> change)
    {
        if (!Guid.TryParse(Incoming.String(value, "petitionId"), out var id)) return;
        var sent = turn.State.Sent?.Id == id ? turn.State.Sent : turn.State.Earlier.FirstOrDefault(s => s.Id == id);
        if (sent is { Joined: false }) Replace(turn, sent, change(sent));
    }

    private static void Replace(Turn turn, SentPetition old, SentPetition changed) => turn.State = ReferenceEquals(turn.State.Sent, old)
        ? turn.State with { Sent = changed }
        : turn.State with { Earlier = [.. turn.State.Earlier.Select(s => ReferenceEquals(s, old) ? changed : s)] };
}
