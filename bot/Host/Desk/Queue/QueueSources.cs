using System.Linq.Expressions;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Queue;

/// <summary>
/// The two sources of every list, which never overlap: cases that lie at the viewer's desks, and cases of other desks to
/// which one of the viewer's was called. Two statements, each along an index of its own, instead of one condition with OR.
/// </summary>
internal static class QueueSources
{
    public static readonly Expression<Func<CaseRow, QueueRow>> Row = c => new QueueRow(
        c.Id, c.Receipt, c.State, c.StationId, c.DistanceM, c.PlaceKnown, c.OwnerId, c.OwnerName, c.Urgency, c.Leaf,
        c.Building, c.Community, c.Address, c.RoutedAt, c.DueAt, c.ClaimedAt, c.ClosedAt, c.ConversationId);

    /// <param name="walkTimes">Another condition or the order leads the search, and the desks are only compared.</param>
    public static IQueryable<CaseRow> Own(CaseworkDb db, DeskViewer viewer, bool walkTimes = false)
    {
        var cases = db.Cases.AsNoTracking();
        if (viewer.Stations is [var only]) cases = walkTimes ? cases.Where(c => c.StationId + "" == only) : cases.Where(c => c.StationId == only);
        // SQLite, which keeps no statistics, would gather the cases of all these desks and sort them. A column that is part
        // of an expression is no key to an index: it walks along the times instead and stops when the page is full.
        else if (viewer.Stations is { } many && (walkTimes || db is SqliteCaseworkDb)) cases = cases.Where(c => many.Contains(c.StationId + ""));
        else if (viewer.Stations is { } stations) cases = cases.Where(c => stations.Contains(c.StationId));
        // The same rule as DeskViewer.MaySee; the desks' own lists cannot hold such a case, those of a level can.
        return viewer.HasArea ? NotAbout(viewer, cases) : cases;
    }

    /// <summary>
    /// Cases of other desks to which one of the viewer's was called; null: there are none, or the viewer sees all desks anyway. Few rows;
    /// whether they still wait is asked of what was read (<see cref="QueueRow.Part"/>): as a condition it would lead SQLite along all that waits.
    /// </summary>
    public static async Task<IQueryable<CaseRow>?> CalledAsync(CaseworkDb db, DeskViewer viewer, CancellationToken cancellation)
    {
        if (viewer.Stations is not { Count: > 0 } stations) return null;
        var calls = stations is [var only] ? db.CaseDesks.Where(d => d.StationId == only) : db.CaseDesks.Where(d => stations.Contains(d.StationId));
        var ids = await calls.Select(d => d.CaseId).Distinct().ToListAsync(cancellation);
        return ids.Count == 0 ? null : NotAbout(viewer, db.Cases.AsNoTracking().Where(c => ids.Contains(c.Id)
            && !stations.Contains(c.StationId + "")));
    }

    public static IQueryable<CaseRow> Ordered(IQueryable<CaseRow> cases, QueuePart part, QueueCursor? after)
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

    private static IQueryable<CaseRow> NotAbout(DeskViewer viewer, IQueryable<CaseRow> cases) => viewer.Member.StationId is not { } own ? cases
        : cases.Where(c => c.ExcludedStations == null || !("," + c.ExcludedStations + ",").Contains("," + own + ","));
}
