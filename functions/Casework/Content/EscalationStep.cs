namespace IntakeBot.Casework.Content;

/// <summary>Who is called when nobody takes a case over.</summary>
public enum EscalationTarget
{
    /// <summary>The next nearest station on duty within the circle.</summary>
    Neighbour,
    Subdistrict,
    District,
}

/// <summary>One step of the escalation (<c>targets.yaml</c>).</summary>
/// <param name="After">How long past its due time, by urgency.</param>
public sealed record EscalationStep(EscalationTarget To, Urgencies After);

/// <summary>A time for each urgency: normal, urgent, emergency; any other word counts as normal.</summary>
public sealed class Urgencies
{
    private static readonly string[] Words = ["normal", "urgent", "emergency"];
    private readonly TimeSpan[] times;

    private Urgencies(TimeSpan[] times) => this.times = times;

    public static IReadOnlyList<string> All => Words;

    public TimeSpan Of(string urgency) => times[Math.Max(0, Array.IndexOf(Words, urgency))];

    /// <param name="what">Where they stand, for the complaint.</param>
    internal static Urgencies Read(string what, Dictionary<string, int> seconds, int least)
    {
        if (seconds.Keys.FirstOrDefault(key => !All.Contains(key)) is { } unknown)
            throw new CaseworkContentException($"targets.yaml: {what}.{unknown} is unknown; there are {string.Join(", ", All)}");
        return new([.. All.Select(level => seconds.TryGetValue(level, out var given) && given >= least
            ? TimeSpan.FromSeconds(given)
            : throw new CaseworkContentException($"targets.yaml: {what}.{level} must be given, in seconds, at least {least}"))]);
    }
}
