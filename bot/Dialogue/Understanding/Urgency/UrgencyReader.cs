using IntakeBot.Dialogue.Understanding.Rules;

namespace IntakeBot.Dialogue.Understanding.Urgency;

/// <summary>How pressing a message is, from the rules in <c>urgency/</c> and what was counted.</summary>
internal static class UrgencyReader
{
    public static UrgencyReading Judge(IReadOnlyList<RuleHit> hits)
    {
        var emergencies = hits.Where(h => h.Rule.Level == "emergency").ToArray();
        var level = emergencies.Length > 0 ? "emergency" : hits.Any(h => h.Rule.Level == "urgent") ? "urgent" : "normal";
        // Reasons in the order of the rules' files would be chance: those of the greatest danger first, then as they were said.
        var reasons = hits.OrderBy(h => h.Rule.Level == "emergency" ? 0 : 1).ThenBy(h => h.Start).Select(h => h.Rule.Kind).Distinct().ToArray();
        var number = emergencies.OrderBy(h => Rank(h.Rule.Number)).ThenBy(h => h.Start).Select(h => h.Rule.Number).FirstOrDefault();
        return new(level, reasons, number);
    }

    // Fire and rescue before the police before the ambulance: who gets people out of danger first.
    private static int Rank(string? number) => number switch { "119" => 0, "110" => 1, "120" => 2, "122" => 3, _ => 4 };
}
