using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace IntakeBot.Host.Tests.Desk;

public sealed class QueueTests
{
    internal static readonly DateTimeOffset s_now = new(2026, 11, 23, 22, 0, 0, TimeSpan.FromHours(8));
    private readonly FakeTimeProvider _time = new(s_now);

    public static TheoryData<string> Databases => ["sqlite", "postgres"];

    [Theory, MemberData(nameof(Databases))]
    public async Task What_is_due_first_stands_first_then_what_is_in_hand_then_what_is_over(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = await StoreAsync(database);
        await using (var db = store.Open())
        {
            db.AddRange(
                Case(1, "A", due: 9), Case(2, "A", due: 3), Case(3, "A", due: -2), Case(4, "B", due: 1),
                Case(5, "A", due: 1, claimed: -20), Case(6, "A", due: 1, claimed: -30, owner: "me"),
                Case(7, "A", due: 1, claimed: -60, closed: -10), Case(8, "A", due: 1, claimed: -60, closed: -5));
            await db.SaveChangesAsync();
        }
        var reader = Reader(store);
        var clerk = Viewer(StaffRole.Clerk, "A", ["A"]);

        (await AllAsync(reader, clerk, QueueTab.All)).ShouldBe([3, 2, 1, 6, 5, 8, 7]);
        (await AllAsync(reader, clerk, QueueTab.Station)).ShouldBe([3, 2, 1, 6, 5]);
        (await AllAsync(reader, clerk, QueueTab.Overdue)).ShouldBe([3]);
        (await AllAsync(reader, clerk, QueueTab.Mine)).ShouldBe([6]);
        (await AllAsync(reader, Viewer(StaffRole.Administrator, null, null), QueueTab.All)).ShouldBe([3, 4, 2, 1, 6, 5, 8, 7]);
        (await reader.CountAsync(clerk)).ShouldBe(new QueueCounts(1, 5, 1, 5, 3));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Next_page_begins_behind_the_last_row_even_when_rows_came_before_it_or_are_due_at_once(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = await StoreAsync(database);
        await using (var db = store.Open())
        {
            // All due at the same moment: only the id tells them apart.
            for (var i = 1; i <= 25; i++) db.Add(Case(i, "A", due: 5));
            await db.SaveChangesAsync();
        }
        var reader = Reader(store);
        var clerk = Viewer(StaffRole.Clerk, "A", ["A"]);
        var first = await reader.PageAsync(clerk, QueueTab.Station, null, 10);
        await using (var db = store.Open())
        {
            db.Add(Case(900, "A", due: -5));
            await db.SaveChangesAsync();
        }
        var rest = new List<QueueRow>();
        for (var after = first.More; after is not null;)
        {
            var page = await reader.PageAsync(clerk, QueueTab.Station, after, 10);
            rest.AddRange(page.Rows);
            after = page.More;
        }
        first.Rows.Concat(rest).Select(row => row.Id).Distinct().Count().ShouldBe(25);
        rest.Count.ShouldBe(15);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Case_to_which_a_desk_was_called_stands_in_its_queue_in_order_and_is_counted_until_somebody_takes_it(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = await StoreAsync(database);
        await using (var db = store.Open())
        {
            db.AddRange(
                Case(1, "A", due: 9), Case(2, "A", due: -3), Case(3, "B", due: -4), Case(4, "B", due: -2), Case(5, "B", due: -1),
                Case(6, "B", due: -9, claimed: -1), Case(7, "C", due: -6), Case(8, "B", due: -5, excluded: "X,A"));
            db.AddRange(
                Call(3, "A", -1), Call(4, "A", -1), Call(6, "A", -1), Call(7, "D", -1), Call(8, "A", -1), Call(3, "SUB", 0));
            await db.SaveChangesAsync();
        }
        var reader = Reader(store);
        var clerk = Viewer(StaffRole.Clerk, "A", ["A"]);
        (await AllAsync(reader, clerk, QueueTab.Station)).ShouldBe([3, 2, 4, 1]);
        (await AllAsync(reader, clerk, QueueTab.Overdue)).ShouldBe([3, 2, 4]);
        (await AllAsync(reader, clerk, QueueTab.All)).ShouldBe([3, 2, 4, 1]);
        (await reader.CountAsync(clerk)).ShouldBe(new QueueCounts(0, 4, 3, 4, 4));
        // An area that holds both desks shows each case once.
        (await AllAsync(reader, Viewer(StaffRole.Subdistrict, "SUB", ["SUB", "A", "B"]), QueueTab.Overdue)).ShouldBe([8, 3, 2, 4, 5]);
        (await AllAsync(reader, Viewer(StaffRole.Subdistrict, "SUB", ["SUB", "A", "B"]), QueueTab.Station)).ShouldBe([3]);
        (await AllAsync(reader, Viewer(StaffRole.Clerk, "D", ["D"]), QueueTab.Station)).ShouldBe([7]);

        var rows = (await reader.PageAsync(clerk, QueueTab.Station)).Rows;
        rows[0].Call!.DistanceM.ShouldBe(120);
        rows[0].Called.Select(desk => desk.StationId).ShouldBe(["A", "SUB"]);
        rows[1].Call.ShouldBeNull();
        (await reader.WaitingAsync(clerk, [.. rows.Select(row => row.Id)])).Count.ShouldBe(4);
        (await reader.WaitingAsync(Viewer(StaffRole.Clerk, "C", ["C"]), [.. rows.Select(row => row.Id)])).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Resident_who_waits_longest_for_an_answer_stands_first_in_ones_own_list(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = await StoreAsync(database);
        await using (var db = store.Open())
        {
            for (var i = 1; i <= 6; i++) db.Add(Case(i, "A", due: 0, claimed: -i, owner: "me"));
            await db.SaveChangesAsync();
        }
        await using (var host = Host(store).CreateDbContext())
        {
            foreach (var (number, minutes) in (ValueTuple<int, int?>[])[(1, -9), (2, null), (4, -20)])
                host.Conversations.Add(new ConversationRow
                {
                    N = number, Id = $"c{number}", Channel = "webchat", UserId = "r", OpenedAt = s_now, UpdatedAt = s_now, State = [1],
                    WaitingSince = minutes is { } m ? s_now.AddMinutes(m) : null,
                });
            await host.SaveChangesAsync();
        }
        var reader = Reader(store);
        var clerk = Viewer(StaffRole.Clerk, "A", ["A"]);
        (await AllAsync(reader, clerk, QueueTab.Mine)).ShouldBe([4, 1, 6, 5, 3, 2]);
        var station = (await reader.PageAsync(clerk, QueueTab.Station)).Rows;
        station.Select(row => int.Parse(row.Receipt)).ShouldBe([6, 5, 4, 3, 2, 1]);
        station.Single(row => row.Receipt == "4").WaitingSince.ShouldBe(s_now.AddMinutes(-20));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Filters_narrow_every_part_and_the_address_carries_them(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = await StoreAsync(database);
        await using (var db = store.Open())
        {
            db.AddRange(
                Case(1, "A", due: 9, change: c => c.Urgency = "emergency"), Case(2, "B", due: 8, change: c => c.Leaf = "labor.dismissal"),
                Case(3, "A", due: 1, claimed: -20, owner: "me"), Case(4, "A", due: 1, claimed: -60, closed: -10, change: c => c.Urgency = "emergency"),
                Case(5, "C", due: 7, change: c => c.PlaceKnown = false), Case(6, "B", due: -3000));
            db.Add(Call(1, "B", -1));
            await db.SaveChangesAsync();
        }
        var reader = Reader(store);
        var boss = Viewer(StaffRole.Administrator, null, null);
        (string Address, int[] Rows)[] wanted =
        [
            ("?urgency=emergency", [1, 4]), ("?group=labor", [2]), ("?owner=me", [3]), ("?place=unknown", [5]), ("?station=B", [6, 2, 1]), ("?to=2026-11-22", [6]),
            ("?urgency=emergency&station=A", [1, 4]), ("?level=district", []), ("?kind=nonsense", []), ("?urgency=&level=nonsense", [6, 5, 2, 1, 3, 4]),
        ];
        foreach (var (address, rows) in wanted)
        {
            var filter = QueueFilter.Of(address);
            $"{address}: {string.Join(' ', await AllAsync(reader, boss, QueueTab.All, filter))}".ShouldBe($"{address}: {string.Join(' ', rows)}");
            QueueFilter.Of("?" + string.Join('&', filter.Query.Where(q => q.Value is not null).Select(q => $"{q.Key}={q.Value}"))).ShouldBe(filter);
        }
        // A desk outside the area is no way into it.
        (await AllAsync(reader, Viewer(StaffRole.Subdistrict, "SUB", ["SUB", "A"]), QueueTab.All, new() { Station = "B" })).ShouldBeEmpty();
        (await reader.LoadsAsync(boss)).ShouldBe([new("B", 2, 1, 0), new("A", 1, 0, 1), new("C", 1, 0, 0)], ignoreOrder: true);
    }

    internal static DeskViewer Viewer(StaffRole role, string? station, IReadOnlyList<string>? stations) =>
        new(new StaffMember("me", "Li", role, station, "A station"), stations);

    private static async Task<List<int>> AllAsync(QueueReader reader, DeskViewer viewer, QueueTab tab, QueueFilter? filter = null)
    {
        var rows = new List<int>();
        for (QueueCursor? after = null; ;)
        {
            var page = await reader.PageAsync(viewer, tab, after, 2, filter);
            rows.AddRange(page.Rows.Select(row => int.Parse(row.Receipt)));
            if ((after = page.More) is null) return rows;
        }
    }

    private QueueReader Reader(CaseworkStore store) => new(store, new WaitingResidents(Host(store)), _time);

    internal static HostDbFactory Host(CaseworkStore store) =>
        new(store.Options, store.Options.Provider == StoreProvider.Postgres ? Npgsql.NpgsqlDataSource.Create(store.Options.ConnectionString) : null);

    internal static async Task<CaseworkStore> StoreAsync(TestDatabase database)
    {
        var store = new CaseworkStore(new StoreOptions(database.IsPostgres ? StoreProvider.Postgres : StoreProvider.Sqlite, database.ConnectionString));
        await using var db = store.Open();
        await db.Database.MigrateAsync();
        await using var host = Host(store).CreateDbContext();
        await host.Database.MigrateAsync();
        return store;
    }

    /// <summary>Times in minutes from now.</summary>
    internal static CaseRow Case(
        int number, string station, double due, double? claimed = null, double? closed = null, string? owner = null, string? excluded = null, Action<CaseRow>? change = null)
    {
        var id = IdOf(number);
        var row = new CaseRow
        {
            Id = id,
            PetitionId = id,
            ConversationId = $"c{number}",
            Receipt = $"{number}",
            State = closed is not null ? CaseState.Closed : claimed is not null ? CaseState.Claimed : CaseState.Routed,
            StationId = station,
            Level = CaseLevel.Station,
            Reason = "a reason of the usual length, with a nearer station that was off duty",
            Urgency = "normal",
            Leaf = "rental.deposit",
            Kind = "complaint",
            Building = $"TW-{number % 60_000:000000}",
            Address = "an address of the usual length in some street",
            SubmittedAt = s_now.AddMinutes(due - 5),
            RoutedAt = s_now.AddMinutes(due - 5),
            DueAt = s_now.AddMinutes(due),
            ClaimedAt = claimed is { } c ? s_now.AddMinutes(c) : null,
            ClosedAt = closed is { } e ? s_now.AddMinutes(e) : null,
            OwnerId = claimed is null ? null : owner ?? "somebody",
            OwnerName = claimed is null ? null : "Somebody",
            UpdatedAt = s_now,
            PlaceKnown = true,
            ExcludedStations = excluded,
        };
        change?.Invoke(row);
        return row;
    }

    internal static CaseDeskRow Call(int number, string station, double at) => new() { CaseId = IdOf(number), StationId = station, CalledAt = s_now.AddMinutes(at), DistanceM = 120 };
    private static Guid IdOf(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
}
