using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Audit;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Desk.People;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Desk;

public sealed class AuditTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Look_at_a_masked_value_needs_a_reason_which_stands_on_the_timeline_and_is_remembered_for_that_case(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync("房东不退我3000块押金,上周三退的房,我电话13812345678");
        using var _ = resident;
        var account = await bot.HireAsync(StaffRole.Clerk, found.StationId);
        var clerk = await bot.SignInAsync(account);
        var cases = bot.Get<DeskCases>();
        (await cases.RememberedReasonAsync(clerk, found.Id)).ShouldBeNull();
        (await cases.LookAsync(clerk, found.Id, PersonalField.ReporterPhone, "  ")).ShouldBeNull();
        (await cases.MayLookAsync(clerk, found.Id, PersonalField.Text, "")).ShouldBeFalse();
        (await cases.MayLookAsync(clerk, found.Id, PersonalField.Text, "联系居民")).ShouldBeTrue();
        (await cases.RememberedReasonAsync(clerk, found.Id)).ShouldBe("联系居民");
        (await cases.RememberedReasonAsync(await bot.ClerkAsync(StaffRole.Clerk, found.StationId), found.Id)).ShouldBeNull("it was somebody else's");
        var entry = (await cases.OpenAsync(clerk, found.Id))!.Detail.Timeline.Single(e => e.Event.Kind == "looked" && e.Event.Actor == account.Id);
        entry.Comment.ShouldBe("联系居民");
        entry.Event.Comment!.ShouldNotContain("联系居民", Case.Sensitive, "it may name somebody: protected at rest");
        await using var db = bot.Get<CaseworkStore>().Open();
        var before = TimeProvider.System.GetUtcNow().AddMinutes(-31);
        await db.CaseEvents.Where(e => e.Seq == entry.Event.Seq).ExecuteUpdateAsync(set => set.SetProperty(e => e.At, before));
        (await cases.RememberedReasonAsync(clerk, found.Id)).ShouldBeNull("half an hour is over");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Leads_and_above_read_who_looked_in_their_area_and_unusual_looking_is_flagged(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var stations = await bot.StationsAsync();
        var (here, there) = (stations.Where(s => s.Level == CaseLevel.Station).ElementAt(30), stations.Where(s => s.Level == CaseLevel.Station).ElementAt(31));
        var (curious, decent) = (await bot.HireAsync(StaffRole.Clerk, here.Id), await bot.HireAsync(StaffRole.Clerk, here.Id));
        var cases = bot.Get<DeskCases>();
        var asCurious = await bot.SignInAsync(curious);
        CaseRow first = null!;
        for (var i = 0; i <= AuditBook.UsualInAnHour; i++)
        {
            var one = await bot.CaseAsync(here);
            first ??= one;
            await cases.NoteOpenedAsync((await cases.OpenAsync(asCurious, one.Id))!);
        }
        // As many, but their own.
        var asDecent = await bot.SignInAsync(decent);
        for (var i = 0; i <= AuditBook.UsualInAnHour; i++)
            await cases.NoteOpenedAsync((await cases.OpenAsync(asDecent, (await bot.CaseAsync(here, row => (row.OwnerId, row.ClaimedAt, row.State) = (decent.Id, row.RoutedAt, CaseState.Claimed))).Id))!);
        var far = await bot.CaseAsync(there);
        (await cases.MayLookAsync(await bot.ClerkAsync(StaffRole.Clerk, there.Id), far.Id, PersonalField.Message, "交接")).ShouldBeTrue();

        var book = bot.Get<AuditBook>();
        var lead = await bot.ClerkAsync(StaffRole.Lead, here.Id);
        var page = (await book.ReadAsync(lead, new()))!;
        page.Rows.Count.ShouldBe(2 * (AuditBook.UsualInAnHour + 1));
        page.Rows.ShouldAllBe(row => row.StationId == here.Id);
        page.Unusual.Single().ShouldSatisfyAllConditions(u => u.Actor.ShouldBe(curious.Id), u => u.Cases.ShouldBe(AuditBook.UsualInAnHour + 1));
        (await book.ReadAsync(lead, new(Person: curious.Id)))!.Rows.ShouldAllBe(row => row.Actor == curious.Id);
        (await book.ReadAsync(lead, new(Case: first.Id)))!.Rows.Single().Receipt.ShouldBe(first.Receipt);
        (await book.ReadAsync(lead, new(Case: far.Id)))!.Rows.ShouldBeEmpty();
        (await book.ReadAsync(lead, new(Day: new DateOnly(2020, 1, 1))))!.Rows.ShouldBeEmpty();
        (await book.PeopleAsync(lead)).Select(p => p.Id).ShouldBe([curious.Id, decent.Id], ignoreOrder: true);
        (await book.ReadAsync(await bot.ClerkAsync(StaffRole.Clerk, here.Id), new())).ShouldBeNull();
        (await book.ReadAsync(await bot.ClerkAsync(StaffRole.District, stations.Single(s => s.Level == CaseLevel.District).Id), new(Case: far.Id)))!.Rows.Single().Why.ShouldBe("交接");
    }

    [Theory]
    [InlineData("=cmd()", "\"'=cmd()\"")]
    [InlineData("a \"b\", c", "\"a \"\"b\"\", c\"")]
    [InlineData("", "\"\"")]
    public void Cells_are_text_to_a_spreadsheet(string text, string cell) => AuditCsv.Cell(text).ShouldBe(cell);

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Lead_keeps_the_clerks_of_the_own_station_and_nobody_else(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var stations = (await bot.StationsAsync()).Where(s => s.Level == CaseLevel.Station).ToList();
        var people = bot.Get<StaffPeople>();
        var (account, other) = (await bot.HireAsync(StaffRole.Lead, stations[40].Id), await bot.HireAsync(StaffRole.Lead, stations[40].Id));
        var lead = await bot.SignInAsync(account);
        var (own, foreign) = (await bot.HireAsync(StaffRole.Clerk, stations[40].Id), await bot.HireAsync(StaffRole.Clerk, stations[41].Id));
        var boss = await bot.HireAsync(StaffRole.Administrator, null);

        (await people.ListAsync(lead))!.Select(p => p.Id).ShouldBe([account.Id, other.Id, own.Id], ignoreOrder: true);
        (await people.ListAsync(lead))!.Where(p => p.MayChange).Select(p => p.Id).ShouldBe([own.Id]);
        (await people.ResetPasswordAsync(lead, own.Id)).ShouldBeOfType<PersonResult.Done>().OneTimePassword.ShouldNotBeNull();
        (await people.DisableAsync(lead, own.Id, true)).ShouldBeOfType<PersonResult.Done>();
        (await people.AddAsync(lead, new("李工", "l" + Guid.CreateVersion7().ToString("N")[12..], StaffRole.Clerk, stations[40].Id))).ShouldBeOfType<PersonResult.Done>();
        foreach (var id in (string[])[foreign.Id, other.Id, boss.Id])
        {
            (await people.ResetPasswordAsync(lead, id)).ShouldBeOfType<PersonResult.NotAllowed>();
            (await people.DisableAsync(lead, id, true)).ShouldBeOfType<PersonResult.NotAllowed>();
        }
        (await people.AddAsync(lead, new("李工", "l.lead", StaffRole.Lead, stations[40].Id))).ShouldBeOfType<PersonResult.NotAllowed>();
        (await people.AddAsync(lead, new("李工", "l.other", StaffRole.Clerk, stations[41].Id))).ShouldBeOfType<PersonResult.NotAllowed>();
        (await people.ListAsync(await bot.ClerkAsync(StaffRole.Subdistrict, stations[40].Id))).ShouldBeNull();
    }
}
