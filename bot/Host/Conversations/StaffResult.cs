using IntakeBot.Casework.Cases;

namespace IntakeBot.Host.Conversations;

/// <summary>What became of an action of staff. Refusals are expected and say why.</summary>
public abstract record StaffResult
{
    /// <param name="SignedOn">Whoever took a case over without having signed on is on duty now.</param>
    public sealed record Done(bool SignedOn = false) : StaffResult;
    /// <summary>The same person answers in this conversation already.</summary>
    internal sealed record Here : StaffResult;
    /// <summary>Somebody else was quicker, or owns the conversation.</summary>
    public sealed record Taken(string OwnerName) : StaffResult;
    /// <summary>Only the owner may do that; claim first.</summary>
    public sealed record NotOwner : StaffResult;
    /// <summary>The case does not allow this move from where it is.</summary>
    public sealed record Illegal(string From, string Move) : StaffResult;
    /// <summary>What was given cannot be used: text, outcome, sentence or station.</summary>
    public sealed record Invalid(string What) : StaffResult;
    /// <summary>A value that does not fit the fact of the case it was meant for.</summary>
    public sealed record Unfit(string Field, FactFault Fault) : StaffResult;
    /// <summary>What was seen is not the newest any more: look again.</summary>
    public sealed record Outdated : StaffResult;
    /// <summary>So many logged calls are missing before this outcome may be chosen.</summary>
    public sealed record TriesMissing(int Missing) : StaffResult;
    /// <summary>The colleague is not on duty, or may not see the case.</summary>
    public sealed record NotThere(string Name) : StaffResult;
    /// <summary>As many cases in hand as one person may have; emergencies are always allowed.</summary>
    public sealed record TooMany(int Most) : StaffResult;
    /// <summary>No such case or conversation.</summary>
    public sealed record Unknown : StaffResult;
}
