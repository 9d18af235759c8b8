using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Audit;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Desk;

/// <summary>One number in several conversations: known again without being readable anywhere, and shown only for a reason.</summary>
public sealed class SamePhoneTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Earlier_matters_of_one_phone_were_found_in_one_conversation_only(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var phone = $"137{Guid.NewGuid().GetHashCode() & 0x7fffffff:0000000000}"[..11];
        var (one, first) = await TellAsync(bot, phone);
        var (two, second) = await TellAsync(bot, phone);
        using var _1 = one;
        using var _2 = two;
        await using var db = bot.Get<CaseworkStore>().Open();
        await db.Cases.Where(c => c.Id == second.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.StationId, first.StationId));
        var (clerk, stranger) = (await bot.ClerkAsync(StaffRole.Clerk, first.StationId), await bot.ClerkAsync(StaffRole.Clerk, (await bot.StationsAsync()).First(s => s.Level == CaseLevel.Station && s.Id != first.StationId).Id));
        var work = bot.Get<CaseWork>();

        (await work.RelatedAsync(clerk, first.Id)).SamePhone.ShouldBe(1);
        (await work.SamePhoneAsync(clerk, first.Id, " ")).ShouldBeNull();
        (await work.SamePhoneAsync(stranger, first.Id, "交接")).ShouldBeNull();
        (await work.SamePhoneAsync(clerk, first.Id, "核实身份"))!.ShouldHaveSingleItem().Id.ShouldBe(second.Id);
        (await bot.Get<DeskCases>().RememberedReasonAsync(clerk, first.Id)).ShouldBe("核实身份");

        (await work.ByPhoneAsync(clerk, "12", "核实身份")).IsPhone.ShouldBeFalse();
        (await work.ByPhoneAsync(stranger, phone, "核实身份")).Cases.ShouldBeEmpty();
        (await work.ByPhoneAsync(clerk, phone, "")).Cases.ShouldBeEmpty();
        (await work.ByPhoneAsync(clerk, $"{phone[..3]} {phone[3..7]} {phone[7..]}", "核实身份")).Cases.Select(c => c.Id).ShouldBe([first.Id, second.Id], ignoreOrder: true);
        var looks = (await bot.Get<AuditBook>().ReadAsync(await bot.ClerkAsync(StaffRole.Lead, first.StationId), new LookFilter(Case: second.Id)))!.Rows;
        looks.ShouldContain(l => l.What == "phone-search" && l.Why == "核实身份");
    }

    /// <summary>Also from before there were marks, and then by what staff had set right.</summary>
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Petitions_of_before_are_marked_afterwards(string provider)
    {
        await using var bot = await TestBot.StartAsync(provider);
        var (one, first) = await TellAsync(bot, "13600136001");
        var (two, second) = await TellAsync(bot, "13600136002");
        using var _1 = one;
        using var _2 = two;
        var clerk = await bot.ClerkAsync(StaffRole.Administrator, null);
        (await bot.Get<CaseWork>().ReviseAsync(clerk, second.Id, new("reporter-phone", "13600136001", "+8613600136002"))).ShouldBeOfType<Host.Conversations.StaffResult.Done>();
        await using var db = bot.Get<CaseworkStore>().Open();
        await db.Petitions.ExecuteUpdateAsync(set => set.SetProperty(p => p.ContactMark, (string?)null));
        (await bot.Get<CaseWork>().RelatedAsync(clerk, first.Id)).SamePhone.ShouldBe(0);
        (await bot.Get<ContactMarking>().MarkAsync(default)).ShouldBe(2);
        (await bot.Get<ContactMarking>().MarkAsync(default)).ShouldBe(0);
        (await bot.Get<CaseWork>().RelatedAsync(clerk, first.Id)).SamePhone.ShouldBe(1);
        (await db.Petitions.Select(p => p.ContactMark).ToListAsync()).ShouldAllBe(mark => mark!.Length == 22);
    }

    private static async Task<(Talk Resident, CaseRow Case)> TellAsync(TestBot bot, string phone)
    {
        var resident = await Talk.BeginAsync(bot);
        var receipt = await resident.FinishAsync(contact: phone);
        return (resident, await Conversations.ComingBackTests.CaseAsync(bot, receipt));
    }
}
