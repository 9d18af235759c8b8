using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Petitions;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Turns;

/// <summary>Emergencies first, on every turn, whoever answers the resident; and what raises the urgency of a matter.</summary>
internal static class Urgencies
{
    private const int ShortAnswer = 14;

    public static void Raise(Turn turn, string level, IEnumerable<string> reasons)
    {
        var higher = Rank(level) > Rank(turn.State.Urgency) ? level : turn.State.Urgency;
        turn.State = turn.State with { Urgency = higher, Reasons = [.. turn.State.Reasons.Union(reasons).Take(8)] };
    }

    public static void Note(Turn turn, Reading reading)
    {
        if (reading.Urgency.Level != "urgent" || OnlyNamesPlace(turn, reading)) return;
        var first = turn.State.Urgency == "normal";
        Raise(turn, "urgent", reading.Urgency.Reasons);
        if (first && turn.Collecting) turn.Ack("ok.urgent");
    }

    /// <summary>Names the number first, then hands over with what is known. False when the message is no emergency.</summary>
    public static bool Emergency(Turn turn, Reading reading)
    {
        if (reading.Urgency.Level != "emergency" || OnlyNamesPlace(turn, reading)) return false;
        turn.Understood = true;
        turn.Emergency = true;
        var known = turn.State is { Sent: { Emergency: true, Closed: false }, Phase: not Phase.Collecting };
        turn.Say(Key(turn, reading.Urgency, known), ("number", reading.Urgency.Number ?? "110"));
        Raise(turn, "emergency", reading.Urgency.Reasons);
        if (turn.Context.Owner == ConversationOwner.Staff && turn.State.Sent is { } mine)
        {
            turn.Effects.Add(new SupplementPetition(mine.Id, Masking.WithoutIds(reading), [], SupplementPetition.Emergency));
            turn.Say("emergency.known");
            return true;
        }
        if (known)
        {
            turn.Effects.Add(new SupplementPetition(turn.State.Sent!.Id, Masking.WithoutIds(reading), [], SupplementPetition.Emergency));
            turn.Say("emergency.known");
            // Whatever else it says, it may hold the phone or the place that was asked for.
            if (turn.State.Question is { } open) Applying.Apply(turn, SlotFiller.Read(turn, reading, open.Asking));
            return true;
        }
        if (!turn.Collecting || turn.State.Stack.Count == 0)
        {
            Matters.Begin(turn);
            Raise(turn, "emergency", reading.Urgency.Reasons);
        }
        Collecting.TellMatter(turn, reading);
        Recategorise(turn, reading);
        Matters.Send(turn, SubmitReason.Emergency);
        turn.State = turn.State with { Stack = [new(FlowNames.Emergency, [])], Question = null, Asked = 0 };
        turn.Say("emergency.handed");
        return true;
    }

    // The danger decides where it goes, not the matter that was being told; the model is believed only near to what the danger usually is.
    private static void Recategorise(Turn turn, Reading reading)
    {
        var usual = reading.Urgency.Reasons.Select(r => turn.Catalog.Settings.EmergencyLeaves.GetValueOrDefault(r)).FirstOrDefault(l => l is not null) ?? turn.Catalog.Taxonomy.Fallback;
        var near = reading.Category is { Unsure: false, Ranked: [var best, ..] } && best.Confidence >= turn.Catalog.Settings.AcceptCategory
            && turn.Catalog.Taxonomy.Find(best.Leaf) is not null && turn.Catalog.Settings.EmergencyLeaves.Values.Contains(best.Leaf);
        var leaf = near ? reading.Category.Ranked[0] : new RankedLeaf(usual, 0.5);
        turn.State = turn.State.Set(SlotNames.Category, new LeafValue(leaf.Leaf, Math.Round(leaf.Confidence, 3), "model",
            [.. reading.Category.Ranked.Where(r => r.Leaf != leaf.Leaf && turn.Catalog.Taxonomy.Find(r.Leaf) is not null).Take(3).Select(r => r with { Confidence = Math.Round(r.Confidence, 3) })]));
    }

    private static string Key(Turn turn, UrgencyReading urgency, bool known)
    {
        if (known) return "emergency.again";
        foreach (var reason in urgency.Reasons)
            if (turn.Book.Has("emergency." + reason)) return "emergency." + reason;
        return "emergency.any";
    }

    // By the river, near the bridge: asked where it is, that is where it is.
    private static bool OnlyNamesPlace(Turn turn, Reading reading) =>
        reading.Urgency.Guessed && turn.State.Question is { Asking: SlotNames.Where or SlotNames.Detail } && reading.Places.Count > 0 && Weight.Of(reading.Text) <= ShortAnswer;

    private static int Rank(string level) => level switch { "emergency" => 2, "urgent" => 1, _ => 0 };
}
