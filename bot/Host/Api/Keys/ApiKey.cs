namespace IntakeBot.Host.Api.Keys;

/// <summary>A key as the program sees it; the key itself nobody can read again.</summary>
/// <param name="StationId">Desk whose area it sees and acts for; null: the whole district.</param>
/// <param name="DisplayName">As residents see whoever answers through it, before the name of the agent.</param>
/// <param name="UsedAt">When it last opened something, to the minute.</param>
internal sealed record ApiKey(
    string Name, IReadOnlySet<string> Scopes, string? StationId, string DisplayName, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, DateTimeOffset? UsedAt)
{
    public bool May(string scope) => Scopes.Contains(scope);
}

internal sealed record NewKey(string Name, IReadOnlyCollection<string> Scopes, string? StationId = null, string? DisplayName = null);

/// <summary>Why a key was not made. Expected failures: values.</summary>
internal enum KeyProblem
{
    NameBad,
    NameTaken,
    DisplayNameBad,
    ScopeMissing,
    StationMissing,
}

/// <param name="Key">Shown this once; null when there is a problem.</param>
internal readonly record struct KeyMade(string? Key, KeyProblem? Problem)
{
    // A record would print the key.
    public override string ToString() => Problem?.ToString() ?? "made";
}
