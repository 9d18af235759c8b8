using System.Globalization;
using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Turns;
using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Dialogue.Rehearsal;

/// <summary>A point in the middle of a conversation, as an administrator writes it down. What is left out is as at the beginning.</summary>
public sealed class Fixture
{
    /// <summary>What it is for.</summary>
    public string? About { get; set; }
    /// <summary>Code of the building scanned.</summary>
    public string? Scan { get; set; }
    /// <summary>2026-11-23 22:10</summary>
    public string? Now { get; set; }
    public string Language { get; set; } = Languages.Chinese;
    /// <summary>bot or staff.</summary>
    public string Owner { get; set; } = "bot";
    /// <summary>collecting, submitted, handedOff or closed.</summary>
    public string Phase { get; set; } = "collecting";
    /// <summary>What the resident has said, in own words.</summary>
    public List<string> Words { get; set; } = [];
    /// <summary>Slots and what they hold, as in <see cref="FixtureSlots"/>.</summary>
    public Dictionary<string, string> Slots { get; set; } = [];
    /// <summary>Flows in progress, the one that is talking last; the petition unless said otherwise.</summary>
    public List<string>? Flow { get; set; }
    /// <summary>The step at which it must come to wait: a check, so that a fixture cannot quietly stand elsewhere when a flow has changed.</summary>
    public string? Step { get; set; }
    /// <summary>Category of the petition sent, once there is one.</summary>
    public string? Sent { get; set; }

    /// <summary>Null when the stage stands there; otherwise what is wrong with the fixture.</summary>
    internal string? Enter(Stage stage, string shown)
    {
        if (Now is not null)
        {
            if (!DateTimeOffset.TryParse(Now + " +08:00", CultureInfo.InvariantCulture, DateTimeStyles.None, out var now)) return $"now: '{Now}' is no moment; write 2026-11-23 22:10";
            stage.Now = now;
        }
        if (Scan is not null) stage.Building = Happenings.Building(Scan);
        if (Owner is not ("bot" or "staff")) return $"owner: '{Owner}' is nobody; write bot or staff";
        stage.Owner = Owner == "staff" ? ConversationOwner.Staff : ConversationOwner.Bot;
        if (!Enum.TryParse<Phase>(Phase, ignoreCase: true, out var phase)) return $"phase: '{Phase}' is none; write collecting, submitted, handedOff or closed";
        var flows = Flow ?? (phase == Turns.Phase.Collecting ? [FlowNames.Petition] : []);
        if (flows.Find(f => stage.Edition.Catalog.Flows.All(known => known.Name != f)) is { } unknown) return $"flow: there is no flow '{unknown}'";
        if (phase != Turns.Phase.Collecting && stage.Edition.Catalog.Taxonomy.Find(Sent ?? "") is null) return "sent: name the category of the petition sent, e.g. rental.deposit";

        var state = new ConversationState
        {
            ContentVersion = stage.Edition.Version, Language = Language, Greeted = true, Phase = phase, Words = Words, LastAt = stage.Now,
            Stack = [.. flows.Select(f => new Frame(f, []))],
            Sent = phase == Turns.Phase.Collecting ? null : new(Guid.Empty, "GM-22222-00000", Sent!, stage.Now, Emergency: false, Closed: phase == Turns.Phase.Closed),
        };
        if (stage.Building is { } building) state = state.Set(SlotNames.Where, ToldPlace.Scanned(building));
        if (Words.Count > 0) state = state.Set(SlotNames.Problem, new FlagValue(true));
        foreach (var (slot, text) in Slots)
        {
            if (FixtureSlots.Value(stage, slot, text, out var fault) is not { } value) return $"slots: {slot}: {fault}";
            state = state.Set(slot, value);
        }
        stage.Enter(state, shown);
        var step = stage.State!.Question?.Step;
        return Step is null || Step == step ? null : $"it waits at {step ?? "nothing"}: complete its slots, or correct the step";
    }
}
