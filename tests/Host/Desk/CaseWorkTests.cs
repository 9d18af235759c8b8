using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Store;
using IntakeBot.Dialogue.Wording;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Desk.Drafts;
using IntakeBot.Host.Desk.Replies;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;

using CasePage = IntakeBot.Host.Desk.Cases.CasePage;

namespace IntakeBot.Host.Tests.Desk;

/// <summary>Working on a case at the desk, each for those who may see it.</summary>
public sealed class CaseWorkTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task What_lies_beside_a_case_is_shown_as_far_as_the_viewer_may_see_it(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var stations = (await bot.StationsAsync()).Where(s => s.Level == CaseLevel.Station).Take(2).ToList();
        var building = "TW-" + Guid.NewGuid().ToString("N")[..6];
        Task<CaseRow> At(StationRow station, string? excluded = null) => bot.CaseAsync(station, row => row.Building = building, excluded);
        var (mine, twin, theirs, excluded) = (await At(stations[0]), await At(stations[0]), await At(stations[1]), await At(stations[0], stations[0].Id));
        var clerk = await bot.ClerkAsync(StaffRole.Clerk, stations[0].Id);
        var work = bot.Get<CaseWork>();
        var related = await work.RelatedAsync(clerk, mine.Id);
        related.Duplicates.ShouldHaveSingleItem().Case.Id.ShouldBe(twin.Id);
        related.History.Building.ShouldHaveSingleItem().Id.ShouldBe(twin.Id);
        (await work.RelatedAsync(clerk, theirs.Id)).ShouldBe(RelatedCases.None);
        (await work.FindAsync(clerk, excluded.Receipt)).ShouldBeNull();
        (await work.MergeAsync(clerk, mine.Id, theirs.Id, "")).ShouldBeOfType<StaffResult.Unknown>();
        (await work.NoteAsync(clerk, theirs.Id, "x")).ShouldBeOfType<StaffResult.Unknown>();
        (await work.ReviseAsync(clerk, theirs.Id, new("urgency", "urgent", "normal"))).ShouldBeOfType<StaffResult.Unknown>();
        (await work.NoteAsync(clerk, mine.Id, "看过现场")).ShouldBeOfType<StaffResult.Done>();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Colleagues_on_duty_are_offered_their_own_desk_first(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var stations = (await bot.StationsAsync()).Where(s => s.Level == CaseLevel.Station).Skip(4).Take(2).ToList();
        var found = await bot.CaseAsync(stations[0]);
        var (me, near, far, off) = (await bot.HireAsync(StaffRole.Clerk, stations[0].Id), await bot.HireAsync(StaffRole.Clerk, stations[0].Id),
            await bot.HireAsync(StaffRole.Clerk, stations[1].Id), await bot.HireAsync(StaffRole.Clerk, stations[0].Id));
        foreach (var (person, station) in new[] { (far, stations[1]), (me, stations[0]), (near, stations[0]) })
            await bot.Get<DutyBook>().SignOnAsync(person.Id, person.DisplayName, station.Id);
        var offered = (await bot.Get<CaseWork>().ColleaguesAsync(await bot.SignInAsync(me), found.Id)).Select(c => c.Member.Id).ToList();
        offered[0].ShouldBe(near.Id);
        offered.ShouldContain(far.Id);
        offered.ShouldNotContain(me.Id);
        offered.ShouldNotContain(off.Id);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task The_page_shows_both_values_calls_notes_and_the_map_and_still_masks(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync("房东王强不退我3000块押金,上周三退的房,我电话13812345678");
        using var _ = resident;
        var clerk = await bot.ClerkAsync(StaffRole.Clerk, found.StationId);
        var work = bot.Get<CaseWork>();
        await work.ReviseAsync(clerk, found.Id, new("amount", "2800", "3000"));
        var phone = (await bot.Get<DeskCases>().OpenAsync(clerk, found.Id))!.Detail.Fact(CaseFacts.ReporterPhone);
        (await work.ReviseAsync(clerk, found.Id, new("reporter-phone", "13900000001", phone))).ShouldBeOfType<StaffResult.Done>();
        await work.CallAsync(clerk, found.Id, new("reporter", "no-answer", "打到 13900000001 没人接"));
        await work.NoteAsync(clerk, found.Id, "房东电话 13700000002");
        var html = await PageTests.ShowAsync<CasePage>(bot, clerk, "zh-CN", new Dictionary<string, object?> { [nameof(CasePage.Id)] = found.Id });
        html.ShouldContain("2,800 元");
        html.ShouldContain("居民说：3,000 元");
        html.ShouldContain("已打 1 次没联系上");
        html.ShouldContain("message-internal");
        html.ShouldContain("没人接");
        html.ShouldContain("id=\"edit-category\"");
        html.ShouldContain("composer-note");
        foreach (var number in (string[])["13812345678", "13900000001", "13700000002"]) html.ShouldNotContain(number);
        (await bot.Get<DeskCases>().LookAsync(clerk, found.Id, PersonalField.ReporterPhone, "to call back")).ShouldBe("+8613900000001");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Replies_of_the_station_come_before_everybodys_and_those_shipped_and_are_kept_by_those_who_may(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var stations = (await bot.StationsAsync()).Where(s => s.Level == CaseLevel.Station).Skip(8).Take(2).ToList();
        async Task<DeskViewer> ViewerAsync(StaffRole role, string? station) => (await bot.Get<DeskAccess>().ViewerAsync(await bot.ClerkAsync(role, station)))!;
        var (clerk, lead, admin) = (await ViewerAsync(StaffRole.Clerk, stations[0].Id), await ViewerAsync(StaffRole.Lead, stations[0].Id), await ViewerAsync(StaffRole.Administrator, null));
        var book = bot.Get<ReplyBook>();
        var reply = new CannedReply(0, "hello", stations[0].Id, "本站打招呼", "{称呼}您好，{站}{我}。");
        (await book.KeepAsync(clerk, reply)).ShouldBe("not-yours");
        (await book.KeepAsync(lead, reply with { StationId = stations[1].Id })).ShouldBe("not-yours");
        (await book.KeepAsync(lead, reply with { StationId = null })).ShouldBe("not-yours");
        (await book.KeepAsync(lead, reply with { Code = "Hello!" })).ShouldBe("code");
        (await book.KeepAsync(lead, reply with { Title = " " })).ShouldBe("title");
        (await book.KeepAsync(lead, reply with { Text = "{谁}您好" })).ShouldBe("variable");
        (await book.KeepAsync(lead, reply)).ShouldBeNull();
        (await book.KeepAsync(lead, reply)).ShouldBe("taken");
        var code = "all-" + Guid.NewGuid().ToString("N")[..6];
        (await book.KeepAsync(admin, reply with { StationId = null, Code = code })).ShouldBeNull();
        var usable = await book.UsableAsync(clerk, Languages.Chinese);
        usable.Single(r => r.Code == "hello").Title.ShouldBe("本站打招呼");
        usable.ShouldContain(r => r.Code == code);
        usable.ShouldContain(r => r.Code == "photo" && r.Id == 0);
        var own = usable.Single(r => r.Code == "hello");
        (await book.RemoveAsync(clerk, own.Id)).ShouldBeFalse();
        (await book.RemoveAsync(lead, own.Id)).ShouldBeTrue();
        (await book.UsableAsync(clerk, Languages.Chinese)).Single(r => r.Code == "hello").Id.ShouldBe(0);
    }

    [Fact]
    public async Task Variables_are_filled_with_the_family_name_only_and_what_is_open_is_told()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        var file = bot.Get<ShippedReplies>().In(Languages.Chinese);
        foreach (var (name, said) in new[] { ("李四", "李先生/女士，"), ("欧阳小红", "欧阳先生/女士，"), ("王晓明先生", "王先生，"), ("陈阿姨", "陈阿姨，"), ("Anna Li", "Li先生/女士，"), ("", "") })
            ReplyVariables.Salutation(name, file).ShouldBe(said);
        ReplyVariables.Unresolved("您好，{日期}到{地点}").ShouldBe(["{日期}", "{地点}"]);
        ReplyVariables.Unresolved("您好 { } {}").ShouldBeEmpty();
        ReplyVariables.Unknown("{称呼}{station}{谁}").ShouldBe(["{谁}"]);
        foreach (var language in Languages.All) bot.Get<ShippedReplies>().In(language).Replies.Count.ShouldBeGreaterThanOrEqualTo(15);
    }

    [Fact]
    public void Drafts_are_kept_for_every_form_of_a_case()
    {
        var id = Guid.NewGuid();
        foreach (var place in (string[])[DraftBook.Reply(id), DraftBook.Sentence(id), DraftBook.Note(id), DraftBook.Call(id), DraftBook.Comment(id)])
            DraftBook.IsPlace(place).ShouldBeTrue(place);
        DraftBook.IsPlace($"other/{id:N}").ShouldBeFalse();
    }
}
