using IntakeBot.Dialogue.Understanding.Evaluation;

namespace IntakeBot.Dialogue.Tests.Readers;

/// <summary>What the shipped content must not fall below on sentences that nobody wrote it for (<c>tests/evaluation</c>).</summary>
public sealed class HeldOutTests
{
    [Fact]
    public void Matters_are_understood()
    {
        var report = Measure("matters.jsonl");
        report.Top1!.Value.ShouldBeGreaterThan(0.90);
        report.Top3!.Value.ShouldBeGreaterThan(0.98);
        report.AmountExact!.Value.ShouldBeGreaterThanOrEqualTo(0.97);
        report.PeopleExact!.Value.ShouldBeGreaterThanOrEqualTo(0.97);
        report.Emergency!.FalseAlarms!.Value.ShouldBeLessThan(0.02);
    }

    [Fact]
    public void Emergencies_are_heard_without_their_usual_words()
    {
        var report = Measure("urgency.jsonl");
        report.Emergency!.Recall!.Value.ShouldBeGreaterThan(0.89);
        report.Emergency.FalseAlarms!.Value.ShouldBeLessThan(0.065);
        report.UrgencyExact!.Value.ShouldBeGreaterThan(0.75);
    }

    private static EvaluationReport Measure(string file)
    {
        using var text = File.OpenText(Path.Combine(Repository.Root, "tests", "evaluation", file));
        return Evaluator.Run(ShippedReader.Reader, EvaluationRow.ReadAll(text), ShippedReader.Now);
    }
}
