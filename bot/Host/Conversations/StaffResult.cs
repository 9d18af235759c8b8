namespace IntakeBot.Host.Conversations;

/// <summary>What became of an action of staff. Refusals are expected and say why.</summary>
public abstract record StaffResult
{
    public sealed record Done : StaffResult;
    /// <summary>Somebody else was quicker, or owns the conversation.</summary>
    public sealed record Taken(string OwnerName) : StaffResult;
    /// <summary>Only the owner may do that; claim first.</summary>
    public sealed record NotOwner : StaffResult;
    /// <summary>The case does not allow this move from where it is.</summary>
    public sealed record Illegal(string From, string Move) : StaffResult;
    /// <summary>What was given cannot be used: text, outcome, sentence or station.</summary>
    public sealed record Invalid(string What) : StaffResult;
    /// <summary>No such case or conversation.</summary>
    public sealed record Unknown : StaffResult;
}
