using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Cases;

/// <summary>What desks, residents and the relay ask about cases. Who may ask what is the host's business.</summary>
public sealed partial class CaseReader(CaseworkStore store, PlacesSource places, IPersonalDataProtector protector)
{
    private static readonly string[] ShownToResidents =
        ["received", "routed", "claimed", "contacted", "handling", "handed-back", "transferred", "settled", "unsettled", "closed", "reopened", "withdrawn", "supplemented", "rated", "overdue", "merged", "unmerged"];

    /// <summary>A page of a desk's queue: unclaimed ones first, what is due first on top; finished ones newest first.</summary>
    public async Task<CasePage> ListAsync(CaseFilter filter, PageOf page, CancellationToken cancellation = default)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
        {
            var chosen = Chosen(db, filter);
            var total = await chosen.CountAsync(cancellation).ConfigureAwait(false);
            var ordered = filter.Over == true
                ? chosen.OrderByDescending(c => c.ClosedAt).ThenBy(c => c.Id)
                : chosen.OrderBy(c => c.ClosedAt != null).ThenBy(c => c.ClaimedAt != null).ThenBy(c => c.DueAt).ThenBy(c => c.Id);
            var rows = await ordered.Skip(page.Number * page.Size).Take(page.Size).ToListAsync(cancellation).ConfigureAwait(false);
            return new CasePage(rows, total);
        }
    }

    public async Task<CaseRow?> FindAsync(Guid caseId, CancellationToken cancellation = default)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
            return await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == caseId, cancellation).ConfigureAwait(false);
    }

    /// <summary>Everything staff see of a case. The look itself is to be audited by the caller.</summary>
    public Task<CaseDetail?> DetailAsync(Guid caseId, CancellationToken cancellation = default) =>
        DetailAsync(cases => cases.Where(c => c.Id == caseId), cancellation);

    /// <param name="receipt">As <see cref="Receipt.TryParse"/> gives it.</param>
    public Task<CaseDetail?> DetailAsync(string receipt, CancellationToken cancellation = default) =>
        DetailAsync(cases => cases.Where(c => c.Receipt == receipt), cancellation);

    /// <summary>The receipt of a petition's case, for one who joined it and knows only the petition; null: no case yet.</summary>
    public async Task<string?> ReceiptOfAsync(Guid petitionId, CancellationToken cancellation = default)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
            return await db.Cases.AsNoTracking().Where(c => c.PetitionId == petitionId).Select(c => c.Receipt).SingleOrDefaultAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// What a resident may see. A petition that is stored but has no case yet is <c>received</c>; null: no such receipt.
    /// </summary>
    public async Task<CaseProgress?> ProgressAsync(string receipt, CancellationToken cancellation = default)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
        {
            if (await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Receipt == receipt, cancellation).ConfigureAwait(false) is { } found)
            {
                var events = await db.CaseEvents.AsNoTracking().Where(e => e.CaseId == found.Id && ShownToResidents.Contains(e.Kind))
                    .OrderBy(e => e.Seq).Select(e => new ProgressStep(e.At, e.Kind)).ToListAsync(cancellation).ConfigureAwait(false);
                return new CaseProgress(found.PetitionId, receipt, found.State.Code(), StationName(found.StationId), found.OwnerName,
                    found.OverdueAt is not null && found.ClaimedAt is null, found.SubmittedAt, found.UpdatedAt, found.DueAt, found.Outcome,
                    Open(found.ClosingSentence), events, found.Leaf);
            }
            var petition = await db.Petitions.AsNoTracking().Where(p => p.Receipt == receipt).Select(p => new { p.Id, p.SubmittedAt })
                .SingleOrDefaultAsync(cancellation).ConfigureAwait(false);
            return petition is null ? null : new CaseProgress(petition.Id, receipt, CaseState.Received.Code(), "", null, false,
                petition.SubmittedAt, petition.SubmittedAt, petition.SubmittedAt, null, null, [new(petition.SubmittedAt, "received")]);
        }
    }

    /// <summary>
    /// Open cases of one building and leaf submitted after a moment: the oldest one's petition and how many there are; null: none. A plain
    /// statement: it is asked within a turn, and a context would cost a third of it.
    /// </summary>
    public async Task<SameCases?> SameAsync(string building, string leaf, DateTimeOffset since, CancellationToken cancellation = default)
    {
        var connection = await store.ConnectAsync(cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var ask = Sql.Command(connection, null, """
                SELECT petition_id, submitted_at, COUNT(*) OVER () FROM cases
                WHERE building = @building AND leaf = @leaf AND closed_at IS NULL AND submitted_at > @since ORDER BY submitted_at LIMIT 1
                """);
            await using (ask.ConfigureAwait(false))
            {
                Sql.Add(ask, "building", building);
                Sql.Add(ask, "leaf", leaf);
                Sql.Add(ask, "since", since);
                var row = await ask.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
                await using (row.ConfigureAwait(false))
                    return await row.ReadAsync(cancellation).ConfigureAwait(false) ? new(row.GetGuid(0), Sql.Time(row, 1), row.GetInt32(2)) : null;
            }
        }
    }

    /// <summary>Which of these petitions have a case: the relay drops those from its outbox and sends the others again.</summary>
    public async Task<IReadOnlySet<Guid>> CaseExistsAsync(IReadOnlyCollection<Guid> petitionIds, CancellationToken cancellation = default)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
            return (await db.Cases.Where(c => petitionIds.Contains(c.PetitionId)).Select(c => c.PetitionId)
                .ToListAsync(cancellation).ConfigureAwait(false)).ToHashSet();
    }

    /// <summary>Messages that could never be handled, newest first.</summary>
    public async Task<IReadOnlyList<ParkedMessageRow>> ParkedAsync(int count = 100, CancellationToken cancellation = default)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
            return await db.ParkedMessages.AsNoTracking().OrderByDescending(p => p.Id).Take(count).ToListAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<CaseDetail?> DetailAsync(Func<IQueryable<CaseRow>, IQueryable<CaseRow>> which, CancellationToken cancellation)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
        {
            if (await which(db.Cases.AsNoTracking()).SingleOrDefaultAsync(cancellation).ConfigureAwait(false) is not { } found) return null;
            var petition = await PetitionStore.FindAsync(db, found.PetitionId, protector, cancellation).ConfigureAwait(false);
            var events = await db.CaseEvents.AsNoTracking().Where(e => e.CaseId == found.Id).OrderBy(e => e.Seq)
                .ToListAsync(cancellation).ConfigureAwait(false);
            var facts = await db.CaseFacts.AsNoTracking().Where(f => f.CaseId == found.Id).OrderBy(f => f.Id).ToListAsync(cancellation).ConfigureAwait(false);
            var strays = await db.Supplements.Where(s => s.PetitionId == found.PetitionId && s.OriginId != null)
                .Join(db.Cases.Where(c => c.MergedInto == found.Id), s => s.OriginId, c => c.Id, (s, c) => new FromMerged(s.At, c.Id, c.Receipt)).ToListAsync(cancellation).ConfigureAwait(false);
            return new CaseDetail(found, petition, Open(found.ClosingSentence), [.. events.Select(e => new TimelineEntry(e, Open(e.Comment)))])
            {
                Facts = [.. facts.Select(f => Open(f, protector))],
                FromMerged = strays,
            };
        }
    }

    internal static FactChange Open(CaseFactRow fact, IPersonalDataProtector protector) => new(fact.Id, fact.At, fact.Actor, fact.ActorName, fact.Field,
        fact.Before is null ? null : protector.Unprotect(fact.Before), fact.After is null ? null : protector.Unprotect(fact.After));

    private static IQueryable<CaseRow> Chosen(CaseworkDb db, CaseFilter filter)
    {
        var cases = db.Cases.AsNoTracking();
        if (filter.Over is { } over) cases = over ? cases.Where(c => c.ClosedAt != null) : cases.Where(c => c.ClosedAt == null);
        if (filter.StationIds is { } stations) cases = cases.Where(c => stations.Contains(c.StationId));
        if (filter.OwnerId is { } owner) cases = cases.Where(c => c.OwnerId == owner);
        if (filter.OverdueOnly) cases = cases.Where(c => c.OverdueAt != null && c.ClaimedAt == null);
        if (filter.Leaf is { } leaf) cases = cases.Where(c => c.Leaf == leaf);
        if (filter.Urgency is { } urgency) cases = cases.Where(c => c.Urgency == urgency);
        if (filter.Receipt is { } receipt) cases = cases.Where(c => c.Receipt == receipt);
        if (filter.Building is { } building) cases = cases.Where(c => c.Building == building);
        return cases;
    }

    private string StationName(string id) => places.Current.FindStation(id)?.Name ?? id;
    private string? Open(string? guarded) => guarded is null ? null : protector.Unprotect(guarded);
}
