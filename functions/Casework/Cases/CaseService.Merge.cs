using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Cases;

public sealed partial class CaseService
{
    private const int LongestChain = 16;

    /// <summary>
    /// Ends a duplicate: from now on its matter is handled in another case, which says so on its own timeline. Merging into one that was merged
    /// itself goes to where that one went, so that there are no chains. The duplicate may be taken out again.
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
            step.Afterwards = db => db.Cases
                .Where(c => db.CaseEvents.Where(e => e.CaseId == caseId && e.Kind == "absorbed").Select(e => e.Reason).Contains(c.Receipt) && c.MergedInto == caseId)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.MergedInto, target.Id).SetProperty(c => c.Version, c => c.Version + 1), cancellation);
            return null;
        }, cancellation);

    /// <summary>
    /// Takes a merged case out again, because it is another matter after all: it is open at its own station, where the time to take it over begins
    /// anew. What its resident has added since goes back with it, and so do those that had been merged into it before.
    /// </summary>
    /// <param name="from">The case it is taken out of; when it lies elsewhere by now, nothing is done.</param>
    /// <param name="why">For both timelines.</param>
    public Task<CaseMove> UnmergeAsync(
        Guid caseId, Guid from, Actor staff, string? why = null, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.LookAndMoveAsync(caseId, joined, async (step, row) =>
        {
            if (row.State != CaseState.Merged) return new IllegalMove(row.State, CaseState.Reopened);
            if (row.MergedInto != from) return new CaseChanged(caseId);
            return await OpenAgainAsync(step, row, staff, "unmerged", why, cancellation).ConfigureAwait(false);
        }, cancellation);

    /// <summary>Opens a finished case; one that was merged leaves the case it was merged into, which says so on its own timeline.</summary>
    private async Task<CaseProblem?> OpenAgainAsync(CaseStep step, CaseRow row, Actor actor, string kind, string? why, CancellationToken cancellation)
    {
        var target = row is { State: CaseState.Merged, MergedInto: { } into } ? await step.Db.Cases.SingleOrDefaultAsync(c => c.Id == into, cancellation).ConfigureAwait(false) : null;
        if (step.To(CaseState.Reopened, actor, kind, target?.Receipt, Protected(why)) is { } illegal) return illegal;
        (row.ClosedAt, row.Outcome, row.ClosingSentence, row.Stars, row.Solved, row.MergedInto) = (null, null, null, null, null, null);
        Release(row, step.Now);
        if (target is null) return null;
        step.NoteOn(target, actor, "separated", row.Receipt, Protected(why));
        step.Afterwards = async db =>
        {
            await db.Supplements.Where(s => s.OriginId == row.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.PetitionId, row.Id).SetProperty(s => s.OriginId, (Guid?)null), cancellation).ConfigureAwait(false);
            // Those that came here by way of it, and not by themselves later.
            var absorbed = db.CaseEvents.Where(e => e.Kind == "absorbed" && (e.CaseId == row.Id || e.CaseId == target.Id));
            await db.Cases.Where(c => absorbed.Where(e => e.CaseId == row.Id).Select(e => e.Reason).Contains(c.Receipt) && c.MergedInto == target.Id
                    && absorbed.Where(e => e.Reason == c.Receipt).OrderByDescending(e => e.Seq).First().CaseId == row.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.MergedInto, row.Id).SetProperty(c => c.Version, c => c.Version + 1), cancellation).ConfigureAwait(false);
        };
        return null;
    }

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
