using IntakeBot.Casework.Cases;
using IntakeBot.Host.Live;
using IntakeBot.Host.Staff;

namespace IntakeBot.Host.Conversations;

/// <summary>Puts two cases of one matter together, and takes them apart.</summary>
internal sealed class StaffMerges(StaffMoves moves, CaseReader reader, CaseService cases, ChangeFeed feed, TimeProvider clock)
{
    /// <summary>
    /// Ends a duplicate: its matter is handled in another case, which its resident follows from now on and is told so, without the other's receipt.
    /// </summary>
    /// <param name="comment">For the timeline; may be empty.</param>
    public async Task<StaffResult> MergeAsync(Guid caseId, StaffMember who, Guid into, string? comment = null, CancellationToken cancellation = default)
    {
        if (await reader.FindAsync(caseId, cancellation) is not { } found || await reader.FindAsync(into, cancellation) is not { } target) return new StaffResult.Unknown();
        var root = target is { State: CaseState.Merged, MergedInto: { } next } ? next : target.Id;
        var result = await moves.LeaveAsync(
            caseId,
            who,
            async (open, stop) =>
            {
                var moved = await cases.MergeAsync(caseId, root, StaffMoves.Actor(who), comment, open, stop);
                if (!moved.Moved) return moved;
                // The target was merged itself at this very moment, or this one claimed: what the resident is about to hear would not be true.
                if (moved.Case.MergedInto != root || moved.Case.OwnerId != found.OwnerId) return new CaseChanged(caseId);
                await Followers.Add(root, found.ConversationId, clock.GetUtcNow())(open.Connection, open.Transaction, stop);
                return moved;
            },
            _ => HostEvents.Merged(caseId, root),
            cancellation);
        if (result is StaffResult.Done) feed.Publish(Topics.Case, root.ToString());
        return result;
    }

    /// <summary>Takes a merged case out again: it waits at its own station, and its resident hears that it is handled by itself and follows the other no more.</summary>
    /// <param name="why">For both timelines; may be empty.</param>
    public async Task<StaffResult> UnmergeAsync(Guid caseId, StaffMember who, string? why = null, CancellationToken cancellation = default)
    {
        if (await reader.FindAsync(caseId, cancellation) is not { } found) return new StaffResult.Unknown();
        if (found.MergedInto is not { } from) return StaffMoves.Refused(new IllegalMove(found.State, CaseState.Reopened));
        var result = await moves.MoveAsync(
            caseId,
            who,
            async (open, stop) =>
            {
                var moved = await cases.UnmergeAsync(caseId, from, StaffMoves.Actor(who), why, open, stop);
                if (moved.Moved) await Followers.Remove(from, found.ConversationId)(open.Connection, open.Transaction, stop);
                return moved;
            },
            new() { ForEngine = HostEvents.Unmerged(caseId) },
            cancellation);
        if (result is StaffResult.Done) feed.Publish(Topics.Case, from.ToString());
        return result;
    }
}
