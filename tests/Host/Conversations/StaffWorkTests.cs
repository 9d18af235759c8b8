using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.Conversations;

/// <summary>What staff do with a case, and what its resident hears of it.</summary>
public sealed class StaffWorkTests(Bots bots)
{
    private static readonly StaffMember Li = new("staff-li", "李工", StaffRole.Clerk, "ST-1", "塘尾站");

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Notes_and_calls_are_for_staff_and_the_first_word_makes_contact(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var staff = bot.Get<StaffMessages>();
        await staff.ClaimAsync(found.Id, Li);
        await resident.ListenAsync();
        (await bot.Get<StaffRecords>().NoteAsync(found.Id, Li, " ")).ShouldBe(new StaffResult.Invalid("text"));
        (await bot.Get<StaffRecords>().NoteAsync(found.Id, Li, "房东脾气大，说话慢一点")).ShouldBeOfType<StaffResult.Done>();
        (await bot.Get<StaffRecords>().CallAsync(found.Id, Li, new("landline", "reached"))).ShouldBe(new StaffResult.Invalid("call"));
        (await bot.Get<StaffRecords>().CallAsync(found.Id, Li, new("counterparty", "reached", "同意退一半"))).ShouldBeOfType<StaffResult.Done>();
        (await staff.CloseAsync(found.Id, Li, "unreachable", "没联系上您")).ShouldBe(new StaffResult.TriesMissing(3));
        (await bot.Get<StaffRecords>().ReviseAsync(found.Id, Li, new("category", "no.such", found.Leaf))).ShouldBe(new StaffResult.Unfit("category", FactFault.Unknown));
        (await bot.Get<StaffRecords>().ReviseAsync(found.Id, Li, new("amount", "2800", "3000"))).ShouldBeOfType<StaffResult.Done>();
        (await bot.Get<StaffRecords>().ReviseAsync(found.Id, Li, new("amount", "2900", "3000"))).ShouldBeOfType<StaffResult.Outdated>();
        (await resident.ListenAsync()).ShouldBeEmpty();
        (await StateAsync(bot, found.Id)).ShouldBe(CaseState.Claimed);
        (await staff.SayAsync(found.Id, Li, "您好", "k1")).ShouldBeOfType<StaffResult.Done>();
        (await staff.SayAsync(found.Id, Li, "方便说说吗", "k2")).ShouldBeOfType<StaffResult.Done>();
        (await StateAsync(bot, found.Id)).ShouldBe(CaseState.Contacted);
        (await bot.Get<StaffRecords>().AdvanceAsync(found.Id, Li, CaseState.Handling)).ShouldBeOfType<StaffResult.Done>();
        var timeline = (await bot.Get<CaseReader>().DetailAsync(found.Id))!.Timeline;
        timeline.Count(t => t.Event.Kind == "contacted").ShouldBe(1);
        timeline.Single(t => t.Event.Kind == "noted").Comment.ShouldBe("房东脾气大，说话慢一点");
        (await resident.ListenAsync()).Count.ShouldBe(2);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Who_gets_the_case_gets_the_conversation_and_the_resident_is_told(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var stations = await bot.StationsAsync();
        var other = stations.First(s => s.Level == CaseLevel.Station && s.Id != found.StationId);
        var wang = new StaffMember("staff-wang", "王姐", StaffRole.Clerk, other.Id, other.Name);
        var staff = bot.Get<StaffMessages>();
        await staff.ClaimAsync(found.Id, Li);
        await resident.ListenAsync();
        (await staff.TransferToPersonAsync(found.Id, Li, wang with { StationId = "gone" }, "")).ShouldBeOfType<StaffResult.NotThere>();
        (await staff.TransferToPersonAsync(found.Id, Li, wang, "她懂租房")).ShouldBe(new StaffResult.NotThere(wang.Signature));
        await bot.Get<DutyBook>().SignOnAsync(wang.Id, wang.Name, other.Id);
        (await staff.TransferToPersonAsync(found.Id, Li, wang, "她懂租房")).ShouldBeOfType<StaffResult.Done>();
        (await resident.ListenAsync()).ShouldHaveSingleItem().GetProperty("text").GetString()!.ShouldContain("王姐");
        (await staff.SayAsync(found.Id, Li, "还有", "k1")).ShouldBeOfType<StaffResult.Taken>();
        (await staff.SayAsync(found.Id, wang, "您好", "k2")).ShouldBeOfType<StaffResult.Done>();
        var now = (await bot.Get<CaseReader>().FindAsync(found.Id))!;
        (now.OwnerId, now.StationId).ShouldBe(("staff-wang", other.Id));
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task A_duplicate_is_merged_and_its_resident_hears_of_the_other_to_the_end_and_may_open_it_again(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (neighbour, target) = await bot.RealCaseAsync("楼下垃圾没人收,三个月了");
        var (resident, duplicate) = await bot.RealCaseAsync("楼道垃圾堆了两个月没人管");
        using var _1 = neighbour;
        using var _2 = resident;
        var staff = bot.Get<StaffMessages>();
        await staff.ClaimAsync(duplicate.Id, Li);
        await resident.ListenAsync();
        await neighbour.ListenAsync();
        (await bot.Get<StaffMerges>().MergeAsync(duplicate.Id, Li, duplicate.Id)).ShouldBe(new StaffResult.Invalid("target"));
        (await bot.Get<StaffMerges>().MergeAsync(duplicate.Id, Li, Guid.NewGuid())).ShouldBeOfType<StaffResult.Unknown>();
        (await bot.Get<StaffMerges>().MergeAsync(duplicate.Id, Li, target.Id, "同一堆垃圾")).ShouldBeOfType<StaffResult.Done>();
        (await resident.ListenAsync()).ShouldHaveSingleItem().GetProperty("text").GetString()!.ShouldContain("并在一起");
        (await staff.ReadAsync(resident.Id, 0))!.OwnerId.ShouldBeNull();

        await staff.ClaimAsync(target.Id, Li);
        (await HeardAsync(resident)).ShouldContain("接手");
        await staff.CloseAsync(target.Id, Li, "handled", "垃圾清走了");
        (await HeardAsync(resident)).ShouldContain("处理完了");
        resident.Asking.ShouldBe("rating");
        string.Join('\n', (await resident.AllAsync()).Select(a => a.ToString())).ShouldNotContain(target.Receipt);
        string.Join('\n', (await neighbour.AllAsync()).Select(a => a.ToString())).ShouldNotContain("并在一起");
        await resident.SayAsync("还没解决，重新处理");
        await Until.TrueAsync(async () => await StateAsync(bot, duplicate.Id), state => state == CaseState.Reopened);
        (await bot.Get<CaseReader>().FindAsync(duplicate.Id))!.MergedInto.ShouldBeNull();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Whoever_said_after_a_merge_that_it_is_another_matter_was_only_heard_as_a_supplement(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (neighbour, target) = await bot.RealCaseAsync("楼下垃圾没人收,三个月了");
        var (resident, duplicate) = await bot.RealCaseAsync("楼道垃圾堆了两个月没人管");
        using var _1 = neighbour;
        using var _2 = resident;
        var (staff, merges, reader) = (bot.Get<StaffMessages>(), bot.Get<StaffMerges>(), bot.Get<CaseReader>());
        (await merges.UnmergeAsync(duplicate.Id, Li)).ShouldBe(new StaffResult.Illegal("routed", "reopened"));
        await merges.MergeAsync(duplicate.Id, Li, target.Id);
        await resident.ListenAsync();
        await resident.SayAsync("不是一回事，我说的是楼道");
        await Until.TrueAsync(async () => (await reader.DetailAsync(target.Id))!.FromMerged.Count, count => count == 1);
        (await reader.DetailAsync(target.Id))!.Timeline[^1].Event.Reason.ShouldBe("another-matter");
        await resident.ListenAsync();

        var results = await Task.WhenAll(merges.UnmergeAsync(duplicate.Id, Li, "楼上楼下两件"), merges.UnmergeAsync(duplicate.Id, Li, "楼上楼下两件"));
        results.Count(r => r is StaffResult.Done).ShouldBe(1);
        (await HeardAsync(resident)).ShouldContain("拆开");
        (await StateAsync(bot, duplicate.Id)).ShouldBe(CaseState.Reopened);
        (await reader.DetailAsync(duplicate.Id))!.Petition!.Supplements!.ShouldHaveSingleItem().Text.ShouldContain("不是一回事");
        (await reader.DetailAsync(target.Id))!.Timeline[^1].Comment.ShouldBe("楼上楼下两件");

        // The other one is no longer followed; the own one is, to its end.
        await staff.ClaimAsync(target.Id, Li);
        await staff.CloseAsync(target.Id, Li, "handled", "垃圾清走了");
        await staff.ClaimAsync(duplicate.Id, Li);
        (await HeardAsync(resident)).ShouldNotContain("跟进");
        await staff.CloseAsync(duplicate.Id, Li, "handled", "楼道清好了");
        (await HeardAsync(resident)).ShouldContain("楼道清好了");
        string.Join('\n', (await resident.AllAsync()).Select(a => a.ToString())).ShouldNotContain("垃圾清走了");
        string.Join('\n', (await neighbour.AllAsync()).Select(a => a.ToString())).ShouldNotContain("拆开");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Who_had_joined_a_duplicate_follows_what_it_was_merged_into(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (neighbour, target) = await bot.RealCaseAsync("楼下垃圾没人收,三个月了");
        using var _1 = neighbour;
        var code = bot.Code;
        using var reporter = await Talk.BeginAsync(bot, code);
        var receipt = await reporter.FinishAsync("楼道垃圾堆了两个月没人管");
        var duplicate = await ComingBackTests.CaseAsync(bot, receipt);
        using var joiner = await Talk.BeginAsync(bot, code);
        await joiner.SayAsync("楼道垃圾没人管,两个月了");
        for (var turn = 0; turn < 8; turn++)
        {
            await joiner.ListenAsync();
            if (joiner.Asking is null) break;
            await joiner.SayAsync(joiner.Asking switch { "duplicate" => "加入", "contact" => "匿名", "confirm" => "发送", _ => "跳过" });
        }

        var staff = bot.Get<StaffMessages>();
        (await bot.Get<StaffMerges>().MergeAsync(duplicate.Id, Li, target.Id)).ShouldBeOfType<StaffResult.Done>();
        (await HeardAsync(joiner)).ShouldContain("并在一起");
        (await bot.Get<StaffMerges>().UnmergeAsync(duplicate.Id, Li)).ShouldBeOfType<StaffResult.Done>();
        (await HeardAsync(joiner)).ShouldContain("拆开");
        (await bot.Get<StaffMerges>().MergeAsync(duplicate.Id, Li, target.Id)).ShouldBeOfType<StaffResult.Done>();
        (await HeardAsync(joiner)).ShouldContain("并在一起");
        await staff.ClaimAsync(target.Id, Li);
        (await HeardAsync(joiner)).ShouldContain("接手");
        await staff.CloseAsync(target.Id, Li, "handled", "垃圾清走了");
        (await HeardAsync(joiner)).ShouldContain("处理完了");
        var all = string.Join('\n', (await joiner.AllAsync()).Select(a => a.ToString()));
        foreach (var secret in (string[])[receipt, target.Receipt, "垃圾清走了"]) all.ShouldNotContain(secret);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Taken_back_and_opened_again_by_staff(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var staff = bot.Get<StaffMessages>();
        await staff.ClaimAsync(found.Id, Li);
        await resident.ListenAsync();
        (await staff.WithdrawAsync(found.Id, Li, "电话里说不用了")).ShouldBeOfType<StaffResult.Done>();
        (await resident.ListenAsync()).ShouldHaveSingleItem().GetProperty("text").GetString()!.ShouldContain("先不办了");
        (await staff.ReadAsync(resident.Id, 0))!.OwnerId.ShouldBeNull();
        (await staff.ReopenAsync(found.Id, Li, "又打电话来了")).ShouldBeOfType<StaffResult.Done>();
        (await resident.ListenAsync()).ShouldHaveSingleItem().GetProperty("text").GetString()!.ShouldContain("重新办");
        (await StateAsync(bot, found.Id)).ShouldBe(CaseState.Reopened);
        (await staff.ClaimAsync(found.Id, Li)).ShouldBeOfType<StaffResult.Done>();
    }

    /// <summary>A second claim answered "done" while nobody owned the case; handing back one of two left the other without its conversation.</summary>
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Two_matters_of_one_resident_with_one_clerk(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, first) = await bot.RealCaseAsync();
        using var _ = resident;
        var second = await bot.CaseAsync((await bot.StationsAsync()).First(s => s.Id == first.StationId), conversation: resident.Id);
        var staff = bot.Get<StaffMessages>();
        await staff.ClaimAsync(first.Id, Li);
        await resident.ListenAsync();
        (await staff.ClaimAsync(second.Id, Li)).ShouldBeOfType<StaffResult.Done>();
        (await bot.Get<CaseReader>().FindAsync(second.Id))!.OwnerId.ShouldBe(Li.Id);
        (await staff.HandBackAsync(first.Id, Li)).ShouldBeOfType<StaffResult.Done>();
        (await staff.SayAsync(second.Id, Li, "还有这件", "k1")).ShouldBeOfType<StaffResult.Done>();
        (await staff.HandBackAsync(second.Id, Li)).ShouldBeOfType<StaffResult.Done>();
        (await staff.ReadAsync(resident.Id, 0))!.OwnerId.ShouldBeNull();
    }

    private static async Task<CaseState> StateAsync(TestBot bot, Guid id) => (await bot.Get<CaseReader>().FindAsync(id))!.State;

    private static async Task<string> HeardAsync(Talk talk) => string.Join('\n',
        (await Until.TrueAsync(talk.ListenAsync, heard => heard.Count > 0)).Select(a => a.GetProperty("text").GetString()));
}
