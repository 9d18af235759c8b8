using System.Text.Json;
using IntakeBot.Dialogue.Flows;

namespace IntakeBot.Dialogue.Turns;

/// <summary>A second visit: go on, a new matter, or how it goes. Whatever else is said means what it would have meant anyway.</summary>
internal static class Visits
{
    public const string GoOn = "goOn", NewMatter = "another", Progress = "progress";
    private const int LongestDraft = 500;

    /// <summary>Offered besides the open question of a draft.</summary>
    public static IEnumerable<string> Offers(Turn turn) =>
        !turn.Returns ? [] : turn.State.Sent is { Closed: false } ? [GoOn, NewMatter, Progress] : [GoOn, NewMatter];

    /// <summary>There is no draft, but a matter that is being handled.</summary>
    public static void Greet(Turn turn) => Offer(turn, turn.Text("greet.after"), Progress, NewMatter);

    /// <summary>
    /// The receipt of a matter that this conversation does not know, as on another phone: from here on it can be added to, asked about
    /// and withdrawn here, too. What was said in the other conversation is not shown.
    /// </summary>
    public static bool TakeUp(Turn turn, JsonElement? progress)
    {
        if (!Guid.TryParse(Incoming.String(progress, "petitionId"), out var id) || Incoming.String(progress, "receipt") is not { } receipt) return false;
        if (turn.State.Words.Count > 0 || turn.State.Sent?.Id == id || turn.State.Earlier.Any(s => s.Id == id)) return false;
        if (Incoming.String(progress, "state") is "closed" or "withdrawn") return false;
        Matters.Remember(turn, new(id, receipt, Incoming.String(progress, "leaf") ?? turn.Catalog.Taxonomy.Fallback, turn.Context.Now, Emergency: false, Closed: false), Phase.Submitted);
        turn.State = Matters.Cleared(turn.State) with { Stack = [] };
        turn.Effects.Add(new FollowPetition(id));
        Offer(turn, turn.Text("progress.takenUp"), NewMatter);
        return true;
    }

    /// <summary>Another matter; a draft is not lost by it, it is offered again when this one has been sent.</summary>
    public static void Another(Turn turn)
    {
        var draft = turn.Collecting && turn.State.Words.Count > 0 ? string.Join('\uff0c', turn.State.Words) : null;
        Matters.Begin(turn);
        if (draft is not null) turn.State = turn.State with { Second = new(draft.Length <= LongestDraft ? draft : draft[..LongestDraft]) };
        turn.Ack("ok.another");
    }

    /// <summary>
    /// In the middle of a conversation the code of another building was scanned. A matter being told stays where it is until the resident says
    /// otherwise: people scan the door they stand at. Without one the new building is where the next matter is.
    /// </summary>
    public static void Scanned(Turn turn)
    {
        if (turn.Context.Owner == ConversationOwner.Staff || turn.Context.Building is not { } building) return;
        var where = turn.State.Find<PlaceValue>(SlotNames.Where)?.Address;
        if (turn.Collecting && turn.State.Words.Count > 0)
        {
            if (where == building.Address) return;
            turn.Ack(where is null ? "scanned.draft.nowhere" : "scanned.draft", ("scanned", building.Address), ("where", where));
            FlowRunner.Advance(turn);
            return;
        }
        turn.State = turn.State.Clear(SlotNames.Where) with { LastAt = turn.Context.Now };
        Matters.Begin(turn);
        turn.Ack("scanned", ("scanned", building.Address));
        FlowRunner.Advance(turn);
    }

    // No flow is open: the question is gone with the next message, whatever it says.
    private static void Offer(Turn turn, string text, params string[] options)
    {
        turn.State = turn.State with { Question = new(SlotNames.Visit, SlotNames.Visit, SlotNames.Visit, 0, options) };
        turn.Ask(new(text, SlotNames.Visit, SlotNames.Visit, SlotNames.Visit, [.. options.Select(o => new IntakeOption(o, Questions.Title(turn, o)))]));
    }
}
