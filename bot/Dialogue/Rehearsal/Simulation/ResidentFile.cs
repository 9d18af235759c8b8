using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Rehearsal.Simulation;

/// <summary>Reads residents: a YAML map of names to <see cref="Resident"/>.</summary>
public static class ResidentFile
{
    /// <summary>Adds every mistake to <paramref name="problems"/>; what has none is returned.</summary>
    public static IReadOnlyList<KeyValuePair<string, Resident>> Read(string file, string text, ContentCatalog catalog, ICollection<ContentProblem> problems)
    {
        if (YamlFile.Read<Dictionary<string, Resident>>(file, text, problems) is not { } document) return [];
        foreach (var (name, resident) in document.Value)
        {
            void Problem(string message, string remedy, params ReadOnlySpan<object> path) => problems.Add(new(file, document.LineOf([name, .. path]), $"{name}: {message}", remedy));
            foreach (var leaf in resident.Expect.Or.Prepend(resident.Expect.Leaf))
                if (catalog.Taxonomy.Find(leaf) is null) Problem($"'{leaf}' is no category.", "Take one of taxonomy/taxonomy.yaml.", "expect");
            foreach (var slot in resident.Facts.Keys.Where(s => catalog.Slots.Find(s) is null))
                Problem($"'{slot}' is no slot.", "Take one of flows/slots.yaml.", "facts", slot);
            foreach (var told in Told(resident).Where(t => !resident.Facts.ContainsKey(t)).Distinct())
                Problem($"it tells '{told}', which is no fact of his.", "Add it to the facts, with what it means.");
            foreach (var (slot, fact) in resident.Facts.Where(f => f.Value.Slip is not null && f.Value.Corrects is null))
                Problem($"'{fact.Slip}' is never put right.", "Write corrects beside slip.", "facts", slot);
            foreach (var aside in resident.Habits.Asides.Where(a => (a.Say ?? a.Away ?? a.Sends) is null || a.Away is not null && !ScriptReader.Duration(a.Away, out _) || a.Sends is not (null or "photo" or "voice")))
                Problem($"the aside at {aside.At} does nothing.", "Write say, away (20m, 5h, 2d) or sends (photo, voice).", "habits", "asides");
            if (resident.Habits.Options is not ("words" or "tap" or "number")) Problem($"options cannot be '{resident.Habits.Options}'.", "Write words, tap or number.", "habits", "options");
            if (resident.Opening.Count == 0 || resident.Habits.Unknown.Count == 0 || resident.Habits.Confirm.Count == 0) Problem("he has nothing to say.", "Fill opening, unknown and confirm, or leave the latter two out.");
        }
        return [.. document.Value];
    }

    private static IEnumerable<string> Told(Resident resident) =>
        resident.Opening.SelectMany(o => o.Tells).Concat(resident.Facts.Values.SelectMany(f => f.Tells)).Concat(resident.Habits.Asides.SelectMany(a => a.Tells));
}
