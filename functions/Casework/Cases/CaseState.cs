namespace IntakeBot.Casework.Cases;

/// <summary>Where a case stands. <see cref="CaseMoves"/> holds the allowed moves.</summary>
public enum CaseState
{
    Received, Routed, Claimed, Contacted, Handling, Ordered, Settled, Unsettled, Closed, Reopened, Withdrawn, Merged,
}

/// <summary>The desk a case lies on: the station's own, or the level it fell back to.</summary>
public enum CaseLevel { Station, Hall, Subdistrict, District }

/// <summary>Codes as stored and published: lower case (<c>routed</c>, <c>hall</c>).</summary>
public static class CaseCodes
{
    private static readonly string[] States = [.. Enum.GetNames<CaseState>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] Levels = [.. Enum.GetNames<CaseLevel>().Select(name => name.ToLowerInvariant())];

    public static string Code(this CaseState state) => States[(int)state];
    public static string Code(this CaseLevel level) => Levels[(int)level];

    internal static CaseState State(string code) => (CaseState)Known(States, code);
    internal static CaseLevel Level(string code) => (CaseLevel)Known(Levels, code);

    private static int Known(string[] codes, string code) =>
        Array.IndexOf(codes, code) is >= 0 and var index ? index : throw new ArgumentOutOfRangeException(nameof(code));
}
