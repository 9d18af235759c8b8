using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Queue;

/// <summary>
/// Reads the queue a page at a time. A list is up to three parts (waiting by due time, in hand by the time it was taken over,
/// over newest first), and each part is one walk along an index of <c>cases</c>, so that a page costs the same with a
/// hundred cases as with a hundred thousand.
/// </summary>
internal sealed class QueueReader(CaseworkStore store, WaitingResidents waiting, TimeProvider time)
{
    public const int PageSize = 40;
    public const int CountLimit = 100;
    /// <summary>So many finished cases are looked through at most for one page of a filtered list; the next page goes on behind them.</summary>
    public const int Window = 5_000;
    // Nobody has more in hand; the rest would follow when these are done.
    private const int MostInHand = 500;

    public async Task<QueuePageOf> PageAsync(
        DeskViewer viewer, QueueTab tab, QueueCursor? after = null, int size = PageSize, QueueFilter? filter = null, CancellationToken cancellation = default)
    {
        filter ??= QueueFilter.None;
        var seen = AtDesksOf(viewer, tab, filter);
        if (seen.Stations is { Count: 0 }) return new([], null);
        await using var db = store.Open();
        if (tab == QueueTab.Mine) return await MineAsync(db, viewer, after, size, filter, cancellation);
        var own = QueueSources.Own(db, seen);
        var rows = new List<QueueRow>(size + 1);
        QueueCursor? cut = null;
        foreach (var part in Parts(tab))
        {
            if (after is not null && part < after.Part) continue;
            var (from, wanted) = (after?.Part == part ? after : null, size + 1 - rows.Count);
            if (part == QueuePart.Waiting)
            {
                rows.AddRange(await WaitingRowsAsync(QueueSources.Waiting(db, seen).Select(source => filter.On(Narrowed(source, tab))), from, wanted, cancellation));
            }
            else if (part == QueuePart.Over && filter is { Narrows: true, Owner: null })
            {
                (var found, cut) = await LookThroughAsync(QueueSources.Ordered(own, part, from), filter, wanted, cancellation);
                rows.AddRange(found);
            }
            else
            {
                rows.AddRange(await RowsAsync(QueueSources.Ordered(filter.On(own), part, from), wanted, cancellation));
            }
            if (rows.Count > size) break;
        }
        if (rows.Count > size)
        {
            rows.RemoveAt(size);
            cut = rows[^1].Cursor;
        }
        return new(await MarkedAsync(db, rows, seen, cancellation), cut);
    }

    public async Task<QueueCounts> CountAsync(DeskViewer viewer, CancellationToken cancellation = default)
    {
        await using var db = store.Open();
        var (now, station) = (time.GetUtcNow(), AtDesksOf(viewer, QueueTab.Station, QueueFilter.None));
        var waiting = QueueSources.Waiting(db, viewer);
        if (viewer.Stations is { Count: 0 }) return QueueCounts.None;
        var isStation = station.Stations is [var desk] && viewer.Stations is [var same] && desk == same;
        var atStation = isStation || station.Stations is not { Count: > 0 } ? [] : QueueSources.Waiting(db, station);
        var counted = await CountAsync(
        [
            [Mine(db, viewer)],
            [InHand(db, viewer)],
            [.. waiting.Select(ByDue)],
            [.. waiting.Select(source => ByDue(source.Where(c => c.DueAt < now)))],
            atStation.Count == 0 ? [] : [InHand(db, station)],
            [.. atStation.Select(ByDue)],
        ], cancellation);
        var all = Limited(counted[1] + counted[2]);
        return new(Limited(counted[0]), isStation ? all : Limited(counted[4] + counted[5]), Limited(counted[3]), all, Limited(counted[2]));
    }

    /// <summary>How much waits for somebody: the number in the bar and in the title.</summary>
    public async Task<int> CountWaitingAsync(DeskViewer viewer, CancellationToken cancellation = default)
    {
        if (viewer.Stations is { Count: 0 }) return 0;
        await using var db = store.Open();
        return Limited((await CountAsync([[.. QueueSources.Waiting(db, viewer).Select(ByDue)]], cancellation))[0]);
    }

    // All in one statement; nothing is counted further than is shown, along an index in its order: PostgreSQL would gather all that waits first.
    private static async Task<int[]> CountAsync(IReadOnlyList<IReadOnlyList<IQueryable<CaseRow>>> lists, CancellationToken cancellation)
    {
        var limited = lists.SelectMany((sources, list) => sources.Select(source => source.Take(CountLimit).Select(c => list)));
        var found = await limited.Aggregate((one, next) => one.Concat(next)).GroupBy(list => list).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellation);
        var counts = new int[lists.Count];
        foreach (var list in found) counts[list.Key] = list.Count;
        return counts;
    }

    private static IQueryable<CaseRow> ByDue(IQueryable<CaseRow> waiting) => QueueSources.Ordered(waiting, QueuePart.Waiting, null);

    private static int Limited(int count) => Math.Min(count, CountLimit);

    /// <summary>Of these cases, those that wait for somebody at the viewer's desks, or at another to which one of these was called.</summary>
    public async Task<IReadOnlyList<QueueRow>> WaitingAsync(DeskViewer viewer, IReadOnlyCollection<Guid> ids, CancellationToken cancellation = default)
    {
        await using var db = store.Open();
        var rows = new List<QueueRow>();
        foreach (var source in QueueSources.Waiting(db, viewer, walkTimes: true))
            rows.AddRange(await source.Where(c => ids.Contains(c.Id)).Select(QueueSources.Row).ToListAsync(cancellation));
        return await MarkedAsync(db, rows, viewer, cancellation);
    }

    /// <summary>The same rows with who was called to those that wait, and which residents wait in those that are in hand.</summary>
    public async Task<IReadOnlyList<QueueRow>> MarkAsync(DeskViewer viewer, List<QueueRow> rows, CancellationToken cancellation = default)
    {
        await using var db = store.Open();
        return await MarkedAsync(db, rows, viewer, cancellation);
    }

    /// <summary>How much lies open at each desk of the area, those with the most overdue first.</summary>
    public async Task<IReadOnlyList<StationLoad>> LoadsAsync(DeskViewer viewer, CancellationToken cancellation = default)
    {
        await using var db = store.Open();
        var now = time.GetUtcNow();
        var loads = await QueueSources.Own(db, viewer, walkTimes: true).Where(c => c.ClosedAt == null).GroupBy(c => c.StationId)
            .Select(g => new { g.Key, Waiting = g.Count(c => c.ClaimedAt == null), Overdue = g.Count(c => c.ClaimedAt == null && c.DueAt < now), InHand = g.Count(c => c.ClaimedAt != null) })
            .ToListAsync(cancellation);
        return [.. loads.Select(l => new StationLoad(l.Key, l.Waiting, l.Overdue, l.InHand))
            .OrderByDescending(l => l.Overdue).ThenByDescending(l => l.Waiting).ThenBy(l => l.StationId, StringComparer.Ordinal)];
    }

    /// <summary>Who has open cases of the area in hand.</summary>
    public async Task<IReadOnlyList<QueueOwner>> OwnersAsync(DeskViewer viewer, CancellationToken cancellation = default)
    {
        await using var db = store.Open();
        var owners = await QueueSources.Own(db, viewer, walkTimes: true).Where(c => c.ClosedAt == null && c.OwnerId != null)
            .GroupBy(c => c.OwnerId!).Select(g => new { g.Key, Name = g.Max(c => c.OwnerName) }).ToListAsync(cancellation);
        return [.. owners.Select(o => new QueueOwner(o.Key, o.Name ?? o.Key)).OrderBy(o => o.Name, StringComparer.Ordinal)];
    }

    // One person's list is short: read as a whole, so that those who wait longest for an answer stand first.
    private async Task<QueuePageOf> MineAsync(
        CaseworkDb db, DeskViewer viewer, QueueCursor? after, int size, QueueFilter filter, CancellationToken cancellation)
    {
        var rows = await RowsAsync(filter.On(Mine(db, filter.Narrow(viewer))).OrderBy(c => c.ClaimedAt).ThenBy(c => c.Id), MostInHand, cancellation);
        var ordered = (await MarkedAsync(db, rows, viewer, cancellation)).Select(row => row with { AnswersFirst = true })
            .OrderBy(row => row.Part).ThenBy(row => row.Key).ThenBy(row => row.Id).SkipWhile(row => after is not null && !IsBehind(row, after)).Take(size + 1).ToList();
        if (ordered.Count <= size) return new(ordered, null);
        ordered.RemoveAt(size);
        return new(ordered, ordered[^1].Cursor);

        static bool IsBehind(QueueRow row, QueueCursor after) => (row.Part, row.Key, row.Id).CompareTo((after.Part, after.Key, after.Id)) > 0;
    }

    private static async Task<(List<QueueRow> Rows, QueueCursor? Cut)> LookThroughAsync(
        IQueryable<CaseRow> over, QueueFilter filter, int wanted, CancellationToken cancellation)
    {
        var found = await RowsAsync(filter.On(over.Take(Window)).OrderByDescending(c => c.ClosedAt).ThenBy(c => c.Id), wanted, cancellation);
        if (found.Count == wanted) return (found, null);
        var last = await over.Skip(Window - 1).Select(c => new { c.ClosedAt, c.Id }).FirstOrDefaultAsync(cancellation);
        return (found, last is null ? null : new(QueuePart.Over, last.ClosedAt!.Value, last.Id));
    }

    private async Task<IReadOnlyList<QueueRow>> MarkedAsync(CaseworkDb db, List<QueueRow> rows, DeskViewer viewer, CancellationToken cancellation)
    {
        var ids = rows.Where(row => row.Part == QueuePart.Waiting).Select(row => row.Id).ToList();
        var calls = ids.Count == 0 ? null
            : (await db.CaseDesks.AsNoTracking().Where(d => ids.Contains(d.CaseId)).ToListAsync(cancellation)).OrderBy(d => d.CalledAt).ToLookup(d => d.CaseId);
        var since = await waiting.SinceAsync([.. rows.Where(row => row.Part == QueuePart.InHand).Select(row => row.ConversationId)], cancellation);
        return [.. rows.Select(row =>
        {
            if (row.Part == QueuePart.InHand && since.TryGetValue(row.ConversationId, out var asked)) return row with { WaitingSince = asked };
            if (calls is null || !calls.Contains(row.Id)) return row;
            var called = calls[row.Id].Select(d => new CalledDesk(d.StationId, d.CalledAt, d.DistanceM)).ToList();
            return row with
            {
                Called = called,
                Call = called.Find(desk => desk.StationId == viewer.Member.StationId)
                    ?? (viewer.Stations?.Contains(row.StationId) == false ? called.Find(desk => viewer.Stations.Contains(desk.StationId)) : null),
            };
        })];
    }

    private static async Task<IEnumerable<QueueRow>> WaitingRowsAsync(
        IEnumerable<IQueryable<CaseRow>> sources, QueueCursor? from, int wanted, CancellationToken cancellation)
    {
        var found = new List<QueueRow>();
        foreach (var source in sources) found.AddRange(await RowsAsync(QueueSources.Ordered(source, QueuePart.Waiting, from), wanted, cancellation));
        return found.OrderBy(row => row.Key).ThenBy(row => row.Id).Take(wanted);
    }

    private static Task<List<QueueRow>> RowsAsync(IQueryable<CaseRow> cases, int most, CancellationToken cancellation) =>
        cases.Take(most).Select(QueueSources.Row).ToListAsync(cancellation);

    private static IQueryable<CaseRow> InHand(CaseworkDb db, DeskViewer viewer) => QueueSources.Ordered(QueueSources.Own(db, viewer), QueuePart.InHand, null);

    private static IQueryable<CaseRow> Mine(CaseworkDb db, DeskViewer viewer)
    {
        var me = viewer.Member.Id;
        return QueueSources.Own(db, viewer, walkTimes: true).Where(c => c.OwnerId == me && c.ClosedAt == null);
    }

    private IQueryable<CaseRow> Narrowed(IQueryable<CaseRow> cases, QueueTab tab)
    {
        if (tab != QueueTab.Overdue) return cases;
        var now = time.GetUtcNow();
        return cases.Where(c => c.DueAt < now);
    }

    // The station's tab is one desk, narrower than the area; without a desk, or with one outside the area, it is empty.
    private static DeskViewer AtDesksOf(DeskViewer viewer, QueueTab tab, QueueFilter filter) => tab != QueueTab.Station ? filter.Narrow(viewer)
        : viewer.Member.StationId is { } mine && viewer.Stations?.Contains(mine) != false ? viewer with { Stations = [mine] } : viewer with { Stations = [] };

    private static QueuePart[] Parts(QueueTab tab) => tab switch
    {
        QueueTab.Station => [QueuePart.Waiting, QueuePart.InHand],
        QueueTab.Overdue => [QueuePart.Waiting],
        QueueTab.All => [QueuePart.Waiting, QueuePart.InHand, QueuePart.Over],
        _ => [],
    };
}
