using IntakeBot.Dialogue.Understanding.Rules;

namespace IntakeBot.Dialogue.Understanding.Urgency;

/// <summary>How pressing a message is, from the rules in <c>urgency/</c> and what was counted.</summary>
internal static class UrgencyReader
{
    // Found by five-fold trials: about one alarm in eighty ordinary petitions, half of them near an emergency.
    private const float SureOfDanger = 0.3f;
    // So little does the model hear that a rule has taken a figure of speech or an old story for a danger; low, for a life weighs more.
    private const float FigureOfSpeech = 0.05f;
    // Where a rule has looked and said no (a film, last year), the model must be surer than that.
    private const float AgainstRules = 0.97f;

    /// <param name="rejected">A rule would have held but for what stands around.</param>
    /// <param name="danger">What the model beside the rules hears; null without one.</param>
    /// <param name="numbers">The number to name for a kind of danger.</param>
    public static UrgencyReading Judge(IReadOnlyList<RuleHit> hits, bool rejected, Danger? danger, IReadOnlyDictionary<string, string> numbers)
    {
        // Confidence nought is that of a text too short to judge: there the rules stand alone.
        if (danger is { Confidence: > 0 and < FigureOfSpeech }) hits = [.. hits.Where(h => h.Rule.Level != "emergency")];
        if (danger is { } heard && heard.Confidence >= (rejected ? AgainstRules : SureOfDanger) && !hits.Any(h => h.Rule.Level == "emergency"))
            return new("emergency", [heard.Kind, .. hits.OrderBy(h => h.Start).Select(h => h.Rule.Kind).Where(k => k != heard.Kind).Distinct()], numbers.GetValueOrDefault(heard.Kind, "110"));
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
