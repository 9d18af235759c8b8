using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;
using Microsoft.Extensions.Time.Testing;

namespace IntakeBot.Host.Tests.Desk;

/// <summary>Every list and every count against the rule read case by case: <see cref="DeskViewer.MaySee"/>, in the order of the parts.</summary>
public sealed class QueueContentTests
{
    private static readonly string[] s_desks = ["A", "B", "SUB", "C", "D", "SUB2", "DIS"];
    private static readonly DeskViewer[] s_viewers =
    [
        QueueTests.Viewer(StaffRole.Clerk, "A", ["A"]), QueueTests.Viewer(StaffRole.Lead, "D", ["D"]),
        QueueTests.Viewer(StaffRole.Subdistrict, "SUB", ["SUB", "A", "B"]), QueueTests.Viewer(StaffRole.Subdistrict, "SUB2", ["SUB2", "C", "D"]),
        QueueTests.Viewer(StaffRole.District, "DIS", null), QueueTests.Viewer(StaffRole.Administrator, null, null), QueueTests.Viewer(StaffRole.District, null, []),
    ];

    [Theory, MemberData(nameof(QueueTests.Databases), MemberType = typeof(QueueTests))]
    public async Task Every_list_holds_what_its_viewer_may_see_once_and_in_order_and_is_counted_so(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = await QueueTests.StoreAsync(database);
        var random = new Random(20261123);
        var (cases, calls) = (new List<CaseRow>(), new List<CaseDeskRow>());
        for (var number = 1; number <= 320; number++)
        {
            var row = CaseAt(number, random);
            cases.Add(row);
            // Also at its own area, twice in the same area, and left over at a case that nobody waits in any more.
            foreach (var desk in s_desks.Where(desk => desk != row.StationId && random.Next(5) == 0)) calls.Add(QueueTests.Call(number, desk, -1));
        }
        await using (var db = store.Open())
        {
            db.AddRange(cases);
            db.AddRange(calls);
            await db.SaveChangesAsync();
        }
        var called = calls.ToLookup(call => call.CaseId, call => call.StationId);
        var reader = new QueueReader(store, new WaitingResidents(QueueTests.Host(store)), new FakeTimeProvider(QueueTests.s_now));

        foreach (var viewer in s_viewers)
        {
            foreach (var (tab, desk) in (ValueTuple<QueueTab, string?>[])[(QueueTab.Station, null), (QueueTab.Overdue, null), (QueueTab.All, null), (QueueTab.All, "A"), (QueueTab.Overdue, "SUB")])
            {
                var wanted = Wanted(cases, called, desk is null ? viewer : viewer with { Stations = viewer.Stations?.Contains(desk) == false ? [] : [desk] }, tab);
                var rows = new List<QueueRow>();
                for (QueueCursor? after = null; ;)
                {
                    var page = await reader.PageAsync(viewer, tab, after, random.Next(15, 60), new() { Station = desk });
                    rows.AddRange(page.Rows);
                    if ((after = page.More) is null) break;
                }
                var which = $"{viewer.Member.Role} {viewer.Member.StationId} {tab} {desk}: ";
                (which + string.Join(' ', rows.Select(row => row.Receipt))).ShouldBe(which + string.Join(' ', wanted.Select(row => row.Receipt)));
            }
            var all = Wanted(cases, called, viewer, QueueTab.All);
            (await reader.CountAsync(viewer)).ShouldBe(new QueueCounts(
                Shown(all.Count(c => c.OwnerId == "me" && c.ClosedAt is null)), Shown(Wanted(cases, called, viewer, QueueTab.Station).Count),
                Shown(Wanted(cases, called, viewer, QueueTab.Overdue).Count), Shown(all.Count(c => c.ClosedAt is null)), Shown(all.Count(Waits))), viewer.Member.StationId);
            (await reader.CountWaitingAsync(viewer)).ShouldBe(Shown(all.Count(Waits)));
            (await reader.WaitingAsync(viewer, [.. cases.Take(100).Select(c => c.Id)])).Select(row => row.Id)
                .ShouldBe(all.Where(c => Waits(c) && int.Parse(c.Receipt) <= 100).Select(c => c.Id), ignoreOrder: true);
        }
        // The limit is reached as well.
        cases.Count(Waits).ShouldBeGreaterThan(QueueReader.CountLimit);
    }

    private static CaseRow CaseAt(int number, Random random)
    {
        var station = s_desks[random.Next(s_desks.Length)];
        var phase = random.Next(4);
        // Few moments, so that many are due, taken or over at once.
        return QueueTests.Case(
            number, station, due: random.Next(-8, 8), claimed: phase < 2 ? null : random.Next(-40, -20), closed: phase == 3 ? random.Next(-15, -1) : null,
            owner: random.Next(3) == 0 ? "me" : null, excluded: random.Next(6) == 0 && s_desks[random.Next(s_desks.Length)] is var other && other != station ? $"X,{other}" : null);
    }

    private static List<CaseRow> Wanted(List<CaseRow> cases, ILookup<Guid, string> called, DeskViewer viewer, QueueTab tab)
    {
        if (tab == QueueTab.Station) viewer = viewer with { Stations = viewer.Member.StationId is { } own ? [own] : [] };
        return
        [
            .. cases.Where(c => viewer.MaySee(c, called[c.Id]))
                .Where(c => tab switch { QueueTab.Station => c.ClosedAt is null, QueueTab.Overdue => Waits(c) && c.DueAt < QueueTests.s_now, _ => true })
                .OrderBy(c => c.ClosedAt is not null).ThenBy(c => c.ClaimedAt is not null)
                .ThenBy(c => c.ClosedAt is { } closed ? -closed.UtcTicks : (c.ClaimedAt ?? c.DueAt).UtcTicks).ThenBy(c => int.Parse(c.Receipt)),
        ];
    }

    private static bool Waits(CaseRow row) => row is { ClosedAt: null, ClaimedAt: null };
    private static int Shown(int count) => Math.Min(count, QueueReader.CountLimit);
}
