namespace IntakeBot.Casework.Content;

/// <summary>With which outcomes a case may be closed (<c>outcomes.yaml</c>).</summary>
public sealed class Outcomes
{
    public const string Withdrawn = "withdrawn";

    internal Outcomes(OutcomesFile file)
    {
        All = [.. file.Outcomes.Select(o => new CaseOutcome(o.Code, o.Zh, o.En, o.Settled, o.Staff, o.Tries))];
        if (All.DistinctBy(o => o.Code).Count() != All.Count) throw new CaseworkContentException("outcomes.yaml: a code appears twice");
        if (All.Any(o => o.Tries < 0)) throw new CaseworkContentException("outcomes.yaml: tries must be 0 or more");
        if (!Knows(Withdrawn)) throw new CaseworkContentException("outcomes.yaml: the code withdrawn is missing");
    }

    public IReadOnlyList<CaseOutcome> All { get; }

    public bool Knows(string code) => All.Any(o => o.Code == code);
    public CaseOutcome? Find(string? code) => All.FirstOrDefault(o => o.Code == code);
}

/// <param name="Settled">Counts as solved until the resident says otherwise.</param>
/// <param name="Staff">May be chosen at the desk.</param>
/// <param name="Tries">Logged calls to the resident that must have reached nobody before it may be chosen; 0: none.</param>
public sealed record CaseOutcome(string Code, string Zh, string En, bool Settled, bool Staff, int Tries);

internal sealed class OutcomesFile
{
    public required List<OutcomeEntry> Outcomes { get; init; }

    internal sealed class OutcomeEntry
    {
        public required string Code { get; init; }
        public required string Zh { get; init; }
        public required string En { get; init; }
        public required bool Settled { get; init; }
        public required bool Staff { get; init; }
        public int Tries { get; init; }
    }
}
