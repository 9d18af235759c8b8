using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Desk.Night;

/// <summary>
/// New Year's Eve at three stations: twenty residents, five clerks, a station that goes off duty at eleven, a colleague who is gone
/// without a word, a matter that nobody takes, two neighbours with the same matter, and one whose matter was not solved after all.
/// Everything runs by itself as in the city: queue, sweeps, watches; only the clock is put ahead.
/// </summary>
public abstract class NightTests
{
    private static readonly string[] s_matters =
    [
        "房东不退我3000块押金,上周三退的房", "楼上天天半夜装修吵得睡不着", "楼下烧烤店油烟太大,窗户都不敢开", "公司拖欠我两个月工资一共9000块",
        "电梯坏了三天没人修", "小区门口的路灯不亮,晚上黑漆漆的", "楼道里堆满了杂物,走路都不方便", "网上买的手机是坏的,商家不给退",
    ];

    protected abstract string Provider { get; }

    [Fact]
    public async Task A_whole_night_and_nobody_is_lost()
    {
        Assert.SkipWhen(Provider == Bots.Postgres && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("INTAKEBOT_TEST_POSTGRES")), "INTAKEBOT_TEST_POSTGRES is not set: run tests/run");
        await using var town = await NightTown.OpenAsync(Provider, new(2026, 12, 31, 21, 30, 0, TimeSpan.FromHours(8)));
        var residents = new List<Talk>();
        var (li, wang) = (await NightClerk.ComesAsync(town.Bot, town.Evening), await NightClerk.ComesAsync(town.Bot, town.Evening));
        var (zhao, qian) = (await NightClerk.ComesAsync(town.Bot, town.Always), await NightClerk.ComesAsync(town.Bot, town.Always));
        var sun = await NightClerk.ComesAsync(town.Bot, town.Late);

        town.AtTheirPages.AddRange([li, wang, zhao, qian, sun]);

        // Half past nine: twelve, one after another. The nearest station takes five, the next one the others.
        var early = await TellAsync(town, residents, 12);
        early.Count(c => c.StationId == town.Evening).ShouldBe(5);
        early.Count(c => c.StationId == town.Always).ShouldBe(7);
        var atEvening = early.Where(c => c.StationId == town.Evening).ToList();
        var atAlways = early.Where(c => c.StationId == town.Always).ToList();

        // Two hands reach for the same one.
        var both = await Task.WhenAll(li.TryToClaimAsync(atEvening[0]), wang.TryToClaimAsync(atEvening[0]));
        both.Count(result => result is StaffResult.Done).ShouldBe(1);
        var (first, second) = both[0] is StaffResult.Done ? (li, wang) : (wang, li);
        both.OfType<StaffResult.Taken>().Single().OwnerName.ShouldBe(first.Member.Signature);
        await first.SayAsync(atEvening[0], "您好，押金的事我来问房东。");
        await second.ClaimAsync(atEvening[1]);
        await first.ClaimAsync(atEvening[2]);
        (await sun.SeesAsync(atEvening[0])).ShouldBeFalse("it does not lie at that station");
        foreach (var found in atAlways.Take(4)) await zhao.ClaimAsync(found);
        foreach (var found in atAlways.Skip(4)) await qian.ClaimAsync(found);
        await ResidentOf(residents, atAlways[0]).SayAsync("谢谢你们，这么晚还有人");

        // A neighbour tells the same matter again: two become one, and both hear how it ends.
        var twin = await TellAsync(town, residents, 1, building: 20, matter: "楼道的声控灯坏了,天天摸黑上楼");
        var twice = await TellAsync(town, residents, 1, building: 20, matter: "楼道的灯坏了好几天,老人都快摔跤了");
        await zhao.ClaimAsync(twin[0]);
        await zhao.MergeAsync(twice[0], twin[0]);
        (await town.CaseAsync(twice[0].Id, c => c.State == CaseState.Merged)).MergedInto.ShouldBe(twin[0].Id);
        await zhao.CloseAsync(twin[0], "handled", "灯已经换好了，您上楼看看。");
        await HearsAsync(ResidentOf(residents, twice[0]), "处理完了");

        // Eleven: the evening station goes home. What waits there goes on by itself; what is in hand is handed over.
        await LaterAsync(town, residents, "2026-12-31 23:01");
        foreach (var waiting in atEvening.Skip(3))
        {
            var moved = await town.CaseAsync(waiting.Id, c => c.StationId != town.Evening);
            moved.StationId.ShouldBe(town.Always);
            (await town.TimelineAsync(waiting.Id)).ShouldContain("rerouted");
        }
        await first.GiveAsync(atEvening[0], zhao);
        await HearsAsync(ResidentOf(residents, atEvening[0]), zhao.Member.Name);
        (await zhao.SeesAsync(await town.CaseAsync(atEvening[0].Id, _ => true))).ShouldBeTrue();
        await first.HandBackAsync(atEvening[2]);
        await town.CaseAsync(atEvening[2].Id, c => c.StationId == town.Always && c.OwnerId is null);
        (await town.Bot.Get<DutyBook>().SignOffAsync(first.Member.Id, DutyEnds.Handover)).ShouldBeTrue();
        town.AtTheirPages.RemoveAll(clerk => clerk == first || clerk == second);

        // The other one is gone without a word: the matter comes back to the queue, and the bot answers again.
        await LaterAsync(town, residents, "2026-12-31 23:45");
        await town.CaseAsync(atEvening[1].Id, c => c.OwnerId is null, seconds: 20);
        (await town.TimelineAsync(atEvening[1].Id)).ShouldContain("released");

        // Five past midnight, a new year: six more. Two are taken, one nobody takes.
        await LaterAsync(town, residents, "2027-01-01 00:05");
        var fresh = await TellAsync(town, residents, 6, building: 30);
        var forgotten = fresh[^1];
        var district = await NightClerk.ComesAsync(town.Bot, town.District, StaffRole.District);
        foreach (var found in fresh.SkipLast(1)) await (found.StationId == town.Late ? sun : qian).ClaimAsync(found);

        // The one that nobody takes: first the neighbour, then the subdistrict, then the district is called; the resident is told.
        await town.CaseAsync(forgotten.Id, c => c.OverdueAt is null);
        (await sun.SeesAsync(forgotten)).ShouldBe(forgotten.StationId == town.Late);
        await town.AfterAsync(TimeSpan.FromMinutes(5.5));
        await CalledAsync(town, forgotten, forgotten.StationId == town.Late ? town.Always : town.Late);
        await HearsAsync(ResidentOf(residents, forgotten), "同时叫了");
        (await (forgotten.StationId == town.Late ? qian : sun).SeesAsync(forgotten)).ShouldBeTrue("it was called");
        await town.AfterAsync(TimeSpan.FromMinutes(20));
        await CalledAsync(town, forgotten, town.Subdistrict);
        await CalledAsync(town, forgotten, town.District);
        (await town.TimelineAsync(forgotten.Id)).Count(kind => kind == "overdue").ShouldBe(1);
        await district.ClaimAsync(forgotten);
        await HearsAsync(ResidentOf(residents, forgotten), district.Member.Name);
        await district.SayAsync(forgotten, "让您久等了，区里值班的，我来跟。");

        // Towards two all is closed, and one was not solved after all.
        await LaterAsync(town, residents, "2027-01-01 01:40");
        NightClerk[] crew = [zhao, qian, sun, district];
        foreach (var open in (await town.CasesAsync()).Where(c => c.ClosedAt is null))
        {
            var by = crew.FirstOrDefault(c => c.Member.Id == open.OwnerId);
            if (by is null)
            {
                by = await SeeingAsync(crew, open);
                await by.ClaimAsync(open);
            }
            await by.CloseAsync(open, "answered", "事情问清楚了，天亮有人上门。");
        }
        var again = atAlways[0];
        await ResidentOf(residents, again).SayAsync("没解决啊，还是老样子");
        var reopened = await town.CaseAsync(again.Id, c => c.State == CaseState.Reopened);
        reopened.StationId.ShouldBe(town.Always);
        await zhao.ClaimAsync(reopened);
        await zhao.CloseAsync(reopened, "mediated", "双方当面谈好了。");
        await ResidentOf(residents, again).SayAsync("解决了，五颗星");
        var told = string.Join('\n', (await ResidentOf(residents, again).AllAsync()).TakeLast(14).Select(a => a.TryGetProperty("text", out var text) ? text.GetString() : a.ToString()));
        (await town.CaseAsync(again.Id, _ => true)).Stars.ShouldBe(5, told);

        residents.Count.ShouldBe(20);
        await BalanceAsync(town, residents);
        foreach (var resident in residents) resident.Dispose();
    }

    /// <summary>So many residents, each at another door, tell their matters one after another; their cases, in the order of the doors.</summary>
    private static async Task<List<CaseRow>> TellAsync(NightTown town, List<Talk> residents, int count, int building = 0, string? matter = null)
    {
        var cases = new List<CaseRow>();
        for (var i = 0; i < count; i++)
        {
            var resident = await Talk.BeginAsync(town.Bot, town.Code(building + i));
            residents.Add(resident);
            // A station's limit is a matter of fairness, not of exactness: who comes in the same moment may be one too many.
            cases.Add(await town.CaseAsync(await resident.FinishAsync(matter ?? s_matters[i % s_matters.Length])));
        }

        return cases;
    }

    private static Talk ResidentOf(List<Talk> residents, CaseRow found) => residents.Single(r => r.Receipt == found.Receipt);

    private static async Task HearsAsync(Talk resident, string words) =>
        await Until.TrueAsync(resident.AllAsync, all => all.Any(a => a.TryGetProperty("text", out var text) && text.GetString()!.Contains(words, StringComparison.Ordinal)), 30);

    private static async Task CalledAsync(NightTown town, CaseRow found, string desk) => await Until.TrueAsync(async () =>
    {
        await using var db = town.Bot.Get<CaseworkStore>().Open();
        return await db.CaseDesks.Where(d => d.CaseId == found.Id).Select(d => d.StationId).ToListAsync();
    }, desks => desks.Contains(desk), 30);

    private static async Task LaterAsync(NightTown town, List<Talk> residents, string local)
    {
        await town.UntilAsync(local);
        foreach (var resident in residents) await resident.ResumeAsync();
    }

    private static async Task<NightClerk> SeeingAsync(NightClerk[] crew, CaseRow found)
    {
        foreach (var clerk in crew)
            if (await clerk.SeesAsync(found)) return clerk;
        throw new InvalidOperationException($"nobody sees {found.Id} at {found.StationId}");
    }

    /// <summary>In the morning: nothing is open, nobody owns a conversation, no bot spoke between two words of staff, every move was allowed.</summary>
    private static async Task BalanceAsync(NightTown town, List<Talk> residents)
    {
        var cases = await town.CasesAsync();
        cases.Count.ShouldBe(20);
        cases.ShouldAllBe(c => c.ClosedAt != null);
        await using var db = town.Bot.Get<CaseworkStore>().Open();
        (await db.CaseDesks.CountAsync()).ShouldBe(0);
        foreach (var found in cases)
        {
            var moves = await db.CaseEvents.Where(e => e.CaseId == found.Id).OrderBy(e => e.Seq).ToListAsync();
            foreach (var move in moves.Where(e => e.FromState is { } from && from != e.ToState))
                CaseMoves.Allows(move.FromState!.Value, move.ToState).ShouldBeTrue($"{move.Kind}: {move.FromState} to {move.ToState}");
            foreach (var (before, after) in moves.Zip(moves.Skip(1))) after.FromState.ShouldBe(before.ToState);
        }
        var staff = town.Bot.Get<StaffMessages>();
        foreach (var found in cases) (await staff.ReadAsync(found.ConversationId, 0))!.OwnerId.ShouldBeNull();
        foreach (var resident in residents)
        {
            var said = (await resident.AllAsync()).Where(a => a.TryGetProperty("text", out _)).Select(a => a.GetProperty("text").GetString()!).ToList();
            said.Count(text => text.Contains(resident.Receipt!, StringComparison.Ordinal)).ShouldBeGreaterThan(0);
        }
    }
}

public sealed class NightOnSqlite : NightTests
{
    protected override string Provider => Bots.Sqlite;
}

public sealed class NightOnPostgres : NightTests
{
    protected override string Provider => Bots.Postgres;
}
