using IntakeBot.Host.Staff;

namespace IntakeBot.Host.Conversations;

/// <summary>
/// What staff do in a conversation. Case and conversation change in one transaction, guarded by the conversation's
/// version, so that two clicks at once have one winner; the resident hears of it after the commit.
/// </summary>
public sealed class StaffMessages
{
    /// <summary>Takes the case over: the bot falls silent, the resident is told who is there.</summary>
    public Task<StaffResult> ClaimAsync(Guid caseId, StaffMember who, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Answers the resident. Only the owner may.</summary>
    /// <param name="key">Made once per message by the caller: the same key sent again says nothing twice.</param>
    public Task<StaffResult> SayAsync(Guid caseId, StaffMember who, string text, string key, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Gives the conversation back to the bot; the case stays open.</summary>
    public Task<StaffResult> HandBackAsync(Guid caseId, StaffMember who, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Ends the case with an outcome and a sentence for the resident, who is asked whether it is solved.</summary>
    public Task<StaffResult> CloseAsync(Guid caseId, StaffMember who, string outcome, string sentence, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Everything said after a watermark (0: from the beginning). null: no such conversation.</summary>
    public Task<Transcript?> ReadAsync(string conversationId, long after, CancellationToken cancellation) => throw new NotSupportedException();
}
