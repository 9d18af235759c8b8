using System.Text.Json;
using System.Text.Json.Serialization;
using IntakeBot.Dialogue.Flows;

namespace IntakeBot.Dialogue.Rehearsal.Simulation;

/// <summary>What came of one resident's talk.</summary>
/// <param name="Transcript">All that was said and done.</param>
public sealed record SimulationResult(string Name, [property: JsonIgnore] Resident Resident, [property: JsonIgnore] IReadOnlyList<TranscriptLine> Transcript)
{
    /// <summary>Empty when no petition was sent.</summary>
    public required IReadOnlyList<FieldCheck> Fields { get; init; }
    /// <summary>Questions put, the greeting's and the summary included.</summary>
    public required int Questions { get; init; }
    /// <summary>Those among them that sought the category.</summary>
    public required int Clarifying { get; init; }
    /// <summary>Slots asked for again although they had been told.</summary>
    public required IReadOnlyList<string> Repeated { get; init; }
    /// <summary>Why it did not end as it should; null when it did.</summary>
    public required string? DeadEnd { get; init; }
    /// <summary>Facts that he was never asked for and did not tell.</summary>
    public required IReadOnlyList<string> Unused { get; init; }

    public IEnumerable<FieldCheck> Wrong => Fields.Where(f => !f.Right);
    /// <summary>Sent, and right in every field.</summary>
    public bool Correct => DeadEnd is null && !Wrong.Any();
    public bool CategoryRight => Fields.Any(f => f is { Field: SlotNames.Category, Right: true }) && Clarifying <= 1;
}

/// <summary>All that a simulation found.</summary>
public sealed record SimulationReport(SimulationSummary Summary, IReadOnlyList<SimulationResult> Residents)
{
    public static SimulationReport Of(IReadOnlyList<SimulationResult> results) => new(SimulationSummary.Of(results), results);

    /// <summary>One JSON object: <c>summary</c>, and <c>residents</c> with every field expected and found; camelCase.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RehearsalJson.Options);
}

/// <summary>All residents together, beside what is asked of the bot.</summary>
public sealed record SimulationSummary(int Residents, double Correct, double MedianQuestions, int Repeated, int DeadEnds, double CategoryRight)
{
    public const double CorrectAtLeast = 0.95, CategoryAtLeast = 0.95;
    public const int QuestionsAtMost = 4;

    public static SimulationSummary Of(IReadOnlyList<SimulationResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var questions = results.Select(r => r.Questions).Order().ToList();
        return new(results.Count, Share(r => r.Correct), questions.Count == 0 ? 0 : (questions[(questions.Count - 1) / 2] + questions[questions.Count / 2]) / 2.0,
            results.Sum(r => r.Repeated.Count), results.Count(r => r.DeadEnd is not null), Share(r => r.CategoryRight));

        double Share(Func<SimulationResult, bool> holds) => results.Count == 0 ? 0 : (double)results.Count(holds) / results.Count;
    }
}
