using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Tests.WeChat;

/// <summary>A member of staff who has taken over the case of a resident.</summary>
internal sealed class Clerk(TestBot bot, Guid caseId)
{
    public static readonly StaffMember Li = new("staff-li", "李工", StaffRole.Clerk, "ST-1", "塘尾站");
    private int _said;

    public Guid CaseId => caseId;

    public static async Task<Clerk> ClaimAsync(TestBot bot, string receipt)
    {
        var found = await Until.TrueAsync(
            async () =>
            {
                await using var db = bot.Get<CaseworkStore>().Open();
                return await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Receipt == receipt);
            },
            row => row is not null);
        (await bot.Get<StaffMessages>().ClaimAsync(found!.Id, Li)).ShouldBeOfType<StaffResult.Done>();
        return new(bot, found.Id);
    }

    public async Task SayAsync(string text) =>
        (await bot.Get<StaffMessages>().SayAsync(caseId, Li, text, $"k{Interlocked.Increment(ref _said)}")).ShouldBeOfType<StaffResult.Done>();
}
