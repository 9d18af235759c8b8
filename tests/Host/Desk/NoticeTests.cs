using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Notice;
using IntakeBot.Host.Robots;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Desk;

/// <summary>What every open page of the desk tells by itself.</summary>
public sealed class NoticeTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_resident_who_waits_for_a_word_of_mine_is_told_of_until_I_answer(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var viewer = await ViewerAsync(bot, StaffRole.Clerk, found.StationId);
        var (reader, staff) = (bot.Get<NoticeReader>(), bot.Get<StaffMessages>());
        await staff.ClaimAsync(found.Id, viewer.Member);
        (await WaitingAsync()).ShouldBeEmpty();
        await resident.SayAsync("那什么时候来");
        (await WaitingAsync()).ShouldHaveSingleItem().CaseId.ShouldBe(found.Id);
        (await reader.WaitingAsync(await reader.MineAsync(await ViewerAsync(bot, StaffRole.Clerk, found.StationId)))).ShouldBeEmpty("it is not the colleague's");
        await staff.SayAsync(found.Id, viewer.Member, "下午三点", "n1");
        (await WaitingAsync()).ShouldBeEmpty();

        async Task<IReadOnlyList<WaitingResident>> WaitingAsync() => await reader.WaitingAsync(await reader.MineAsync(viewer));
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Danger_told_in_the_middle_of_a_matter_in_hand_rings_at_its_owner_each_time_until_it_is_answered(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var viewer = await ViewerAsync(bot, StaffRole.Clerk, found.StationId);
        var (reader, staff) = (bot.Get<NoticeReader>(), bot.Get<StaffMessages>());
        await staff.ClaimAsync(found.Id, viewer.Member);
        await resident.ListenAsync();
        await resident.SayAsync("气死我了 我去买个打火机");
        (await WaitingAsync()).Danger.ShouldBeNull();
        (await RowAsync(bot, found.Id)).Urgency.ShouldBe("normal");

        await resident.SayAsync("他在撬我家门 手里有刀");
        (await resident.ListenAsync()).ShouldContain(a => a.GetProperty("text").GetString()!.Contains("110", StringComparison.Ordinal));
        var row = await RowAsync(bot, found.Id);
        (row.Urgency, row.OwnerId).ShouldBe(("emergency", viewer.Member.Id), "it stays in the hands it is in");
        var first = (await WaitingAsync()).Danger.ShouldNotBeNull();
        await staff.SayAsync(found.Id, viewer.Member, "我报警了，您锁好门别出来", "n1");
        (await reader.WaitingAsync(await reader.MineAsync(viewer))).ShouldBeEmpty();

        await resident.SayAsync("他进来了 在打我妈 快来救命");
        (await WaitingAsync()).Danger.ShouldNotBeNull().ShouldBeGreaterThan(first);

        async Task<WaitingResident> WaitingAsync() => (await reader.WaitingAsync(await reader.MineAsync(viewer))).ShouldHaveSingleItem();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task What_a_resident_opens_again_waits_at_its_station_and_whoever_had_it_sees_so(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var (mine, other) = (await ViewerAsync(bot, StaffRole.Clerk, found.StationId), await ViewerAsync(bot, StaffRole.Clerk, found.StationId));
        var (reader, staff) = (bot.Get<NoticeReader>(), bot.Get<StaffMessages>());
        await staff.ClaimAsync(found.Id, mine.Member);
        await staff.CloseAsync(found.Id, mine.Member, "answered", "房东答应周五退。");
        await resident.SayAsync("给你五分");
        (await RowAsync(bot, found.Id)).Stars.ShouldBe(5);
        (await RowAsync(bot, found.Id)).Solved.ShouldBe(true);
        (await reader.OpenedAgainAsync(mine)).ShouldBeEmpty();

        await resident.SayAsync("还是没有退");
        var row = await RowAsync(bot, found.Id);
        (row.State, row.OwnerId, row.StationId, row.Solved).ShouldBe((CaseState.Reopened, null, found.StationId, null));
        (await reader.OpenedAgainAsync(mine)).ShouldHaveSingleItem().Id.ShouldBe(found.Id);
        (await reader.OpenedAgainAsync(other)).ShouldBeEmpty();
        await staff.ClaimAsync(found.Id, other.Member);
        (await reader.OpenedAgainAsync(mine)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task An_emergency_is_told_of_at_its_own_desk_until_somebody_takes_it_over(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var stations = await bot.StationsAsync();
        var row = await bot.CaseAsync(stations[0], c => c.Urgency = "emergency");
        var reader = bot.Get<NoticeReader>();
        (await reader.EmergenciesAsync(await ViewerAsync(bot, StaffRole.Clerk, stations[0].Id))).ShouldContain(e => e.Id == row.Id);
        (await reader.EmergenciesAsync(await ViewerAsync(bot, StaffRole.Clerk, stations[1].Id))).ShouldNotContain(e => e.Id == row.Id);
        await using (var db = bot.Get<CaseworkStore>().Open())
        {
            var taken = await db.Cases.FindAsync(row.Id);
            (taken!.OwnerId, taken.ClaimedAt) = ("somebody", TimeProvider.System.GetUtcNow());
            await db.SaveChangesAsync();
        }

        (await reader.EmergenciesAsync(await ViewerAsync(bot, StaffRole.Clerk, stations[0].Id))).ShouldNotContain(e => e.Id == row.Id);
    }

    [Theory, InlineData(Bots.Sqlite), InlineData(Bots.Postgres)]
    public async Task Administrators_see_a_robot_that_fails_for_ten_minutes_and_messages_nobody_can_read(string provider)
    {
        await using var bot = await TestBot.StartAsync(provider);
        var reader = bot.Get<NoticeReader>();
        (await reader.TroublesAsync()).Any.ShouldBeFalse();
        var station = (await bot.StationsAsync())[0].Id;
        (await bot.Get<RobotBook>().AddAsync(new("塘尾站工作群", RobotKind.WeCom, station, false, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa", null))).ShouldBeNull();
        await FailingAsync(-9);
        (await reader.TroublesAsync()).Robots.ShouldBeEmpty();
        await FailingAsync(-11);
        (await reader.TroublesAsync()).Robots.ShouldBe(["塘尾站工作群"]);
        await using (var db = bot.Get<CaseworkStore>().Open())
        {
            db.ParkedMessages.Add(new() { At = TimeProvider.System.GetUtcNow(), Queue = "petitions", Reason = "unreadable", Body = "{}" });
            await db.SaveChangesAsync();
        }

        (await reader.TroublesAsync()).Parked.ShouldBe(1);
        var page = await PageTests.ShowAsync<TroubleBanner>(bot, await bot.ClerkAsync(StaffRole.Administrator, null), "zh-CN");
        page.ShouldContain("塘尾站工作群");
        page.ShouldContain("1 条消息");

        async Task FailingAsync(int minutes)
        {
            await using var db = bot.Get<HostDbFactory>().CreateDbContext();
            db.Robots.Single().FailingSince = TimeProvider.System.GetUtcNow().AddMinutes(minutes);
            await db.SaveChangesAsync();
        }
    }

    private static async Task<CaseRow> RowAsync(TestBot bot, Guid id)
    {
        await using var db = bot.Get<CaseworkStore>().Open();
        return (await db.Cases.FindAsync(id))!;
    }

    private static async Task<DeskViewer> ViewerAsync(TestBot bot, StaffRole role, string? station) => await bot.Get<DeskAccess>().ViewerAsync(await bot.HireAsync(role, station));
}
