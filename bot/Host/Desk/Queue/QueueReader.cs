using System.Linq.Expressions;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Queue;

/// <summary>
/// Reads the queue a page at a time. A list is up to three parts (waiting by due time, in hand by the time it was taken over,
/// over newest first), and each part is one walk along an index of <c>cases</c>, so that a page costs the same with a
/// hundred cases as with a hundred thousand.
/// </summary>
internal sealed class QueueReader(CaseworkStore store, TimeProvider time)
{
    public const int PageSize = 40;
    public const int CountLimit = 100;

    private static readonly Expression<Func<CaseRow, QueueRow>> s_row = c => new QueueRow(
        c.Id, c.Receipt, c.State, c.StationId, c.DistanceM, c.PlaceKnown, c.OwnerId, c.OwnerName, c.Urgency, c.Leaf,
        c.Building, c.Community, c.Address, c.RoutedAt, c.DueAt, c.ClaimedAt, c.ClosedAt);

    public async Task<QueuePageOf> PageAsync(
        DeskViewer viewer, QueueTab tab, QueueCursor? after = null, int size = PageSize, CancellationToken cancellation = default)
    {
        await using var db = store.Open();
        var cases = Tab(db, viewer, tab);
        var rows = new List<QueueRow>(size + 1);
        foreach (var part in Parts(tab))
        {
            if (after is not null && part < after.Part) continue;
            var from = after?.Part == part ? after : null;
            rows.AddRange(await Ordered(cases, part, from).Take(size + 1 - rows.Count).Select(s_row).ToListAsync(cancellation));
            if (rows.Count > size) break;
        }
        if (rows.Count <= size) return new(rows, null);
        rows.RemoveAt(size);
        return new(rows, rows[^1].Cursor);
    }

    public async Task<QueueCounts> CountAsync(DeskViewer viewer, CancellationToken cancellation = default)
    {
        await using var db = store.Open();
        return new(await Count(Open(QueueTab.Mine)), await Count(Open(QueueTab.Station)), await Count(Open(QueueTab.Overdue)),
            await Count(Open(QueueTab.All)), await Count(Open(QueueTab.All).Where(c => c.ClaimedAt == null)));

        IQueryable<CaseRow> Open(QueueTab tab) => Tab(db, viewer, tab).Where(c => c.ClosedAt == null);
        Task<int> Count(IQueryable<CaseRow> cases) => cases.Take(CountLimit).CountAsync(cancellation);
    }

    /// <summary>Cases by receipt, or else by the code of a building: open ones first, newest first.</summary>
    public async Task<IReadOnlyList<QueueRow>> SearchAsync(DeskViewer viewer, string text, CancellationToken cancellation = default)
    {
        await using var db = store.Open();
        var cases = Visible(db, viewer);
        var building = text.Trim().ToUpperInvariant();
        cases = Receipt.TryParse(text, out var receipt) ? cases.Where(c => c.Receipt == receipt) : cases.Where(c => c.Building == building);
        return await cases.OrderBy(c => c.ClosedAt != null).ThenByDescending(c => c.SubmittedAt).Take(PageSize).Select(s_row).ToListAsync(cancellation);
    }

    /// <summary>Of these cases, those that lie at the viewer's desks and wait for somebody.</summary>
    public async Task<IReadOnlyList<QueueRow>> WaitingAsync(DeskViewer viewer, IReadOnlyCollection<Guid> ids, CancellationToken cancellation = default)
    {
        await using var db = store.Open();
        return await Visible(db, viewer).Where(c => ids.Contains(c.Id) && c.ClosedAt == null && c.ClaimedAt == null)
            .Select(s_row).ToListAsync(cancellation);
    }

    private IQueryable<CaseRow> Tab(CaseworkDb db, DeskViewer viewer, QueueTab tab)
    {
        var (me, mine, now) = (viewer.Member.Id, viewer.Member.StationId, time.GetUtcNow());
        return tab switch
        {
            QueueTab.Mine => Visible(db, viewer, walkTimes: true).Where(c => c.OwnerId == me && c.ClosedAt == null),
            // Narrower than the area: the area's list of desks would only lead the database astray.
            QueueTab.Station when mine is not null && viewer.Stations?.Contains(mine) != false =>
                Visible(db, viewer with { Stations = [mine] }),
            QueueTab.Station => Visible(db, viewer).Where(c => c.StationId == mine),
            QueueTab.Overdue => Visible(db, viewer).Where(c => c.ClosedAt == null && c.ClaimedAt == null && c.DueAt < now),
            _ => Visible(db, viewer),
        };
    }

    private static QueuePart[] Parts(QueueTab tab) => tab switch
    {
        QueueTab.Mine => [QueuePart.InHand],
        QueueTab.Station => [QueuePart.Waiting, QueuePart.InHand],
        QueueTab.Overdue => [QueuePart.Waiting],
        _ => [QueuePart.Waiting, QueuePart.InHand, QueuePart.Over],
    };

    /// <param name="walkTimes">Another condition or the order leads the search, and the desks are only compared.</param>
    private static IQueryable<CaseRow> Visible(CaseworkDb db, DeskViewer viewer, bool walkTimes = false)
    {
        var cases = db.Cases.AsNoTracking();
        if (viewer.Stations is [var only]) cases = walkTimes ? cases.Where(c => c.StationId + "" == only) : cases.Where(c => c.StationId == only);
        // SQLite, which keeps no statistics, would gather the cases of all these desks and sort them. A column that is part
        // of an expression is no key to an index: it walks along the times instead and stops when the page is full.
        else if (viewer.Stations is { } many && (walkTimes || db is SqliteCaseworkDb)) cases = cases.Where(c => many.Contains(c.StationId + ""));
        else if (viewer.Stations is { } stations) cases = cases.Where(c => stations.Contains(c.StationId));
        // The same rule as DeskViewer.MaySee; the desks' own lists cannot hold such a case, those of a level can.
        if (viewer.HasArea && viewer.Member.StationId is { } own)
            cases = cases.Where(c => c.ExcludedStations == null || !("," + c.ExcludedStations + ",").Contains("," + own + ","));
        return cases;
    }

    private static IQueryable<CaseRow> Ordered(IQueryable<CaseRow> cases, QueuePart part, QueueCursor? after)
    {
        var (key, id) = (after?.Key ?? default, after?.Id ?? default);
        switch (part)
        {
            case QueuePart.Waiting:
                cases = cases.Where(c => c.ClosedAt == null && c.ClaimedAt == null);
                if (after is not null) cases = cases.Where(c => c.DueAt >= key && (c.DueAt > key || c.Id.CompareTo(id) > 0));
                return cases.OrderBy(c => c.DueAt).ThenBy(c => c.Id);
            case QueuePart.InHand:
                cases = cases.Where(c => c.ClosedAt == null && c.ClaimedAt != null);
                if (after is not null) cases = cases.Where(c => c.ClaimedAt >= key && (c.ClaimedAt > key || c.Id.CompareTo(id) > 0));
                return cases.OrderBy(c => c.ClaimedAt).ThenBy(c => c.Id);
            default:
                cases = cases.Where(c => c.ClosedAt != null);
                if (after is not null) cases = cases.Where(c => c.ClosedAt <= key && (c.ClosedAt < key || c.Id.CompareTo(id) > 0));
                return cases.OrderByDescending(c => c.ClosedAt).ThenBy(c => c.Id);
        }
    }
}
