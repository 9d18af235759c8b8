using IntakeBot.Casework.Store;

namespace IntakeBot.Casework.Cases;

/// <summary>The stations a case must never reach, as one column.</summary>
internal static class Exclusions
{
    public static IReadOnlyList<string> Of(CaseRow row) => row.ExcludedStations?.Split(',') ?? [];

    public static string? Write(IReadOnlyCollection<string> stations) => stations.Count == 0 ? null : string.Join(',', stations);
}
