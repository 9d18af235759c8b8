namespace IntakeBot.Casework.Content;

/// <summary>Response targets (<c>targets.yaml</c>).</summary>
public sealed class Targets
{
    private readonly Dictionary<string, TimeSpan> takeOver;

    internal Targets(TargetsFile file)
    {
        foreach (var level in new[] { "normal", "urgent", "emergency" })
            if (!file.TakeOverSeconds.TryGetValue(level, out var seconds) || seconds <= 0)
                throw new CaseworkContentException($"targets.yaml: takeOverSeconds.{level} must be given, in seconds");
        takeOver = file.TakeOverSeconds.ToDictionary(t => t.Key, t => TimeSpan.FromSeconds(t.Value));
    }

    /// <summary>How long a case may wait before somebody has taken it over.</summary>
    /// <param name="urgency">normal, urgent, emergency; anything else counts as normal.</param>
    public TimeSpan ToTakeOver(string urgency) => takeOver.TryGetValue(urgency, out var time) ? time : takeOver["normal"];
}

internal sealed class TargetsFile
{
    public required Dictionary<string, int> TakeOverSeconds { get; init; }
}
