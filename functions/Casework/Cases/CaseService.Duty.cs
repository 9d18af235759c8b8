using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Cases;

public sealed partial class CaseService
{
    /// <summary>Takes the case from an owner who is gone and puts it back into its station's queue; the takeover clock starts anew.</summary>
    /// <param name="ownerId">Who must own it still: of two who release it one does.</param>
    /// <param name="by">The system, or who signed the owner off.</param>
    public Task<CaseMove> ReleaseAsync(
        Guid caseId, string ownerId, Actor by, string? comment = null, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.MoveAsync(caseId, joined, (step, row) =>
        {
            if (row.OwnerId is not { } owner) return new NotOwned();
            if (owner != ownerId) return new OwnedByOther(owner, row.OwnerName ?? owner);
            if (step.To(CaseState.Routed, by, "released", content.Current.Routing.OwnerGone(row.OwnerName ?? owner), Protected(comment)) is { } illegal) return illegal;
            Release(row, step.Now);
            return null;
        }, cancellation);

    /// <summary>Fifteen matters can be handled calmly, fifty cannot. Emergencies wait for nobody, and foreign systems have limits of their own.</summary>
    private async Task<CaseProblem?> MostInHandAsync(CaseworkDb db, CaseRow row, Actor staff, CancellationToken cancellation)
    {
        var most = content.Current.Targets.MostInHand;
        if (most == 0 || row.Urgency == "emergency" || staff.Origin != "desk") return null;
        var inHand = await db.Cases.CountAsync(c => c.OwnerId == staff.Id && c.ClosedAt == null, cancellation).ConfigureAwait(false);
        return inHand < most ? null : new TooManyInHand(most);
    }
}
