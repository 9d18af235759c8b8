using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Conversations;

public sealed class StaffTests(Bots bots)
{
    private static readonly StaffMember Li = new("staff-li", "李工", StaffRole.Clerk, "ST-1", "塘尾站");
    private static readonly StaffMember Wang = new("staff-wang", "王工", StaffRole.Clerk, "ST-1", "塘尾站");

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Of_many_claims_at_once_one_wins(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var found = await CaseAsync(bot, await talk.FinishAsync());
        var staff = bot.Get<StaffMessages>();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => staff.ClaimAsync(found.Id, new($"s{i}", $"工{i}", StaffRole.Clerk, "ST-1", "塘尾站"))));
        results.Count(r => r is StaffResult.Done).ShouldBe(1);
        results.Where(r => r is not StaffResult.Done).ShouldAllBe(r => r is StaffResult.Taken);
        var owner = (await bot.Get<CaseReader>().FindAsync(found.Id))!.OwnerId;
        (await staff.ReadAsync(talk.Id, 0))!.OwnerId.ShouldBe(owner);
        owner.ShouldBe($"s{Array.FindIndex(results, r => r is StaffResult.Done)}");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task While_staff_own_it_the_bot_is_silent_and_the_resident_hears_staff(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var found = await CaseAsync(bot, await talk.FinishAsync());
        var staff = bot.Get<StaffMessages>();
        (await staff.SayAsync(found.Id, Li, "您好", "k0")).ShouldBeOfType<StaffResult.NotOwner>();
        (await staff.ClaimAsync(found.Id, Li)).ShouldBeOfType<StaffResult.Done>();
        (await staff.ClaimAsync(found.Id, Li)).ShouldBeOfType<StaffResult.Done>();
        (await staff.ClaimAsync(found.Id, Wang)).ShouldBeOfType<StaffResult.Taken>();
        (await staff.SayAsync(found.Id, Wang, "您好", "k1")).ShouldBeOfType<StaffResult.Taken>();
        await talk.ListenAsync();

        (await staff.SayAsync(found.Id, Li, "您好,我是李工", "k2")).ShouldBeOfType<StaffResult.Done>();
        (await staff.SayAsync(found.Id, Li, "您好,我是李工", "k2")).ShouldBeOfType<StaffResult.Done>();
        var heard = (await talk.ListenAsync()).ShouldHaveSingleItem();
        heard.GetProperty("text").GetString().ShouldBe("您好,我是李工");
        heard.GetProperty("from").GetProperty("name").GetString().ShouldBe("塘尾站 李工");
        heard.GetProperty("from").GetProperty("role").GetString().ShouldBe("bot");

        await talk.SayAsync("好的,谢谢");
        (await talk.ListenAsync()).ShouldHaveSingleItem().GetProperty("text").GetString().ShouldBe("好的,谢谢");

        await talk.SayAsync("着火了!快来人");
        (await talk.ListenAsync()).Skip(1).Select(a => a.GetProperty("text").GetString()).ShouldContain(t => t!.Contains("119", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Handing_back_and_closing_change_case_and_conversation_together(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var found = await CaseAsync(bot, await talk.FinishAsync());
        var staff = bot.Get<StaffMessages>();
        await staff.ClaimAsync(found.Id, Li);
        await talk.ListenAsync();

        (await staff.HandBackAsync(found.Id, Wang)).ShouldBeOfType<StaffResult.Taken>();
        (await staff.HandBackAsync(found.Id, Li)).ShouldBeOfType<StaffResult.Done>();
        (await bot.Get<CaseReader>().FindAsync(found.Id))!.OwnerId.ShouldBeNull();
        (await staff.ReadAsync(talk.Id, 0))!.OwnerId.ShouldBeNull();
        (await talk.ListenAsync()).ShouldNotBeEmpty();

        await staff.ClaimAsync(found.Id, Wang);
        (await staff.CloseAsync(found.Id, Wang, "no-such-outcome", "好了")).ShouldBeOfType<StaffResult.Invalid>();
        (await staff.CloseAsync(found.Id, Wang, "answered", " ")).ShouldBeOfType<StaffResult.Invalid>();
        await talk.ListenAsync();
        (await staff.CloseAsync(found.Id, Wang, "answered", "房东明天退您押金。")).ShouldBeOfType<StaffResult.Done>();
        (await bot.Get<CaseReader>().FindAsync(found.Id))!.State.ShouldBe(CaseState.Closed);
        (await staff.ReadAsync(talk.Id, 0))!.OwnerId.ShouldBeNull();
        (await talk.ListenAsync()).Select(a => a.GetProperty("text").GetString()).ShouldContain(t => t!.Contains("房东明天退您押金", StringComparison.Ordinal));
        (await staff.SayAsync(found.Id, Wang, "还有事吗", "k9")).ShouldBeOfType<StaffResult.NotOwner>();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task What_is_added_after_sending_reaches_the_case(string provider)
    {
        var bot = await bots.OnAsync(provider);
        using var talk = await Talk.BeginAsync(bot, bot.Code);
        var found = await CaseAsync(bot, await talk.FinishAsync());
        await talk.SayAsync("补充一下,房东电话换了");
        await using var db = bot.Get<CaseworkStore>().Open();
        (await db.Supplements.CountAsync(s => s.PetitionId == found.Id)).ShouldBe(1);
        (await db.CaseEvents.CountAsync(e => e.CaseId == found.Id && e.Kind == "supplemented")).ShouldBe(1);
    }

    private static async Task<CaseRow> CaseAsync(TestBot bot, string receipt) => (await Until.TrueAsync(
        async () =>
        {
            await using var db = bot.Get<CaseworkStore>().Open();
            return await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Receipt == receipt);
        },
        found => found is not null))!;
}
