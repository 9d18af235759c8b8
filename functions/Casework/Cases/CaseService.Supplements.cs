using System.Text.Json;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Cases;

public sealed partial class CaseService
{
    private const string Supplemented = "supplemented";

    /// <summary>
    /// Keeps what the resident added. It belongs to the petition, so it is kept even before the case exists; then the
    /// problem is <see cref="CaseNotFound"/> although nothing is lost. What is added to a merged one goes to where it is handled.
    /// A mark stands as the reason on the timeline: danger makes the case an emergency, and "another matter" is noted on the merged case, too,
    /// for staff to judge.
    /// </summary>
    public async Task<CaseMove> SupplementAsync(Guid petitionId, Supplement supplement, OpenTransaction? joined = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(supplement);
        var handledIn = await store.InTransactionAsync(joined, db => db.Cases.Where(c => c.Id == petitionId && c.State == CaseState.Merged)
            .Select(c => c.MergedInto).SingleOrDefaultAsync(cancellation), cancellation).ConfigureAwait(false) ?? petitionId;
        return await writer.LookAndMoveAsync(handledIn, joined, async (step, row) =>
        {
            step.Note(Actor.Resident(), Supplemented, supplement.Mark);
            if (supplement.Mark == SupplementMarks.Emergency && row.ClosedAt is null && row.Urgency != SupplementMarks.Emergency)
            {
                Write(step, row, Actor.Resident(), CaseFacts.Urgency, row.Urgency, SupplementMarks.Emergency);
                Follow(step, row, Actor.Resident(), CaseFacts.Urgency, SupplementMarks.Emergency, Places.AddressMatch.None);
            }

            if (supplement.Mark == SupplementMarks.AnotherMatter && handledIn != petitionId)
                step.NoteOn(await step.Db.Cases.SingleAsync(c => c.Id == petitionId, cancellation).ConfigureAwait(false), Actor.Resident(), Supplemented, supplement.Mark);
            return null;
        }, cancellation, db => db.Supplements.Add(new SupplementRow
        {
            PetitionId = handledIn,
            OriginId = handledIn == petitionId ? null : petitionId,
            At = supplement.At,
            Body = protector.Protect(JsonSerializer.Serialize(supplement, PetitionJson.Supplement)),
        })).ConfigureAwait(false);
    }
}
