using System.Text.Json;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;

namespace IntakeBot.Casework.Cases;

/// <summary>
/// Moves cases. Every move is compare-and-set and appends to the timeline in the same transaction; given an
/// <see cref="OpenTransaction"/> it takes part in the caller's, who then commits and signals.
/// </summary>
public sealed class CaseService(
    CaseworkStore store, CaseworkContentSource content, PlacesSource places, IPersonalDataProtector protector,
    IEnumerable<ICaseSignal> signals, TimeProvider time)
{
    private readonly CaseWriter writer = new(store, signals, time);

    /// <summary>Takes the case over. Of two at once one wins; again by the same person changes nothing and succeeds.</summary>
    public Task<CaseMove> ClaimAsync(Guid caseId, Actor staff, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.MoveAsync(caseId, joined, (step, row) =>
        {
            if (row.OwnerId == staff.Id) return step.Nothing();
            if (row.OwnerId is { } owner) return new OwnedByOther(owner, row.OwnerName ?? owner);
            if (step.To(CaseState.Claimed, staff, "claimed") is { } illegal) return illegal;
            (row.OwnerId, row.OwnerName, row.ClaimedAt) = (staff.Id, staff.Name, step.Now);
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
            if (row.OwnerId is { } owner && owner != staff.Id) return new OwnedByOther(owner, row.OwnerName ?? owner);
            if (places.Current.FindStation(stationId) is not { Active: true } station) return new UnknownStation(stationId);
            if (Exclusions.Of(row).Contains(stationId)) return new StationComplainedOf(stationId);
            var reason = content.Current.Routing.Transferred(places.Current.FindStation(row.StationId)?.Name ?? row.StationId, station.Name);
            if (step.To(CaseState.Routed, staff, "transferred", reason, Protected(comment)) is { } illegal) return illegal;
            row.DistanceM = row is { Latitude: { } lat, Longitude: { } lon } ? Geodesic.Metres(new(lat, lon), station.Point) : null;
            (row.StationId, row.Level, row.Reason, row.RoutedAt) = (station.Id, station.Level, reason, step.Now);
            Release(row, step.Now);
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

    /// <summary>Closes with an outcome of <c>outcomes.yaml</c> and a sentence for the resident.</summary>
    public Task<CaseMove> CloseAsync(
        Guid caseId, string outcome, string sentence, Actor staff, OpenTransaction? joined = null, CancellationToken cancellation = default)
    {
        if (!content.Current.Outcomes.Knows(outcome)) return Task.FromResult<CaseMove>(new UnknownOutcome(outcome));
        if (string.IsNullOrWhiteSpace(sentence)) return Task.FromResult<CaseMove>(new SentenceMissing());
        return writer.MoveAsync(caseId, joined, (step, row) =>
        {
            if (OwnerProblem(row, staff) is { } problem) return problem;
            if (step.To(CaseState.Closed, staff, "closed", outcome) is { } illegal) return illegal;
            (row.ClosedAt, row.Outcome, row.ClosingSentence) = (step.Now, outcome, protector.Protect(sentence.Trim()));
            return null;
        }, cancellation);
    }

    /// <summary>Opens a finished case again, in the queue of the station it was closed at.</summary>
    public Task<CaseMove> ReopenAsync(Guid caseId, Actor actor, string? why = null, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.MoveAsync(caseId, joined, (step, row) =>
        {
            if (step.To(CaseState.Reopened, actor, "reopened", comment: Protected(why)) is { } illegal) return illegal;
            (row.ClosedAt, row.Outcome, row.ClosingSentence, row.Stars, row.Solved) = (null, null, null, null, null);
            Release(row, step.Now);
            return null;
        }, cancellation);

    /// <summary>The resident needs no more; again changes nothing and succeeds.</summary>
    public Task<CaseMove> WithdrawAsync(Guid caseId, Actor actor, string? why = null, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.MoveAsync(caseId, joined, (step, row) =>
        {
            if (row.State == CaseState.Withdrawn) return step.Nothing();
            if (step.To(CaseState.Withdrawn, actor, "withdrawn", comment: Protected(why)) is { } illegal) return illegal;
            (row.ClosedAt, row.Outcome) = (step.Now, Outcomes.Withdrawn);
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

    /// <summary>Writes on the timeline what another system says of the case; nothing else changes.</summary>
    public Task<CaseMove> NoteAsync(Guid caseId, Actor actor, string kind, string? comment = null, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.MoveAsync(caseId, joined, (step, _) =>
        {
            step.Note(actor, kind, comment: Protected(comment));
            return null;
        }, cancellation);

    /// <summary>
    /// Keeps what the resident added. It belongs to the petition, so it is kept even before the case exists; then the
    /// problem is <see cref="CaseNotFound"/> although nothing is lost.
    /// </summary>
    public Task<CaseMove> SupplementAsync(Guid petitionId, Supplement supplement, OpenTransaction? joined = null, CancellationToken cancellation = default) =>
        writer.MoveAsync(petitionId, joined, (step, _) =>
        {
            step.Note(Actor.Resident(), "supplemented");
            return null;
        }, cancellation, db => db.Supplements.Add(new SupplementRow
        {
            PetitionId = petitionId,
            At = supplement.At,
            Body = protector.Protect(JsonSerializer.Serialize(supplement, PetitionJson.Supplement)),
        }));

    private void Release(CaseRow row, DateTimeOffset now)
    {
        (row.OwnerId, row.OwnerName, row.ClaimedAt, row.OverdueAt) = (null, null, null, null);
        row.DueAt = now + content.Current.Targets.ToTakeOver(row.Urgency);
    }

    private string? Protected(string? comment) => string.IsNullOrWhiteSpace(comment) ? null : protector.Protect(comment.Trim());

    private static CaseProblem? OwnerProblem(CaseRow row, Actor staff) => row.OwnerId switch
    {
        null => new NotOwned(),
        var owner when owner != staff.Id => new OwnedByOther(owner, row.OwnerName ?? owner),
        _ => null,
    };
}
