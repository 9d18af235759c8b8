using System.Security.Claims;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.Desk.Night;

/// <summary>A member of staff at work. What they may not see, they cannot touch.</summary>
internal sealed class NightClerk
{
    private readonly TestBot _bot;
    private readonly ClaimsPrincipal _user;
    private int _said;

    private NightClerk(TestBot bot, ClaimsPrincipal user, StaffMember member) => (_bot, _user, Member) = (bot, user, member);

    public StaffMember Member { get; }

    public static async Task<NightClerk> ComesAsync(TestBot bot, string station, StaffRole role = StaffRole.Clerk)
    {
        var account = await bot.HireAsync(role, station);
        var user = await bot.SignInAsync(account);
        var clerk = new NightClerk(bot, user, (await bot.Get<DeskAccess>().ViewerAsync(user))!.Member);
        await bot.Get<DutyBook>().SignOnAsync(clerk.Member.Id, clerk.Member.Signature, station);
        return clerk;
    }

    public async Task<bool> SeesAsync(CaseRow found) => await _bot.Get<DeskCases>().OpenAsync(_user, found.Id) is not null;

    public Task<StaffResult> TryToClaimAsync(CaseRow found) => _bot.Get<DeskCases>().ClaimAsync(_user, found.Id);

    public async Task ClaimAsync(CaseRow found) => (await TryToClaimAsync(found)).ShouldBeOfType<StaffResult.Done>();

    public async Task SayAsync(CaseRow found, string text) =>
        (await _bot.Get<DeskCases>().SayAsync(_user, found.Id, text, $"night-{_said++}")).ShouldBeOfType<StaffResult.Done>();

    public async Task CloseAsync(CaseRow found, string outcome, string sentence) =>
        (await _bot.Get<DeskCases>().CloseAsync(_user, found.Id, outcome, sentence)).ShouldBeOfType<StaffResult.Done>();

    public async Task HandBackAsync(CaseRow found) => (await _bot.Get<DeskCases>().HandBackAsync(_user, found.Id)).ShouldBeOfType<StaffResult.Done>();

    public async Task MergeAsync(CaseRow duplicate, CaseRow into) =>
        (await _bot.Get<StaffMerges>().MergeAsync(duplicate.Id, Member, into.Id)).ShouldBeOfType<StaffResult.Done>();

    public async Task GiveAsync(CaseRow found, NightClerk to) =>
        (await _bot.Get<StaffMessages>().TransferToPersonAsync(found.Id, Member, to.Member, "交班，麻烦接着办")).ShouldBeOfType<StaffResult.Done>();
}
