using IntakeBot.Load.Measuring;

namespace IntakeBot.Load.Report;

/// <summary>One contender over all rounds.</summary>
internal sealed record Standing(string Name, string Title, IReadOnlyList<Measurement> Rounds)
{
    public static IReadOnlyList<Standing> Of(IEnumerable<Measurement> measurements) =>
        [.. measurements.GroupBy(m => m.Contender.Name).Select(g => new Standing(g.Key, g.First().Contender.Title, [.. g]))];

    public double Best => Rounds.Max(m => m.Closed.PerSecond);
    public double Median => Middle(m => m.Closed.PerSecond);
    public double PerProcessorSecond => Middle(m => m.Closed.PerProcessorSecond);
    public double P50 => Middle(m => m.Closed.Milliseconds(0.5));
    public double P99 => Middle(m => m.Closed.Milliseconds(0.99));
    public double ServerMicroseconds => Middle(m => m.Closed.ServerMicroseconds);
    public double GeneratorMicroseconds => Middle(m => m.Closed.GeneratorMicroseconds);
    public double Megabytes => Rounds.Max(m => m.Memory) / 1048576.0;
    public long Errors => Rounds.Sum(m => m.Told.Errors);
    public string? FirstError => Rounds.Select(m => m.Told.FirstError).FirstOrDefault(e => e is not null);

    // Of an even number the mean of the two in the middle.
    public double Middle(Func<Measurement, double> figure)
    {
        double[] sorted = [.. Rounds.Select(figure).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
