using System.Globalization;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Flows;

namespace IntakeBot.Dialogue.Rehearsal.Simulation;

/// <summary>Lets residents talk to the bot, and judges what came of it. Deterministic.</summary>
public static class Simulator
{
    public static SimulationResult Run(string name, Resident resident, ContentLibrary library)
    {
        ArgumentNullException.ThrowIfNull(resident);
        var stage = new Stage(library) { Locale = resident.Locale };
        if (resident.Scan != "none") stage.Building = Happenings.Building(resident.Scan);
        if (resident.Now is not null) stage.Now = DateTimeOffset.Parse(resident.Now + " +08:00", CultureInfo.InvariantCulture);
        var encounter = new Encounter(resident, stage);
        encounter.Run();
        IReadOnlyList<FieldCheck> fields = stage.Petition is { } petition ? PetitionCheck.Check(resident, petition, encounter.ToldInTime) : [];
        return new(name, resident, stage.Transcript)
        {
            Fields = fields,
            Questions = encounter.Questions,
            Clarifying = encounter.Clarifying,
            Repeated = encounter.Repeated,
            DeadEnd = encounter.DeadEnd ?? (stage.Petition is null ? "no petition was sent" : null),
            Unused = [.. resident.Facts.Keys.Where(f => f != SlotNames.Category && !encounter.Told.Contains(f))],
        };
    }
}
