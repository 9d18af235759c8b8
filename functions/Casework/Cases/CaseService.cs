using System.Text.Json;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Cases;

/// <summary>
/// Moves cases. Every move is compare-and-set and appends to the timeline in the same transaction; given an
/// <see cref="OpenTransaction"/> it takes part in the caller's, who then commits and signals.
/// </summary>
public sealed partial class CaseService(
    CaseworkStore store, CaseworkContentSource content, PlacesSource places, IPersonalDataProtector protector,
    IEnumerable<ICaseSignal> signals, TimeProvider time, ICategoryBook? categories = null)
{
    private readonly CaseWriter writer = new(store, signals, time);

    /// <summary>Takes the case over. Of two at once one wins; again by the same person changes nothing and succeeds.</summary>
    public Task<CaseMove> ClaimAsync(Guid caseId, Actor staff, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        ClaimAsync(caseId, staff, null, joined, cancellation);

    /// <summary>The same; when the claimer's desk was called besides the case's own, the case moves there.</summary>
    /// <param name="stationId">Desk of the claimer; null, or one that was not called: the case stays where it lies.</param>
    public Task<CaseMove> ClaimAsync(Guid caseId, Actor staff, string? stationId, OpenTransaction? joined, CancellationToken cancellation = default) =>
        writer.LookAndMoveAsync(caseId, joined, async (step, row) =>
        {
            // A case that is over keeps the name of whoever had it; nobody takes it over from there.
            if (row.ClosedAt is null && row.OwnerId == staff.Id) return step.Nothing();
            if (row.ClosedAt is null && row.OwnerId is { } owner) return new OwnedByOther(owner, row.OwnerName ?? owner);
            if (await MostInHandAsync(step.Db, row, staff, cancellation).ConfigureAwait(false) is { } full) return full;
            var called = stationId is not null && stationId != row.StationId
                && await step.Db.CaseDesks.AnyAsync(d => d.CaseId == caseId && d.StationId == stationId, cancellation).ConfigureAwait(false)
                ? places.Current.FindStation(stationId) : null;
            var reason = called is null ? null : content.Current.Routing.Called(StationName(row.StationId), called.Name);
            if (step.To(CaseState.Claimed, staff, "claimed", reason) is { } illegal) return illegal;
            if (called is not null) Place(row, called, reason!);
            (row.OwnerId, row.OwnerName, row.ClaimedAt) = (staff.Id, staff.Name, step.Now);
            step.WaitingEnds = true;
            return null;
        }, cancellation);

    /// <summary>Gives the case back to its station's queue; the takeover clock starts anew.</summary>
    public Task<CaseMove> HandBackAsync(Guid caseId, Actor staff, string? comment = null, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.MoveAsync(caseId, joined, (step, row) =>
        {
            if (OwnerProblem(row, staff) is { } problem) return problem;
            if (step.To(CaseState.Routed, staff, "handed-back", comment: Protected(comment)) is { } illegal) return illegal;
            Release(row, step.Now);
            return null;
        }, cancellation);

    /// <summary>Sends the case to another station's queue: its owner, or anybody while nobody owns it.</summary>
    public Task<CaseMove> TransferAsync(
        Guid caseId, string stationId, Actor staff, string? comment = null, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.MoveAsync(caseId, joined, (step, row) =>
        {
            if (OtherOwner(row, staff) is { } other) return other;
            if (places.Current.FindStation(stationId) is not { Active: true } station) return new UnknownStation(stationId);
            if (Exclusions.Of(row).Contains(stationId)) return new StationComplainedOf(stationId);
            var reason = content.Current.Routing.Transferred(StationName(row.StationId), station.Name);
            if (step.To(CaseState.Routed, staff, "transferred", reason, Protected(comment)) is { } illegal) return illegal;
            Place(row, station, reason);
            Release(row, step.Now);
            step.WaitingEnds = true;
            return null;
        }, cancellation);

    /// <summary>
    /// Gives the case to a colleague: the old owner is released and the new one set in one move, so that there is no moment at which nobody
    /// has it. Whether the colleague is on duty is the caller's business.
    /// </summary>
    /// <param name="stationId">Desk the case moves to, so that the colleague may see it; null: it stays where it lies.</param>
    public Task<CaseMove> TransferToPersonAsync(
        Guid caseId, Actor to, string? stationId, Actor staff, string? comment = null, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.MoveAsync(caseId, joined, (step, row) =>
        {
            if (OtherOwner(row, staff) is { } other) return other;
            if (row.OwnerId == to.Id) return step.Nothing();
            Station? station = null;
            if (stationId is not null && (station = places.Current.FindStation(stationId)) is not { Active: true }) return new UnknownStation(stationId);
            if (stationId is not null && Exclusions.Of(row).Contains(stationId)) return new StationComplainedOf(stationId);
            var reason = content.Current.Routing.Transferred(row.OwnerName ?? StationName(row.StationId), to.Name ?? to.Id);
            if (row.OwnerId is not null && !CaseMoves.IsOver(row.State)) step.Note(staff, "transferred", reason, Protected(comment));
            else if (step.To(CaseState.Claimed, staff, "transferred", reason, Protected(comment)) is { } illegal) return illegal;
            if (station is not null) Place(row, station, reason);
            (row.OwnerId, row.OwnerName, row.ClaimedAt) = (to.Id, to.Name, step.Now);
            step.WaitingEnds = true;
            return null;
        }, cancellation);

    /// <summary>Marks how far the owner has come: contacted, handling, ordered, settled, unsettled.</summary>
    public Task<CaseMove> AdvanceAsync(
        Guid caseId, CaseState to, Actor staff, string? comment = null, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.MoveAsync(caseId, joined, (step, row) =>
        {
            if (OwnerProblem(row, staff) is { } problem) return problem;
            if (row.State == to) return step.Nothing();
            if (to is not (CaseState.Contacted or CaseState.Handling or CaseState.Ordered or CaseState.Settled or CaseState.Unsettled))
                return new IllegalMove(row.State, to);
            return step.To(to, staff, to.Code(), comment: Protected(comment));
        }, cancellation);

    /// <summary>The owner has spoken to the resident for the first time: claimed becomes contacted, anything else stays.</summary>
    public Task<CaseMove> SpokeAsync(Guid caseId, Actor staff, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.MoveAsync(caseId, joined, (step, row) =>
            row.State == CaseState.Claimed && row.OwnerId == staff.Id ? step.To(CaseState.Contacted, staff, "contacted") : step.Nothing(), cancellation);

    /// <summary>Closes with an outcome of <c>outcomes.yaml</c> and a sentence for the resident.</summary>
    public Task<CaseMove> CloseAsync(
        Guid caseId, string outcome, string sentence, Actor staff, OpenTransaction? joined = null, CancellationToken cancellation = default)
    {
        if (content.Current.Outcomes.Find(outcome) is not { } known) return Task.FromResult<CaseMove>(new UnknownOutcome(outcome));
        if (string.IsNullOrWhiteSpace(sentence)) return Task.FromResult<CaseMove>(new SentenceMissing());
        return writer.LookAndMoveAsync(caseId, joined, async (step, row) =>
        {
            if (OwnerProblem(row, staff) is { } problem) return problem;
            if (known.Tries > 0 && await TriesAsync(step.Db, caseId, cancellation).ConfigureAwait(false) is var tries && tries < known.Tries)
                return new TriesMissing(known.Tries - tries);
            if (step.To(CaseState.Closed, staff, "closed", outcome) is { } illegal) return illegal;
            (row.ClosedAt, row.Outcome, row.ClosingSentence) = (step.Now, outcome, protector.Protect(sentence.Trim()));
            step.WaitingEnds = true;
            return null;
        }, cancellation);
    }

    /// <summary>Opens a finished case again, in the queue of the station it was closed at.</summary>
    public Task<CaseMove> ReopenAsync(Guid caseId, Actor actor, string? why = null, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.LookAndMoveAsync(caseId, joined, (step, row) => OpenAgainAsync(step, row, actor, "reopened", why, cancellation), cancellation);

    /// <summary>The resident needs no more, as the resident says or told staff; again changes nothing and succeeds.</summary>
    public Task<CaseMove> WithdrawAsync(Guid caseId, Actor actor, string? why = null, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.MoveAsync(caseId, joined, (step, row) =>
        {
            if (row.State == CaseState.Withdrawn) return step.Nothing();
            if (actor.Id is not (Actor.ResidentId or Actor.SystemId) && OtherOwner(row, actor) is { } other) return other;
            if (step.To(CaseState.Withdrawn, actor, "withdrawn", comment: Protected(why)) is { } illegal) return illegal;
            (row.ClosedAt, row.Outcome) = (step.Now, Outcomes.Withdrawn);
            step.WaitingEnds = true;
            return null;
        }, cancellation);

    /// <summary>What the resident says of a finished case.</summary>
    /// <param name="stars">1 to 5.</param>
    public Task<CaseMove> RateAsync(Guid caseId, int? stars, bool? solved, OpenTransaction? joined = null, CancellationToken cancellation = default)
    {
        if (stars is < 1 or > 5) return Task.FromResult<CaseMove>(new StarsOutOfRange(stars.Value));
        return writer.MoveAsync(caseId, joined, (step, row) =>
        {
            if (!CaseMoves.IsOver(row.State)) return new IllegalMove(row.State, row.State);
            (row.Stars, row.Solved) = (stars ?? row.Stars, solved ?? row.Solved);
            step.Note(Actor.Resident(), "rated", $"stars={row.Stars}; solved={row.Solved}");
            return null;
        }, cancellation);
    }

    /// <summary>Writes on the timeline what staff note for each other, or another system says of the case; nothing else changes.</summary>
    public Task<CaseMove> NoteAsync(Guid caseId, Actor actor, string kind, string? comment = null, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.MoveAsync(caseId, joined, (step, _) =>
        {
            step.Note(actor, kind, comment: Protected(comment));
            return null;
        }, cancellation);

    private void Release(CaseRow row, DateTimeOffset now)
    {
        (row.OwnerId, row.OwnerName, row.ClaimedAt, row.OverdueAt, row.EscalationStep) = (null, null, null, null, 0);
        (row.RoutedAt, row.DueAt) = (now, now + content.Current.Targets.ToTakeOver(row.Urgency));
    }

    private static void Place(CaseRow row, Station station, string reason)
    {
        row.DistanceM = row is { Latitude: { } lat, Longitude: { } lon } ? Geodesic.Metres(new(lat, lon), station.Point) : null;
        (row.StationId, row.Level, row.Reason) = (station.Id, station.Level, reason);
    }

    private string StationName(string id) => places.Current.FindStation(id)?.Name ?? id;

    private string? Protected(string? comment) => string.IsNullOrWhiteSpace(comment) ? null : protector.Protect(comment.Trim());

    private static CaseProblem? OwnerProblem(CaseRow row, Actor staff) => row.OwnerId is null ? new NotOwned() : OtherOwner(row, staff);

    /// <summary>What somebody may do who owns it, and anybody while nobody does.</summary>
    private static OwnedByOther? OtherOwner(CaseRow row, Actor staff) =>
        row.OwnerId is { } owner && owner != staff.Id ? new OwnedByOther(owner, row.OwnerName ?? owner) : null;
}
