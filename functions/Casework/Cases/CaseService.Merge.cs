using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Cases;

public sealed partial class CaseService
{
    private const int LongestChain = 16;

    /// <summary>
    /// Ends a duplicate: from now on its matter is handled in another case, which says so on its own timeline. Merging into one that was merged
    /// itself goes to where that one went, so that there are no chains. The duplicate may be reopened like any finished case.
    /// </summary>
    /// <param name="into">A case that is still open.</param>
    /// <returns>The duplicate; its <see cref="CaseRow.MergedInto"/> is where it went.</returns>
    public Task<CaseMove> MergeAsync(
        Guid caseId, Guid into, Actor staff, string? comment = null, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.LookAndMoveAsync(caseId, joined, async (step, row) =>
        {
            if (row.State == CaseState.Merged && row.MergedInto == into) return step.Nothing();
            if (OtherOwner(row, staff) is { } other) return other;
            var target = await RootAsync(step.Db, into, cancellation).ConfigureAwait(false);
            if (target is null) return new CaseNotFound(into);
            if (target.Id == caseId) return new MergedIntoItself(caseId);
            if (target.ClosedAt is not null) return new MergeTargetOver(target.Id, target.State);
            if (step.To(CaseState.Merged, staff, "merged", target.Receipt, Protected(comment)) is { } illegal) return illegal;
            (row.MergedInto, row.ClosedAt) = (target.Id, step.Now);
            step.NoteOn(target, staff, "absorbed", row.Receipt);
            step.WaitingEnds = true;
            // What was merged into this one before goes along.
            step.Afterwards = db => db.Cases.Where(c => c.MergedInto == caseId && db.CaseEvents.Any(e => e.CaseId == caseId && e.Kind == "absorbed" && e.Reason == c.Receipt))
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.MergedInto, target.Id).SetProperty(c => c.Version, c => c.Version + 1), cancellation);
            return null;
        }, cancellation);

    private static async Task<CaseRow?> RootAsync(CaseworkDb db, Guid id, CancellationToken cancellation)
    {
        for (var links = 0; links < LongestChain; links++)
        {
            var found = await db.Cases.SingleOrDefaultAsync(c => c.Id == id, cancellation).ConfigureAwait(false);
            if (found is not { State: CaseState.Merged, MergedInto: { } next }) return found;
            id = next;
        }
        throw new InvalidOperationException($"the merged cases behind {id} go in a circle");
    }
}
