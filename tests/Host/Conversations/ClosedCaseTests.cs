using IntakeBot.Host.Conversations;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Conversations;

/// <summary>Found by random interleavings: whoever had closed a case and claimed it once more kept the resident's conversation, with no case to it.</summary>
public sealed class ClosedCaseTests(Bots bots)
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Who_closed_a_case_does_not_take_the_conversation_with_a_late_click(string provider)
    {
        var bot = await bots.OnAsync(provider);
        var (resident, found) = await bot.RealCaseAsync();
        using var _ = resident;
        var (staff, li) = (bot.Get<StaffMessages>(), new StaffMember("staff-li", "李工", StaffRole.Clerk, found.StationId, "塘尾站"));
        await staff.ClaimAsync(found.Id, li);
        await staff.CloseAsync(found.Id, li, "answered", "都说清楚了。");
        (await staff.ClaimAsync(found.Id, li)).ShouldBeOfType<StaffResult.Illegal>();
        (await staff.ReadAsync(resident.Id, 0))!.OwnerId.ShouldBeNull();
        (await staff.TransferToPersonAsync(found.Id, li, li)).ShouldBeOfType<StaffResult.Illegal>();
    }
}
