using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Cases;

public sealed partial class CaseReader
{
    private const int MostRelated = 20;
    private const double NearMetres = 100;
    private static readonly TimeSpan Lately = TimeSpan.FromDays(14);

    /// <summary>
    /// Open cases that may be about the same matter, the likeliest first: of the same building and leaf, then those of the same branch of
    /// the taxonomy within 100 m, all submitted within 14 days. Which of them somebody may see is the caller's business.
    /// </summary>
    public async Task<IReadOnlyList<LikelyDuplicate>> DuplicatesAsync(CaseRow of, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(of);
        var (from, to, branch) = (of.SubmittedAt - Lately, of.SubmittedAt + Lately, of.Leaf.Split('.')[0] + ".");
        var db = store.Open();
        await using (db.ConfigureAwait(false))
        {
            var open = db.Cases.AsNoTracking().Where(c => c.ClosedAt == null && c.Id != of.Id && c.SubmittedAt >= from && c.SubmittedAt <= to);
            var same = of.Building is null ? []
                : await open.Where(c => c.Building == of.Building && c.Leaf == of.Leaf).OrderByDescending(c => c.SubmittedAt).Take(MostRelated)
                    .ToListAsync(cancellation).ConfigureAwait(false);
            var found = same.Select(c => new LikelyDuplicate(c, 0)).ToList();
            if (of is not { Latitude: { } lat, Longitude: { } lon }) return found;
            var (north, east) = Geodesic.PerDegree(lat);
            var (dLat, dLon) = (NearMetres / north, NearMetres / east);
            var desks = DesksAround(of, new(lat, lon));
            var near = await open.Where(c => desks.Contains(c.StationId) && c.Leaf.StartsWith(branch) && c.Latitude >= lat - dLat && c.Latitude <= lat + dLat
                    && c.Longitude >= lon - dLon && c.Longitude <= lon + dLon).OrderByDescending(c => c.SubmittedAt).Take(MostRelated * 2)
                .ToListAsync(cancellation).ConfigureAwait(false);
            found.AddRange(near.Where(c => same.TrueForAll(s => s.Id != c.Id))
                .Select(c => new LikelyDuplicate(c, Geodesic.Metres(new(lat, lon), new(c.Latitude!.Value, c.Longitude!.Value))))
                .Where(c => c.Metres <= NearMetres).OrderBy(c => c.Metres));
            return [.. found.Take(MostRelated)];
        }
    }

    // Where a case so near can lie: asked by station, the store need not walk through everything that is open.
    private HashSet<string> DesksAround(CaseRow of, GeoPoint point)
    {
        var now = places.Current;
        var community = now.Gazetteer.FindCommunity(of.Community);
        var desks = now.Near(point, Router.CircleMetres).Select(near => near.Station.Id).Append(of.StationId).ToHashSet(StringComparer.Ordinal);
        foreach (var desk in (ReadOnlySpan<int>)[now.Hall(community), now.SubdistrictDesk(community < 0 ? -1 : now.Gazetteer.Communities[community].Subdistrict), now.DistrictDesk])
            if (desk >= 0) desks.Add(now.StationAt(desk).Id);
        return desks;
    }

    /// <summary>Other cases of the same conversation, and of the same building, newest first, over or not.</summary>
    public async Task<CaseHistory> HistoryAsync(CaseRow of, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(of);
        var db = store.Open();
        await using (db.ConfigureAwait(false))
        {
            var others = db.Cases.AsNoTracking().Where(c => c.Id != of.Id).OrderByDescending(c => c.SubmittedAt);
            var resident = await others.Where(c => c.ConversationId == of.ConversationId).Take(MostRelated).ToListAsync(cancellation).ConfigureAwait(false);
            var building = of.Building is null ? []
                : await others.Where(c => c.Building == of.Building).Take(MostRelated).ToListAsync(cancellation).ConfigureAwait(false);
            return new CaseHistory(resident, building);
        }
    }

    /// <summary>Within a transaction: whether somebody owns an open case of a conversation.</summary>
    public static async Task<bool> OwnsAsync(string conversationId, string ownerId, OpenTransaction open, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(open);
        var db = CaseworkDb.On(open.Connection, open.Transaction);
        await using (db.ConfigureAwait(false))
            return await db.Cases.AnyAsync(c => c.ConversationId == conversationId && c.OwnerId == ownerId && c.ClosedAt == null, cancellation).ConfigureAwait(false);
    }

    /// <summary>How many open cases people have in hand; who has none is left out.</summary>
    public async Task<IReadOnlyDictionary<string, int>> OpenOfAsync(IReadOnlyCollection<string> owners, CancellationToken cancellation = default)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
            return await db.Cases.Where(c => c.ClosedAt == null && c.OwnerId != null && owners.Contains(c.OwnerId)).GroupBy(c => c.OwnerId!)
                .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation).ConfigureAwait(false);
    }

    /// <summary>What was merged into a case, also by way of another one.</summary>
    public async Task<IReadOnlyList<CaseRow>> MergedAsync(Guid into, CancellationToken cancellation = default)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
        {
            var (found, from) = (new List<CaseRow>(), new List<Guid> { into });
            while (from.Count > 0)
            {
                // By the timelines, which are indexed: the store need not walk through all cases.
                var receipts = db.CaseEvents.Where(e => from.Contains(e.CaseId) && e.Kind == "absorbed").Select(e => e.Reason);
                var more = await db.Cases.AsNoTracking().Where(c => receipts.Contains(c.Receipt) && c.MergedInto == into).ToListAsync(cancellation).ConfigureAwait(false);
                more.RemoveAll(c => found.Exists(f => f.Id == c.Id));
                found.AddRange(more);
                from = [.. more.Select(c => c.Id)];
            }
            return found;
        }
    }

    /// <summary>
    /// Cases of other conversations whose residents left the same number to call back, newest first, over or not. The same number is not always the
    /// same person. A look at personal data: who may take it is the caller's business, and to note it.
    /// </summary>
    public async Task<IReadOnlyList<CaseRow>> SameContactAsync(CaseRow of, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(of);
        var db = store.Open();
        await using (db.ConfigureAwait(false))
        {
            var mark = await db.Petitions.Where(p => p.Id == of.PetitionId).Select(p => p.ContactMark).SingleOrDefaultAsync(cancellation).ConfigureAwait(false);
            return await MarkedAsync(db.Cases.Where(c => c.Id != of.Id && c.ConversationId != of.ConversationId), db, mark, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The same for a number somebody calls from.</summary>
    /// <returns>null: this is no number.</returns>
    public async Task<IReadOnlyList<CaseRow>?> ByPhoneAsync(string phone, CancellationToken cancellation = default)
    {
        if (ContactMark.Of(phone, protector) is not { Length: > 0 } mark) return null;
        var db = store.Open();
        await using (db.ConfigureAwait(false)) return await MarkedAsync(db.Cases, db, mark, cancellation).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<CaseRow>> MarkedAsync(IQueryable<CaseRow> cases, CaseworkDb db, string? mark, CancellationToken cancellation) =>
        string.IsNullOrEmpty(mark) ? [] : await cases.AsNoTracking().Where(c => db.Petitions.Where(p => p.ContactMark == mark).Select(p => p.Id).Contains(c.PetitionId))
            .OrderByDescending(c => c.SubmittedAt).Take(MostRelated).ToListAsync(cancellation).ConfigureAwait(false);

    /// <summary>Desks that were called besides the case's own, first called first.</summary>
    public async Task<IReadOnlyList<CaseDeskRow>> CalledAsync(Guid caseId, CancellationToken cancellation = default)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
            return await db.CaseDesks.AsNoTracking().Where(d => d.CaseId == caseId).OrderBy(d => d.CalledAt).ToListAsync(cancellation).ConfigureAwait(false);
    }
}

/// <param name="Metres">0: the same building.</param>
public sealed record LikelyDuplicate(CaseRow Case, double Metres);

public sealed record CaseHistory(IReadOnlyList<CaseRow> Resident, IReadOnlyList<CaseRow> Building);
