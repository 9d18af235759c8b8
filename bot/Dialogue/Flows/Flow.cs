namespace IntakeBot.Dialogue.Flows;

/// <summary>
/// A flow: steps from top to bottom. It is walked anew from the top on every turn, so that a correction anywhere
/// takes effect at once; what has been said or done once is not said or done again.
/// </summary>
public sealed record Flow(string Name, string About, IReadOnlyList<Step> Steps);

/// <param name="Name">Unique within its flow.</param>
/// <param name="If">The step is passed over when this does not hold.</param>
public abstract record Step(string Name, Condition? If);

/// <summary>Sees to it that a slot has an answer.</summary>
/// <param name="Optional">Left out when the conversation has become long enough; "don't know" is an answer.</param>
/// <param name="AskFirst">Only an answer given after the question was shown counts.</param>
/// <param name="Wording">What follows <c>ask.</c>, <c>again.</c> and <c>last.</c> in the keys of the question, when it is not the slot.</param>
/// <param name="Options">Offered instead of the slot's own options.</param>
public sealed record CollectStep(string Name, Condition? If, string Slot, bool Optional, bool AskFirst, string? Wording, IReadOnlyList<string>? Options) : Step(Name, If);
public sealed record SayStep(string Name, Condition? If, string Wording) : Step(Name, If);
public sealed record SetStep(string Name, Condition? If, IReadOnlyDictionary<string, string> Values) : Step(Name, If);
public sealed record BranchStep(string Name, Condition? If, IReadOnlyList<BranchArm> Arms) : Step(Name, If);
/// <param name="Target">Position of the step to go to; always further down.</param>
public sealed record BranchArm(Condition? If, int Target);
public sealed record CallStep(string Name, Condition? If, string Flow) : Step(Name, If);
/// <param name="Action">One of <see cref="FlowActions"/>.</param>
public sealed record DoStep(string Name, Condition? If, string Action) : Step(Name, If);
public sealed record EndStep(string Name, Condition? If) : Step(Name, If);

/// <summary>What a flow can make happen in the world.</summary>
public static class FlowActions
{
    public const string Submit = "submit";
    public const string Join = "join";
    public const string Drop = "drop";
    public const string StartOver = "startOver";
    public const string Withdraw = "withdraw";
    public const string Rate = "rate";
    public const string Reopen = "reopen";
    public const string StartSecond = "startSecond";
    public const string ForgetSecond = "forgetSecond";
    public const string Supplement = "supplement";

    public static readonly IReadOnlySet<string> All = new HashSet<string>(StringComparer.Ordinal)
    {
        Submit, Join, Drop, StartOver, Withdraw, Rate, Reopen, StartSecond, ForgetSecond, Supplement,
    };
}

/// <summary>Flows that the engine starts by itself.</summary>
public static class FlowNames
{
    public const string Petition = "petition";
    public const string Emergency = "emergency";
    public const string Handover = "handover";
    public const string Cancel = "cancel";
    public const string StartOver = "startOver";
    public const string Withdraw = "withdraw";
    public const string Feedback = "feedback";
    public const string Second = "second";
    public const string Sort = "sort";

    public static readonly IReadOnlyList<string> Needed = [Petition, Emergency, Handover, Cancel, StartOver, Withdraw, Feedback, Second, Sort];
}
