using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Petitions;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Turns;

/// <summary>A message of the resident, from its arrival to the next question.</summary>
internal static class Messages
{
    private const int Brief = 12;

    public static void Handle(Turn turn)
    {
        var files = Incoming.Files(turn.Activity);
        var location = Incoming.Location(turn.Activity);
        var first = turn.State.Phase == Phase.Collecting && turn.State.Stack.Count == 0;
        var text = Incoming.Text(turn.Activity);
        var reading = string.IsNullOrWhiteSpace(text) ? null : turn.Reader.Read(text, turn.Context.Now);
        if (Pieces.Waits(turn, reading, files.Count > 0 || location is not null)) return;
        reading = Pieces.Take(turn, reading, out var before);
        turn.Crossed = turn.Context.Crossed || turn.Activity.Timestamp < turn.State.LastAt;
        turn.Just = turn.State.Just;
        turn.Reading = reading;
        turn.State = turn.State with { Turns = turn.State.Turns + 1, LastAt = turn.Context.Now, Just = null };
        turn.State = turn.State with { Consent = turn.State.Consent ?? new(turn.Catalog.Settings.Notice, turn.Context.Now) };
        if (reading is not null) Following.Follow(turn, reading);
        if (first) Matters.Begin(turn);
        if (before is not null && turn.Collecting)
        {
            Collecting.TellMatter(turn, before);
            turn.Reading = reading;
        }

        var emergency = reading is not null && Urgencies.Emergency(turn, reading);
        Keep(turn, files);
        if (turn.Context.Owner == ConversationOwner.Staff)
        {
            if (!emergency && reading is not null && turn.Collecting) Collecting.Overhear(turn, reading);
            return;
        }
        if (first && !turn.State.Greeted)
        {
            turn.State = turn.State with { Greeted = true };
            if (!emergency && reading?.Signals.Contains(Signal.AskPerson) != true) turn.SayText($"{turn.Text("greet")}\n{turn.Text("notice")}");
        }
        if (files.Count > 0) Received(turn, files);
        if (location is not null) Located(turn, location);
        if (reading?.Signals.Contains(Signal.LargeType) == true)
        {
            turn.State = turn.State with { LargeType = true };
            turn.Understood = true;
            turn.Ack("largeType.on");
        }
        var onlyType = reading?.Signals.Contains(Signal.LargeType) == true && Weight.Of(reading.Text) <= Brief;
        if (reading is not null && !emergency && !onlyType)
        {
            if (Weight.Of(reading.Text) == 0 && OptionMatcher.NoOption(turn, reading.Text) && !Says(turn, reading)) Noise(turn, files.Count > 0 || location is not null);
            else if (turn.Collecting) Collecting.Handle(turn, reading);
            else AfterSending.Handle(turn, reading);
        }
        else if (reading is null && files.Count == 0 && location is null) Noise(turn, false);
        FlowRunner.Advance(turn);
        if (turn.SaysNothing && !turn.HoldQuestion) turn.Ack("chat.goOn");
        LookForSame(turn);
    }

    // A thumb or folded hands say something, and to the question how it went stars do.
    private static bool Says(Turn turn, Reading reading) =>
        reading.Signals.Overlaps([Signal.Heard, Signal.Thanks]) || turn.State.Question is { Asking: SlotNames.Rating } && Feedback.Judges(turn, reading.Text);

    // Emoji, punctuation, nothing at all: no answer, and no reason to be cross.
    private static void Noise(Turn turn, bool withFiles)
    {
        if (withFiles) return;
        turn.Ack("chat.noise");
        if (turn.Collecting && turn.State.Question is not null) Failing.Count(turn);
    }

    private static void Keep(Turn turn, IReadOnlyList<DraftAttachment> files)
    {
        if (files.Count == 0) return;
        if (!turn.Collecting && turn.State.Sent is { Closed: false } sent) turn.Effects.Add(new SupplementPetition(sent.Id, "", files));
        else turn.State = turn.State with { Files = [.. turn.State.Files, .. files] };
    }

    private static void Received(Turn turn, IReadOnlyList<DraftAttachment> files)
    {
        turn.Understood = true;
        var type = files[0].ContentType;
        turn.Ack(type.StartsWith("image/", StringComparison.Ordinal) ? "got.photo" : type.StartsWith("audio/", StringComparison.Ordinal) ? "got.voice"
            : type.StartsWith("video/", StringComparison.Ordinal) ? "got.video" : "got.file");
    }

    private static void Located(Turn turn, PlaceValue place)
    {
        turn.Understood = true;
        if (!turn.Collecting && turn.State.Sent is { Closed: false } sent)
            turn.Effects.Add(new SupplementPetition(sent.Id, $"{turn.Book.Say("value.shared")} {place.Latitude:0.######}, {place.Longitude:0.######} ({place.Datum})", []));
        turn.State = turn.State.Set(SlotNames.Where, place) with { Editing = turn.State.Editing == SlotNames.Where ? null : turn.State.Editing };
        turn.Ack("got.location");
    }

    private static void LookForSame(Turn turn)
    {
        if (!turn.Collecting || turn.Leaf is not { } leaf || turn.State.Find<PlaceValue>(SlotNames.Where)?.Building is not { } building) return;
        var key = $"{building} {leaf}";
        if (turn.State.Same?.Key == key || turn.Value("kind") is "consult" or "suggestion" || leaf == turn.Catalog.Taxonomy.Fallback) return;
        turn.State = turn.State with { Same = new(key, null, null, null) };
        turn.Effects.Add(new FindSameMatter(building, leaf));
    }
}
