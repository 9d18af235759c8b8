using IntakeBot.Dialogue.Understanding.Rules;

namespace IntakeBot.Dialogue.Understanding.Urgency;

/// <summary>How pressing a message is, from the rules in <c>urgency/</c> and the model that weighs them.</summary>
internal static class UrgencyReader
{
    // Found by leaving voices out; a life weighs more than an alarm too many.
    private const float Sure = 0.5f;
    // The model has weighed the rule already: that a figure of speech or an old story met one is no more ground to alarm.
    private const float SureWithRule = 0.45f;
    private const float SureOfUrgent = 0.4f;
    // "A woman", "on the bridge": answers sound alarming by themselves.
    private const float SureOfFewWords = 0.9f;

    /// <param name="danger">What the model hears; null without one.</param>
    /// <param name="numbers">The number to name for a kind of danger.</param>
    public static UrgencyReading Judge(IReadOnlyList<RuleHit> hits, Danger? danger, IReadOnlyDictionary<string, string> numbers)
    {
        var emergencies = hits.Where(h => h.Rule.Level == "emergency").ToArray();
        if (danger is { } heard)
        {
            if (emergencies.Length > 0 && heard.Emergency < SureWithRule)
            {
                hits = [.. hits.Except(emergencies)];
                emergencies = [];
            }
            else if (emergencies.Length == 0 && heard.Emergency >= (heard.Brief ? SureOfFewWords : Sure))
            {
                return new("emergency", [heard.Kind, .. Reasons(hits).Where(k => k != heard.Kind)], numbers.GetValueOrDefault(heard.Kind, "110"), Guessed: true);
            }
        }
        var urgent = hits.Count > 0 || danger is { } said && said.Urgent >= (said.Brief ? SureOfFewWords : SureOfUrgent);
        var number = emergencies.OrderBy(h => Rank(h.Rule.Number)).ThenBy(h => h.Start).Select(h => h.Rule.Number).FirstOrDefault();
        return new(emergencies.Length > 0 ? "emergency" : urgent ? "urgent" : "normal", [.. Reasons(hits)], number, Guessed: hits.Count == 0);
    }

    // In the order of the rules' files they would stand by chance: those of the greatest danger first, then as they were said.
    private static IEnumerable<string> Reasons(IEnumerable<RuleHit> hits) =>
        hits.OrderBy(h => h.Rule.Level == "emergency" ? 0 : 1).ThenBy(h => h.Start).Select(h => h.Rule.Kind).Distinct();

    // Fire and rescue before the police before the ambulance: who gets people out of danger first.
    private static int Rank(string? number) => number switch { "119" => 0, "110" => 1, "120" => 2, "122" => 3, _ => 4 };
}
