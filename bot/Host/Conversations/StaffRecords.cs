using IntakeBot.Casework.Cases;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Store;

namespace IntakeBot.Host.Conversations;

/// <summary>What staff write down about a case: notes, calls, facts set right, how far it has come. Nothing is said in the conversation.</summary>
internal sealed class StaffRecords(CaseService cases, WriteGate gate)
{
    /// <summary>A word among staff; the resident never sees it.</summary>
    public Task<StaffResult> NoteAsync(Guid caseId, StaffMember who, string text, CancellationToken cancellation = default) =>
        string.IsNullOrWhiteSpace(text) || text.Length > TurnLimits.StaffCharacters
            ? Task.FromResult<StaffResult>(new StaffResult.Invalid("text"))
            : WriteAsync(() => cases.NoteAsync(caseId, StaffMoves.Actor(who), "noted", text, null, cancellation), cancellation);

    /// <summary>Logs a call.</summary>
    public Task<StaffResult> CallAsync(Guid caseId, StaffMember who, CallLog call, CancellationToken cancellation = default) =>
        call.Comment?.Length > TurnLimits.StaffCharacters
            ? Task.FromResult<StaffResult>(new StaffResult.Invalid("text"))
            : WriteAsync(() => cases.CallAsync(caseId, call, StaffMoves.Actor(who), null, cancellation), cancellation);

    /// <summary>Sets a fact right; both values are kept.</summary>
    public Task<StaffResult> ReviseAsync(Guid caseId, StaffMember who, Revision revision, CancellationToken cancellation = default) =>
        WriteAsync(() => cases.ReviseAsync(caseId, revision, StaffMoves.Actor(who), null, cancellation), cancellation);

    /// <summary>Marks how far the owner has come.</summary>
    /// <param name="to">Contacted, Handling, Ordered, Settled or Unsettled.</param>
    public Task<StaffResult> AdvanceAsync(Guid caseId, StaffMember who, CaseState to, string? comment = null, CancellationToken cancellation = default) =>
        WriteAsync(() => cases.AdvanceAsync(caseId, to, StaffMoves.Actor(who), comment, null, cancellation), cancellation);

    // The case alone changes: nothing is said in the conversation.
    private async Task<StaffResult> WriteAsync(Func<Task<CaseMove>> write, CancellationToken cancellation)
    {
        using var held = await gate.EnterAsync(cancellation);
        var moved = await write();
        return moved.Moved ? new StaffResult.Done() : StaffMoves.Refused(moved.Problem);
    }
}
