using System.Linq.Expressions;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Queue;

/// <summary>Where the rows of a list come from: cases that lie at the viewer's desks, and those of other desks to which one of the viewer's was called.</summary>
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
    /// All that waits for somebody at the viewer's desks, in one source or in two that never overlap. A station has few cases of its own, and
    /// what it was called to is looked up by the desk. The desk of a level is called to a great part of all that is late, and of an area's
    /// calls most lie in it anyway: there it is asked of each case in the order of time, until the page is full.
    /// </summary>
    public static IReadOnlyList<IQueryable<CaseRow>> Waiting(CaseworkDb db, DeskViewer viewer, bool walkTimes = false)
    {
        if (viewer.Stations is not { } area) return [Wait(Own(db, viewer, walkTimes))];
        if (area is [var only] && !(viewer.HasArea && only == viewer.Member.StationId)) return [Wait(Own(db, viewer, walkTimes)), CalledTo(db, viewer, only)];
        // SQLite would look for each case and desk in turn.
        var calls = db is SqliteCaseworkDb ? db.CaseDesks.Where(d => area.Contains(d.StationId + "")) : db.CaseDesks.Where(d => area.Contains(d.StationId));
        return [NotAbout(viewer, Wait(db.Cases.AsNoTracking()).Where(c => area.Contains(c.StationId + "") || calls.Any(d => d.CaseId == c.Id)))];

        static IQueryable<CaseRow> Wait(IQueryable<CaseRow> cases) => cases.Where(c => c.ClosedAt == null && c.ClaimedAt == null);
    }

    // Whether it still waits is asked in a form that is no key: SQLite would begin with all that waits instead of with the desk's calls.
    private static IQueryable<CaseRow> CalledTo(CaseworkDb db, DeskViewer viewer, string desk) => NotAbout(viewer,
        db.CaseDesks.AsNoTracking().Where(d => d.StationId == desk).Join(db.Cases.AsNoTracking(), d => d.CaseId, c => c.Id, (d, c) => c)
            .Where(c => (c.ClosedAt ?? c.ClaimedAt) == null && c.StationId + "" != desk));

    /// <param name="cases">For what waits: one of <see cref="Waiting"/>. PostgreSQL takes a condition that stands there twice for twice as rare, and reads and sorts instead of walking.</param>
    public static IQueryable<CaseRow> Ordered(IQueryable<CaseRow> cases, QueuePart part, QueueCursor? after)
    {
        var (key, id) = (after?.Key ?? default, after?.Id ?? default);
        switch (part)
        {
            case QueuePart.Waiting:
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
