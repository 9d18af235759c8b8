using System.Security.Claims;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Desk.Duty;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Desk;

public sealed class DutyTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_shift_ends_when_everything_in_hand_is_given_given_back_or_closed(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, first) = await bot.RealCaseAsync();
        using var _ = resident;
        var station = first.StationId;
        var (second, third) = (await AtAsync(bot, station), await AtAsync(bot, station));
        var (li, wang, elsewhere) = (await bot.ClerkAsync(StaffRole.Clerk, station), await bot.HireAsync(StaffRole.Clerk, station), await bot.HireAsync(StaffRole.Clerk, await OtherAsync(bot, station)));
        var duty = bot.Get<StaffDuty>();

        (await duty.SignOnAsync(li)).ShouldBeOfType<DutyResult.On>().Waiting.ShouldBeGreaterThanOrEqualTo(3);
        foreach (var row in (CaseRow[])[first, second, third]) (await bot.Get<DeskCases>().ClaimAsync(li, row.Id)).ShouldBe(new StaffResult.Done());
        (await duty.SignOffAsync(li)).ShouldBe(new DutyResult.InHand(3));
        (await duty.StateAsync(li))!.Session.ShouldNotBeNull();
        (await duty.InHandAsync(li))!.Select(c => c.Id).ShouldBe([first.Id, second.Id, third.Id], ignoreOrder: true);

        // Nobody else has signed on here; somebody far away does not count.
        await duty.SignOnAsync(await bot.SignInAsync(elsewhere));
        (await duty.ColleaguesAsync(li)).Select(c => c.Id).ShouldNotContain(wang.Id);
        (await duty.GiveAsync(li, first.Id, wang.Id, "明早十点房东会来")).ShouldBeOfType<StaffResult.NotThere>();
        (await duty.GiveAsync(li, first.Id, elsewhere.Id, null)).ShouldBeOfType<StaffResult.NotThere>();
        await duty.SignOnAsync(await bot.SignInAsync(wang));
        (await duty.GiveAsync(li, first.Id, wang.Id, "明早十点房东会来")).ShouldBe(new StaffResult.Done());
        var given = (await bot.Get<CaseReader>().DetailAsync(first.Id))!;
        given.Case.OwnerId.ShouldBe(wang.Id);
        given.Timeline[^1].Comment.ShouldBe("明早十点房东会来");

        (await duty.GiveBackAsync(li, second.Id)).ShouldBe(new StaffResult.Done());
        (await duty.SignOffAsync(li)).ShouldBe(new DutyResult.InHand(1));
        (await bot.Get<DeskCases>().CloseAsync(li, third.Id, "answered", "已经答复")).ShouldBe(new StaffResult.Done());
        (await duty.SignOffAsync(li, afterHandover: true)).ShouldBe(new DutyResult.Off());
        (await duty.StateAsync(li))!.Session.ShouldBeNull();
        (await SessionAsync(bot, IdOf(bot, li))).OffBy.ShouldBe(DutyEnds.Handover);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Who_is_gone_after_the_shift_loses_open_cases_to_the_queue_and_the_resident_is_told(string provider)
    {
        await using var bot = await TestBot.StartAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var account = await bot.HireAsync(StaffRole.Clerk, found.StationId);
        var li = await bot.SignInAsync(account);
        await bot.Get<StaffDuty>().SignOnAsync(li);
        (await bot.Get<DeskCases>().ClaimAsync(li, found.Id)).ShouldBe(new StaffResult.Done());
        await resident.ListenAsync();
        var absent = bot.Get<AbsentOwners>();

        // Unseen for an hour, but the station is open: perhaps out with a resident.
        await SeenAsync(bot, account.Id, TimeSpan.FromHours(1));
        await absent.LookAsync(default);
        (await CaseAsync(bot, found.Id)).OwnerId.ShouldBe(account.Id);

        // The hours are over, but seen a moment ago.
        await SetHoursAsync(bot, found.StationId, []);
        await SeenAsync(bot, account.Id, TimeSpan.FromMinutes(29));
        await absent.LookAsync(default);
        (await bot.Get<DutyBook>().IsOnDutyAsync(account.Id)).ShouldBeTrue();

        await SeenAsync(bot, account.Id, TimeSpan.FromMinutes(31));
        await Task.WhenAll(absent.LookAsync(default), absent.LookAsync(default));
        await absent.LookAsync(default);
        (await SessionAsync(bot, account.Id)).OffBy.ShouldBe(DutyEnds.Absent);
        var detail = (await bot.Get<CaseReader>().DetailAsync(found.Id))!;
        detail.Case.OwnerId.ShouldBeNull();
        detail.Case.State.ShouldBe(CaseState.Routed);
        detail.Timeline.Count(t => t.Event.Kind == "released").ShouldBe(1);
        var released = detail.Timeline.Single(t => t.Event.Kind == "released").Event;
        (released.Actor, released.Origin).ShouldBe((Actor.SystemId, "timer"));
        released.Reason!.ShouldContain("离岗");
        (await bot.Get<StaffMessages>().ReadAsync(found.ConversationId, 0))!.OwnerId.ShouldBeNull();
        (await resident.ListenAsync()).ShouldNotBeEmpty();
        await resident.SayAsync("在吗");
        (await resident.ListenAsync()).ShouldNotBeEmpty();

        // Looks in from home and takes it over again: works, and is on duty again.
        (await bot.Get<DeskCases>().ClaimAsync(li, found.Id)).ShouldBe(new StaffResult.Done(SignedOn: true));
        await absent.LookAsync(default);
        (await CaseAsync(bot, found.Id)).OwnerId.ShouldBe(account.Id);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Who_took_a_case_over_without_signing_on_never_counted_as_absent(string provider)
    {
        await using var bot = await TestBot.StartAsync(provider);
        var stations = await bot.StationsAsync();
        var here = stations.First(s => s.Level == CaseLevel.Station);
        var (station, district) = (here.Id, stations.Single(s => s.Level == CaseLevel.District).Id);
        var subdistrict = stations.Single(s => s.Level == CaseLevel.Subdistrict && s.Subdistrict == here.Subdistrict).Id;
        var found = await AtAsync(bot, station);
        foreach (var (role, own, at) in ((StaffRole, string?, string)[])
            [(StaffRole.Clerk, station, station), (StaffRole.Lead, station, station), (StaffRole.Subdistrict, subdistrict, subdistrict), (StaffRole.District, district, district), (StaffRole.Administrator, null, station)])
        {
            var account = await bot.HireAsync(role, own);
            var user = await bot.SignInAsync(account);
            (await bot.Get<DeskCases>().ClaimAsync(user, found.Id)).ShouldBe(new StaffResult.Done(SignedOn: true), role.ToString());
            (await SessionAsync(bot, account.Id)).StationId.ShouldBe(at, role.ToString());
            (await bot.Get<StaffDuty>().StateAsync(user))!.Session.ShouldNotBeNull();
            (await bot.Get<DeskCases>().ClaimAsync(user, found.Id)).ShouldBe(new StaffResult.Done());
            // Off the hours, and gone.
            await SetHoursAsync(bot, at, []);
            await bot.Get<AbsentOwners>().LookAsync(default);
            (await CaseAsync(bot, found.Id)).OwnerId.ShouldBe(account.Id, role.ToString());
            await SeenAsync(bot, account.Id, TimeSpan.FromMinutes(31));
            await bot.Get<AbsentOwners>().LookAsync(default);
            (await CaseAsync(bot, found.Id)).OwnerId.ShouldBeNull(role.ToString());
            (await bot.Get<StaffDuty>().StateAsync(user))?.Session.ShouldBeNull();
        }
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Two_cases_taken_over_at_once_begin_one_shift_and_a_refused_one_none(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, first) = await bot.RealCaseAsync();
        using var _ = resident;
        var second = await AtAsync(bot, first.StationId);
        var (account, late) = (await bot.HireAsync(StaffRole.Clerk, first.StationId), await bot.HireAsync(StaffRole.Clerk, first.StationId));
        var li = await bot.SignInAsync(account);
        var results = await Task.WhenAll(bot.Get<DeskCases>().ClaimAsync(li, first.Id), bot.Get<DeskCases>().ClaimAsync(li, second.Id));
        results.Count(r => r is StaffResult.Done { SignedOn: true }).ShouldBe(1);
        results.ShouldAllBe(r => r is StaffResult.Done);
        (await bot.Get<DeskCases>().ClaimAsync(await bot.SignInAsync(late), first.Id)).ShouldBeOfType<StaffResult.Taken>();
        (await bot.Get<DutyBook>().IsOnDutyAsync(late.Id)).ShouldBeFalse();
        (await bot.Get<StaffDuty>().SignOffAsync(li)).ShouldBe(new DutyResult.InHand(2));
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_lead_signs_off_a_colleague_of_the_own_station_with_a_reason(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var (duty, account) = (bot.Get<StaffDuty>(), await bot.HireAsync(StaffRole.Clerk, found.StationId));
        var li = await bot.SignInAsync(account);
        await duty.SignOnAsync(li);
        (await bot.Get<DeskCases>().ClaimAsync(li, found.Id)).ShouldBe(new StaffResult.Done());
        foreach (var (role, station) in ((StaffRole, string)[])[(StaffRole.Clerk, found.StationId), (StaffRole.Lead, await OtherAsync(bot, found.StationId))])
            (await duty.SignOffOtherAsync(await bot.ClerkAsync(role, station), account.Id, "走了")).ShouldBe(new DutyResult.NotAllowed());
        var lead = await bot.ClerkAsync(StaffRole.Lead, found.StationId);
        (await duty.SignOffOtherAsync(lead, account.Id, " ")).ShouldBe(new DutyResult.CommentMissing());
        (await duty.SignOffOtherAsync(lead, account.Id, "家里有急事先走了")).ShouldBe(new DutyResult.Off());
        (await duty.SignOffOtherAsync(lead, account.Id, "家里有急事先走了")).ShouldBe(new DutyResult.NotAllowed());
        var detail = (await bot.Get<CaseReader>().DetailAsync(found.Id))!;
        detail.Case.OwnerId.ShouldBeNull();
        var released = detail.Timeline.Single(t => t.Event.Kind == "released");
        released.Comment.ShouldBe("家里有急事先走了");
        released.Event.Actor.ShouldBe(IdOf(bot, lead));
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Nobody_takes_more_than_can_be_handled_except_emergencies(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        var (other, urgent) = await bot.RealCaseAsync();
        using var _ = resident;
        using var __ = other;
        var account = await bot.HireAsync(StaffRole.Clerk, found.StationId);
        var li = await bot.SignInAsync(account);
        var station = (await bot.StationsAsync()).Single(s => s.Id == found.StationId);
        var most = bot.Get<Casework.Content.CaseworkContentSource>().Current.Targets.MostInHand;
        for (var i = 0; i < most; i++)
            await bot.CaseAsync(station, row => (row.OwnerId, row.OwnerName, row.State, row.ClaimedAt) = (account.Id, "李工", CaseState.Claimed, row.RoutedAt));
        (await bot.Get<DeskCases>().ClaimAsync(li, found.Id)).ShouldBe(new StaffResult.TooMany(most));
        (await CaseAsync(bot, found.Id)).OwnerId.ShouldBeNull();
        await using (var db = bot.Get<CaseworkStore>().Open())
            await db.Cases.Where(c => c.Id == urgent.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Urgency, "emergency").SetProperty(c => c.StationId, found.StationId));
        (await bot.Get<DeskCases>().ClaimAsync(li, urgent.Id)).ShouldBeOfType<StaffResult.Done>();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task The_duty_page_shows_the_area_and_what_needs_looking_at(string provider)
    {
        await using var bot = await TestBot.StartAsync(provider);
        var stations = await bot.StationsAsync();
        var (manned, unmanned) = (stations.First(s => s.Level == CaseLevel.Station), stations.Last(s => s.Level == CaseLevel.Station));
        await bot.CaseAsync(unmanned);
        await bot.CaseAsync(manned, row => (row.OwnerId, row.OwnerName, row.State, row.ClaimedAt) = ("x", "x", CaseState.Claimed, row.RoutedAt));
        await bot.Get<StaffDuty>().SignOnAsync(await bot.ClerkAsync(StaffRole.Clerk, manned.Id));

        var all = (await bot.Get<DutyBoard>().ReadAsync(await bot.ClerkAsync(StaffRole.Administrator, null)))!;
        all.Lines.Count.ShouldBe(stations.Count(s => s.Active));
        all.Lines[0].Station.Id.ShouldBe(unmanned.Id); // by its hours open, nobody there, and somebody waits
        (all.Lines[0].Unmanned, all.Lines[0].Waiting, all.Lines[0].MayEdit).ShouldBe((true, 1, true));
        all.Lines[1].Station.Id.ShouldBe(manned.Id);
        (all.Lines[1].Unmanned, all.Lines[1].Waiting, all.Lines[1].OpenCases).ShouldBe((false, 0, 1));
        all.Today.Date.ShouldBe(DutyCalendar.DayOf(TimeProvider.System.GetUtcNow()));

        var own = (await bot.Get<DutyBoard>().ReadAsync(await bot.ClerkAsync(StaffRole.Clerk, manned.Id)))!;
        own.Lines.ShouldHaveSingleItem().MayEdit.ShouldBeFalse();
        var subdistrict = stations.First(s => s.Level == CaseLevel.Subdistrict);
        var area = (await bot.Get<DutyBoard>().ReadAsync(await bot.ClerkAsync(StaffRole.Subdistrict, subdistrict.Id)))!;
        area.Lines.Select(l => l.Station.Id).ShouldBe(stations.Where(s => s.Subdistrict == subdistrict.Subdistrict).Select(s => s.Id), ignoreOrder: true);
        area.Lines[0].Station.Id.ShouldBe(subdistrict.Id);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Hours_are_changed_by_those_who_may_checked_and_in_force_at_once(string provider)
    {
        await using var bot = await TestBot.StartAsync(provider);
        var (book, places) = (bot.Get<HoursBook>(), bot.Get<PlacesSource>());
        var station = places.Current.Stations.First(s => s.Level == CaseLevel.Station);
        var other = places.Current.Stations.Last(s => s.Level == CaseLevel.Station);
        var lead = await bot.ClerkAsync(StaffRole.Lead, station.Id);
        Shift?[] split = [new Shift(31, 540, 720), new Shift(31, 840, 1110), new Shift(128, 1080, 1560)];

        (await book.ChangeAsync(await bot.ClerkAsync(StaffRole.Clerk, station.Id), station, split, 5)).ShouldBe(HoursProblem.NotAllowed);
        (await book.ChangeAsync(lead, other, split, 5)).ShouldBe(HoursProblem.NotAllowed);
        (await book.ChangeAsync(lead, station, split, -1)).ShouldBe(HoursProblem.LimitBad);
        (await book.ChangeAsync(lead, station, [null], 5)).ShouldBe(HoursProblem.DayMissing);
        (await book.ChangeAsync(lead, station, [new Shift(1, 540, 720), new Shift(3, 700, 800)], 5)).ShouldBe(HoursProblem.Overlap);
        (await book.ChangeAsync(lead, station, [.. Enumerable.Repeat<Shift?>(split[0], 13)], 5)).ShouldBe(HoursProblem.TooMany);

        (await book.ChangeAsync(lead, station, split, 5)).ShouldBeNull();
        var now = places.Current.FindStation(station.Id)!;
        now.LoadLimit.ShouldBe(5);
        now.Duty.Shifts.ShouldBe(split.Select(s => s!.Value), ignoreOrder: true);
        // Seen before the change: a colleague was quicker.
        (await book.ChangeAsync(lead, station, [], 0)).ShouldBe(HoursProblem.Changed);
        (await book.ChangeAsync(lead, now, [], 0)).ShouldBeNull();
        places.Current.OnDutyFrom(places.Current.FindStation(station.Id)!, TimeProvider.System.GetUtcNow()).ShouldBeNull();
    }

    [Fact]
    public void What_is_typed_is_read_as_a_shift_over_midnight_where_it_ends_before_it_begins()
    {
        var draft = new ShiftDraft { From = new(20, 0), To = new(8, 0) };
        draft.Read().ShouldBeNull();
        draft.Days[4] = draft.Days[7] = true;
        draft.Read().ShouldBe(new Shift(16 + 128, 1200, 1920));
        ShiftDraft.Of(new Shift(16 + 128, 1200, 1920)).Read().ShouldBe(new Shift(16 + 128, 1200, 1920));
        ShiftDraft.Of(new Shift(255, 0, 1440)).Read().ShouldBe(new Shift(255, 0, 1440));
    }

    // A case with a conversation of its own at a station; the resident is of no further interest.
    private static async Task<CaseRow> AtAsync(TestBot bot, string station)
    {
        var (resident, found) = await bot.RealCaseAsync();
        resident.Dispose();
        await using var db = bot.Get<CaseworkStore>().Open();
        await db.Cases.Where(c => c.Id == found.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.StationId, station));
        return found;
    }

    private static async Task<string> OtherAsync(TestBot bot, string station) => (await bot.StationsAsync()).First(s => s.Level == CaseLevel.Station && s.Id != station).Id;

    private static async Task<CaseRow> CaseAsync(TestBot bot, Guid id) => (await bot.Get<CaseReader>().FindAsync(id))!;

    private static async Task<DutySessionRow> SessionAsync(TestBot bot, string staff)
    {
        await using var db = bot.Get<CaseworkStore>().Open();
        return await db.DutySessions.AsNoTracking().Where(s => s.StaffId == staff).OrderByDescending(s => s.Id).FirstAsync();
    }

    private static async Task SeenAsync(TestBot bot, string staff, TimeSpan ago)
    {
        var at = TimeProvider.System.GetUtcNow() - ago;
        await using var db = bot.Get<CaseworkStore>().Open();
        await db.DutySessions.Where(s => s.StaffId == staff).ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, at));
    }

    private static async Task SetHoursAsync(TestBot bot, string station, IEnumerable<ShiftRow> shifts)
    {
        await using var db = bot.Get<CaseworkStore>().Open();
        await db.Shifts.Where(s => s.StationId == station).ExecuteDeleteAsync();
        db.Shifts.AddRange(shifts);
        db.PlacesVersions.Add(new PlacesVersionRow { At = TimeProvider.System.GetUtcNow(), Reason = "test" });
        await db.SaveChangesAsync();
        await bot.Get<PlacesSource>().RefreshAsync();
    }

    private static string IdOf(TestBot bot, ClaimsPrincipal user) =>
        user.FindFirstValue(bot.Get<Microsoft.Extensions.Options.IOptions<Microsoft.AspNetCore.Identity.IdentityOptions>>().Value.ClaimsIdentity.UserIdClaimType)!;
}
