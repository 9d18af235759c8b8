using System.Security.Claims;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Desk.People;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Desk;

public sealed class AreaTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Station_sees_and_touches_its_own_cases_only(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var stations = (await bot.StationsAsync()).Where(s => s.Level == CaseLevel.Station).ToList();
        var (ours, theirs) = (await bot.CaseAsync(stations[10]), await bot.CaseAsync(stations[11]));
        var clerk = await bot.ClerkAsync(StaffRole.Clerk, stations[10].Id);
        var cases = bot.Get<DeskCases>();

        (await cases.OpenAsync(clerk, ours.Id)).ShouldNotBeNull();
        (await cases.OpenAsync(clerk, theirs.Id)).ShouldBeNull();
        (await cases.ReadAsync(clerk, theirs.Id, 0)).ShouldBeNull();
        (await cases.ConversationAsync(clerk, theirs.Id)).ShouldBeNull();
        (await cases.LookAsync(clerk, theirs.Id, PersonalField.ReporterPhone, "to call back")).ShouldBeNull();
        (await cases.MayLookAsync(clerk, theirs.Id, PersonalField.Message, "to call back")).ShouldBeFalse();
        foreach (var result in (StaffResult[])[
            await cases.ClaimAsync(clerk, theirs.Id), await cases.SayAsync(clerk, theirs.Id, "hello", "k"), await cases.HandBackAsync(clerk, theirs.Id),
            await cases.CloseAsync(clerk, theirs.Id, "mediated", "done"), await cases.TransferAsync(clerk, theirs.Id, stations[10].Id, "")])
            result.ShouldBeOfType<StaffResult.Unknown>();
        (await bot.Get<CaseReader>().FindAsync(theirs.Id))!.OwnerId.ShouldBeNull();

        foreach (var tab in Enum.GetValues<QueueTab>())
            (await RowsAsync(bot, clerk, tab)).ShouldNotContain(row => row.StationId != stations[10].Id);
        (await bot.Get<QueueSearch>().FindAsync(await ViewerAsync(bot, clerk), theirs.Building!)).Rows.ShouldNotContain(row => row.Id == theirs.Id);
        (await bot.Get<QueueReader>().WaitingAsync(await ViewerAsync(bot, clerk), [ours.Id, theirs.Id])).Single().Id.ShouldBe(ours.Id);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Levels_see_their_area(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var stations = await bot.StationsAsync();
        var desk = stations.First(s => s.Level == CaseLevel.Subdistrict);
        var inside = stations.First(s => s.Level == CaseLevel.Station && s.Subdistrict == desk.Subdistrict);
        var outside = stations.First(s => s.Level == CaseLevel.Station && s.Subdistrict != desk.Subdistrict);
        var district = stations.Single(s => s.Level == CaseLevel.District);
        var (near, far) = (await bot.CaseAsync(inside), await bot.CaseAsync(outside));
        var cases = bot.Get<DeskCases>();

        var subdistrict = await bot.ClerkAsync(StaffRole.Subdistrict, desk.Id);
        (await cases.OpenAsync(subdistrict, near.Id)).ShouldNotBeNull();
        (await cases.OpenAsync(subdistrict, far.Id)).ShouldBeNull();
        foreach (var one in (ClaimsPrincipal[])[await bot.ClerkAsync(StaffRole.District, district.Id), await bot.ClerkAsync(StaffRole.Administrator, null)])
        {
            (await cases.OpenAsync(one, near.Id)).ShouldNotBeNull();
            (await cases.OpenAsync(one, far.Id)).ShouldNotBeNull();
        }
        // A role without the desk that belongs to it sees no more than a clerk there.
        (await cases.OpenAsync(await bot.ClerkAsync(StaffRole.District, inside.Id), far.Id)).ShouldBeNull();
        (await cases.OpenAsync(await bot.ClerkAsync(StaffRole.Clerk, null), near.Id)).ShouldBeNull();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Case_about_a_desk_is_hidden_from_that_desk_even_when_it_lies_in_its_area(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var stations = await bot.StationsAsync();
        var desk = stations.First(s => s.Level == CaseLevel.Subdistrict);
        var inside = stations.First(s => s.Level == CaseLevel.Station && s.Subdistrict == desk.Subdistrict);
        var about = await bot.CaseAsync(inside, excluded: "ST-OTHER," + desk.Id);
        var one = await bot.ClerkAsync(StaffRole.Subdistrict, desk.Id);
        (await bot.Get<DeskCases>().OpenAsync(one, about.Id)).ShouldBeNull();
        (await RowsAsync(bot, one, QueueTab.All)).ShouldNotContain(row => row.Id == about.Id);
        (await RowsAsync(bot, await bot.ClerkAsync(StaffRole.Administrator, null), QueueTab.All)).ShouldContain(row => row.Id == about.Id);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Open_page_of_somebody_switched_off_or_reset_shows_nothing_more(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var station = (await bot.StationsAsync()).First(s => s.Level == CaseLevel.Station);
        var found = await bot.CaseAsync(station);
        var account = await bot.HireAsync(StaffRole.Clerk, station.Id);
        var clerk = await bot.SignInAsync(account);
        var boss = await bot.ClerkAsync(StaffRole.Administrator, null);
        var cases = bot.Get<DeskCases>();
        (await cases.OpenAsync(clerk, found.Id)).ShouldNotBeNull();

        await bot.Get<StaffPeople>().DisableAsync(boss, account.Id, true);
        (await cases.OpenAsync(clerk, found.Id)).ShouldBeNull();
        (await cases.ClaimAsync(clerk, found.Id)).ShouldBeOfType<StaffResult.Unknown>();
        await bot.Get<StaffPeople>().DisableAsync(boss, account.Id, false);
        (await cases.OpenAsync(clerk, found.Id)).ShouldBeNull("the session from before stays ended");
        (await bot.Get<DeskAccess>().ViewerAsync(new ClaimsPrincipal(new ClaimsIdentity()))).ShouldBeNull();
    }

    private static async Task<List<QueueRow>> RowsAsync(TestBot bot, ClaimsPrincipal user, QueueTab tab)
    {
        var viewer = await ViewerAsync(bot, user);
        var rows = new List<QueueRow>();
        for (QueueCursor? after = null; ;)
        {
            var page = await bot.Get<QueueReader>().PageAsync(viewer, tab, after, 7);
            rows.AddRange(page.Rows);
            if ((after = page.More) is null) return rows;
        }
    }

    private static async Task<DeskViewer> ViewerAsync(TestBot bot, ClaimsPrincipal user) => (await bot.Get<DeskAccess>().ViewerAsync(user))!;
}
