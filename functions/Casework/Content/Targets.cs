namespace IntakeBot.Casework.Content;

/// <summary>Response targets, and what happens when they are missed (<c>targets.yaml</c>).</summary>
public sealed class Targets
{
    private readonly Urgencies takeOver;

    internal Targets(TargetsFile file)
    {
        takeOver = Urgencies.Read("takeOverSeconds", file.TakeOverSeconds, least: 1);
        Escalation = [.. file.Escalation.Select(Read)];
        foreach (var (before, step) in Escalation.Zip(Escalation.Skip(1)))
            if (Urgencies.All.FirstOrDefault(urgency => step.After.Of(urgency) < before.After.Of(urgency)) is { } early)
                throw new CaseworkContentException($"targets.yaml: escalation: {Code(step.To)} comes before {Code(before.To)} when {early}; order the steps by their times");
        foreach (var level in new[] { EscalationTarget.Subdistrict, EscalationTarget.District })
            if (Escalation.Count(step => step.To == level) > 1) throw new CaseworkContentException($"targets.yaml: escalation: {Code(level)} stands there twice");
        MostInHand = file.MostInHand >= 0 ? file.MostInHand : throw new CaseworkContentException("targets.yaml: mostInHand must be 0 or more");
        AbsentAfter = file.AbsentAfterMinutes > 0 ? TimeSpan.FromMinutes(file.AbsentAfterMinutes)
            : throw new CaseworkContentException("targets.yaml: absentAfterMinutes must be 1 or more");
    }

    /// <summary>In the order they are taken.</summary>
    public IReadOnlyList<EscalationStep> Escalation { get; }

    /// <summary>Open cases one person may have in hand before taking another one over; 0 = no limit.</summary>
    public int MostInHand { get; }

    /// <summary>After how long unseen somebody counts as gone, once the station's shift is over.</summary>
    public TimeSpan AbsentAfter { get; }

    /// <summary>How long a case may wait before somebody has taken it over.</summary>
    /// <param name="urgency">normal, urgent, emergency; anything else counts as normal.</param>
    public TimeSpan ToTakeOver(string urgency) => takeOver.Of(urgency);

    private static EscalationStep Read(TargetsFile.StepEntry step, int index)
    {
        foreach (var target in Enum.GetValues<EscalationTarget>())
            if (Code(target) == step.To) return new(target, Urgencies.Read($"escalation, step {index + 1} ({step.To}): after", step.After, least: 0));
        throw new CaseworkContentException($"targets.yaml: escalation, step {index + 1}: to must be neighbour, subdistrict or district, not {step.To}");
    }

    private static string Code(EscalationTarget target) => target switch
    {
        EscalationTarget.Neighbour => "neighbour",
        EscalationTarget.Subdistrict => "subdistrict",
        _ => "district",
    };
}

internal sealed class TargetsFile
{
    public required Dictionary<string, int> TakeOverSeconds { get; init; }
    public required List<StepEntry> Escalation { get; init; }
    public required int MostInHand { get; init; }
    public required int AbsentAfterMinutes { get; init; }

    internal sealed class StepEntry
    {
        public required string To { get; init; }
        public required Dictionary<string, int> After { get; init; }
    }
}
