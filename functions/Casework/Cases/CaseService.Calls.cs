using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Cases;

public sealed partial class CaseService
{
    /// <summary>
    /// Logs a call. Anybody who sees the case may, also when it is over. The owner who reached the resident has made contact.
    /// </summary>
    public Task<CaseMove> CallAsync(Guid caseId, CallLog call, Actor staff, OpenTransaction? joined = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (!CallLog.Numbers.Contains(call.Number) || !CallLog.Results.Contains(call.Result))
            return Task.FromResult<CaseMove>(new CallInvalid(call.Number, call.Result));
        return writer.MoveAsync(caseId, joined, (step, row) =>
        {
            step.Note(staff, CallLog.Kind, call.Code, Protected(call.Comment));
            return call is { Number: CallLog.Reporter, Result: CallLog.Reached } && row.State == CaseState.Claimed && row.OwnerId == staff.Id
                ? step.To(CaseState.Contacted, staff, "contacted")
                : null;
        }, cancellation);
    }

    private static async Task<int> TriesAsync(CaseworkDb db, Guid caseId, CancellationToken cancellation) => CallLog.Tries(
        await db.CaseEvents.AsNoTracking().Where(e => e.CaseId == caseId && (e.Kind == CallLog.Kind || e.Kind == "reopened")).OrderBy(e => e.Seq)
            .ToListAsync(cancellation).ConfigureAwait(false));
}
