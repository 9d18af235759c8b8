using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Petitions;

namespace IntakeBot.Dialogue.Turns;

/// <summary>Beginning, sending and forgetting matters.</summary>
internal static class Matters
{
    private const int RememberedPetitions = 5;

    /// <summary>Nothing of the matter stays but who and where the resident is.</summary>
    public static ConversationState Cleared(ConversationState s) => s with
    {
        Slots = [.. s.Slots.Where(x => x.Name is SlotNames.Contact or SlotNames.Anonymous || x is { Name: SlotNames.Where, Value: PlaceValue { Source: "qr" } })],
        Answered = [], Words = [], Files = [], Urgency = "normal", Reasons = [], Asked = 0, Editing = null, Same = null, Told = [], Question = null, Just = null,
    };

    /// <summary>A new matter; what is said next tells it.</summary>
    public static void Begin(Turn turn)
    {
        turn.State = Cleared(turn.State) with { Phase = Phase.Collecting, Stack = [new(FlowNames.Petition, [])], Second = null };
        if (turn.Context.Building is { } building && !turn.Known(SlotNames.Where))
            turn.State = turn.State.Set(SlotNames.Where, ToldPlace.Scanned(building));
    }

    public static void Send(Turn turn, SubmitReason reason)
    {
        if (turn.State.Find(SlotNames.Category) is null && turn.State.Words.Count > 0)
        {
            var read = Categories.Read(turn);
            var best = read.Ranked.Count > 0 && !read.Unsure ? read.Ranked[0] : new(turn.Catalog.Taxonomy.Fallback, 0);
            turn.State = turn.State.Set(SlotNames.Category, new LeafValue(best.Leaf, Math.Round(best.Confidence, 3), "model", [.. read.Ranked.Where(r => r.Leaf != best.Leaf).Take(3)]));
        }
        var draft = DraftBuilder.Build(turn.State, turn.Catalog, turn.Context, turn.Context.Ids.NewId(), turn.Context.Ids.NewReceipt());
        turn.Effects.Add(new SubmitPetition(draft, reason));
        turn.Duty = turn.Context.DutyFor?.Invoke(draft) ?? turn.Duty;
        Remember(turn, draft, reason == SubmitReason.Confirmed ? Phase.Submitted : Phase.HandedOff);
    }

    public static void Join(Turn turn)
    {
        if (turn.State.Same?.PetitionId is not { } petition) return;
        var draft = DraftBuilder.Build(turn.State, turn.Catalog, turn.Context, turn.Context.Ids.NewId(), turn.Context.Ids.NewReceipt());
        turn.Effects.Add(new JoinPetition(petition, draft));
        Remember(turn, draft, Phase.Submitted, petition);
    }

    private static void Remember(Turn turn, PetitionDraft draft, Phase phase, Guid? joined = null)
    {
        Remember(turn, new(joined ?? draft.Id, joined is null ? draft.Receipt : "", draft.Category.Leaf, turn.Context.Now,
            draft.Urgency.Level == "emergency", Closed: false, Joined: joined is not null), phase);
    }

    /// <summary>The matter that the conversation is about from now on.</summary>
    public static void Remember(Turn turn, SentPetition sent, Phase phase) => turn.State = turn.State with
    {
        Phase = phase, Sent = sent, Editing = null,
        Earlier = turn.State.Sent is { } before ? [before, .. turn.State.Earlier.Take(RememberedPetitions - 1)] : turn.State.Earlier,
    };

    /// <summary>The sentence about who comes and when, as true as the roster.</summary>
    public static string ByDuty(Turn turn, string key) =>
        turn.Duty switch { null => $"{key}.plain", { OnDuty: true } => $"{key}.onDuty", _ => $"{key}.offDuty" };
}
