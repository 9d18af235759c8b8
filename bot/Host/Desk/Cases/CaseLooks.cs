using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Live;
using IntakeBot.Host.Store;

namespace IntakeBot.Host.Desk.Cases;

/// <summary>
/// Writes on the timeline that somebody looked: at the desk or through the API. The timeline is append-only and a look moves
/// nothing, so that no version of the case is needed.
/// </summary>
internal sealed class CaseLooks(CaseworkStore store, WriteGate gate, IPersonalDataProtector protector, ChangeFeed feed, TimeProvider time)
{
    /// <summary>A look at personal data; it stands on the timeline before the answer leaves.</summary>
    /// <param name="what">What was shown, a code.</param>
    /// <param name="why">The reason given; kept protected.</param>
    public async Task NoteAsync(DeskViewer viewer, CaseRow found, string what, string why, CancellationToken cancellation)
    {
        await WriteAsync(viewer, found, "looked", what, protector.Protect(why), cancellation);
        feed.Publish(Topics.Case, found.Id.ToString());
    }

    /// <summary>The case was opened, with all that is about a person in it.</summary>
    public Task NoteOpenedAsync(DeskViewer viewer, CaseRow found, CancellationToken cancellation) => WriteAsync(viewer, found, "opened", null, null, cancellation);

    private async Task WriteAsync(DeskViewer viewer, CaseRow found, string kind, string? what, string? guardedWhy, CancellationToken cancellation)
    {
        using var held = await gate.EnterAsync(cancellation);
        await using var db = store.Open();
        db.CaseEvents.Add(new CaseEventRow
        {
            CaseId = found.Id,
            At = time.GetUtcNow(),
            Actor = viewer.Member.Id,
            ActorName = viewer.Member.Signature,
            Kind = kind,
            FromState = found.State,
            ToState = found.State,
            Reason = what,
            Comment = guardedWhy,
            Origin = viewer.Member.Origin,
        });
        await db.SaveChangesAsync(cancellation);
    }
}
