using System.Security.Claims;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Cases;

/// <summary>What lies beside a case, as far as the viewer may see it.</summary>
/// <param name="Merged">What was merged into this one.</param>
/// <param name="Into">Where this one was merged into.</param>
/// <param name="SamePhone">How many of other conversations have the same number to call back; which ones is told for a reason.</param>
public sealed record RelatedCases(IReadOnlyList<LikelyDuplicate> Duplicates, CaseHistory History, IReadOnlyList<CaseRow> Merged, CaseRow? Into, int SamePhone)
{
    public static readonly RelatedCases None = new([], new([], []), [], null, 0);
}

/// <summary>What a search by phone found.</summary>
/// <param name="IsPhone">What was typed is a number at all.</param>
internal sealed record PhoneFound(IReadOnlyList<CaseRow> Cases, bool IsPhone)
{
    public static readonly PhoneFound Nothing = new([], true);
}

/// <summary>Somebody on duty.</summary>
/// <param name="Open">Cases in hand.</param>
internal sealed record Colleague(StaffMember Member, int Open);

/// <summary>What staff do with a case besides talking in it, each call for whoever may see the case, as in <see cref="DeskCases"/>.</summary>
internal sealed partial class CaseWork(
    DeskCases desk, DeskAccess access, CaseReader cases, StaffMessages messages, StaffRecords records, StaffMerges merges, DutyBook duty, CaseLooks looks,
    IDbContextFactory<HostDb> accounts, ILogger<CaseWork> log)
{
    private const int MostColleagues = 200;

    public Task<StaffResult> NoteAsync(ClaimsPrincipal user, Guid caseId, string text) => DoAsync(user, caseId, who => records.NoteAsync(caseId, who, text));

    public Task<StaffResult> CallAsync(ClaimsPrincipal user, Guid caseId, CallLog call) => DoAsync(user, caseId, who => records.CallAsync(caseId, who, call));

    public Task<StaffResult> ReviseAsync(ClaimsPrincipal user, Guid caseId, Revision revision) => DoAsync(user, caseId, who => records.ReviseAsync(caseId, who, revision));

    public Task<StaffResult> AdvanceAsync(ClaimsPrincipal user, Guid caseId, CaseState to) => DoAsync(user, caseId, who => records.AdvanceAsync(caseId, who, to));

    public Task<StaffResult> ReopenAsync(ClaimsPrincipal user, Guid caseId, string why) => DoAsync(user, caseId, who => messages.ReopenAsync(caseId, who, why));

    public Task<StaffResult> WithdrawAsync(ClaimsPrincipal user, Guid caseId, string why) => DoAsync(user, caseId, who => messages.WithdrawAsync(caseId, who, why));

    public Task<StaffResult> TransferToPersonAsync(ClaimsPrincipal user, Guid caseId, StaffMember to, string comment) =>
        DoAsync(user, caseId, who => messages.TransferToPersonAsync(caseId, who, to, comment));

    /// <summary>Both must be the viewer's to see.</summary>
    public async Task<StaffResult> MergeAsync(ClaimsPrincipal user, Guid caseId, Guid into, string comment) =>
        await desk.VisibleAsync(user, into) is null ? new StaffResult.Unknown() : await DoAsync(user, caseId, who => merges.MergeAsync(caseId, who, into, comment));

    /// <summary>Takes a merged case out again: for whoever may see it, or the one in which it is handled now.</summary>
    public async Task<StaffResult> UnmergeAsync(ClaimsPrincipal user, Guid caseId, string? why)
    {
        var seen = await desk.VisibleAsync(user, caseId) ?? (await cases.FindAsync(caseId) is { MergedInto: { } into } ? await desk.VisibleAsync(user, into) : null);
        return seen is var (viewer, _) ? await merges.UnmergeAsync(caseId, viewer.Member, why) : new StaffResult.Unknown();
    }

    public async Task<RelatedCases> RelatedAsync(ClaimsPrincipal user, Guid caseId, CancellationToken cancellation = default)
    {
        if (await desk.VisibleAsync(user, caseId, cancellation) is not var (viewer, found)) return RelatedCases.None;
        var duplicates = found.ClosedAt is null ? await cases.DuplicatesAsync(found, cancellation) : [];
        var history = await cases.HistoryAsync(found, cancellation);
        var into = found.MergedInto is { } target ? await cases.FindAsync(target, cancellation) : null;
        return new(
            [.. duplicates.Where(d => viewer.MaySee(d.Case))], new(Seen(history.Resident), Seen(history.Building)),
            Seen(await cases.MergedAsync(caseId, cancellation)), into is not null && viewer.MaySee(into) ? into : null,
            Seen(await cases.SameContactAsync(found, cancellation)).Count);

        IReadOnlyList<CaseRow> Seen(IReadOnlyList<CaseRow> rows) => [.. rows.Where(row => viewer.MaySee(row))];
    }

    /// <summary>Cases of other conversations with the same number to call back, as far as the viewer may see them; the look is noted. null: no reason, or not theirs to see.</summary>
    public async Task<IReadOnlyList<CaseRow>?> SamePhoneAsync(ClaimsPrincipal user, Guid caseId, string reason, CancellationToken cancellation = default)
    {
        if (!DeskCases.IsReason(reason) || await desk.VisibleAsync(user, caseId, cancellation) is not var (viewer, found)) return null;
        var same = await cases.SameContactAsync(found, cancellation);
        await looks.NoteAsync(viewer, found, "same-phone", reason.Trim(), cancellation);
        return [.. same.Where(row => viewer.MaySee(row))];
    }

    /// <summary>
    /// Cases with a number to call back, as far as the viewer may see them: each of them is looked at by that, for the reason given. Without any there is
    /// no timeline to note it on, so that the log says who asked, and not for what.
    /// </summary>
    public async Task<PhoneFound> ByPhoneAsync(ClaimsPrincipal user, string phone, string reason, CancellationToken cancellation = default)
    {
        if (!DeskCases.IsReason(reason) || await access.ViewerAsync(user, cancellation) is not { } viewer) return PhoneFound.Nothing;
        if (await cases.ByPhoneAsync(phone, cancellation) is not { } all) return PhoneFound.Nothing with { IsPhone = false };
        var seen = all.Where(row => viewer.MaySee(row)).ToList();
        foreach (var row in seen) await looks.NoteAsync(viewer, row, "phone-search", reason.Trim(), cancellation);
        if (seen.Count == 0) FoundNothing(log, viewer.Member.Id);
        return new(seen, true);
    }

    /// <summary>Who is on duty and may be given the case, those of its own desk first, then the least busy.</summary>
    public async Task<IReadOnlyList<Colleague>> ColleaguesAsync(ClaimsPrincipal user, Guid caseId, CancellationToken cancellation = default)
    {
        if (await desk.VisibleAsync(user, caseId, cancellation) is not var (viewer, found)) return [];
        var sessions = (await duty.OnDutyAsync(null, cancellation)).Where(s => s.StaffId != viewer.Member.Id).Take(MostColleagues).ToList();
        await using var db = await accounts.CreateDbContextAsync(cancellation);
        var ids = sessions.Select(s => s.StaffId).ToList();
        var people = await db.Users.AsNoTracking().Where(a => ids.Contains(a.Id) && !a.Disabled).ToListAsync(cancellation);
        var counts = await cases.OpenOfAsync(ids, cancellation);
        var colleagues = new List<Colleague>();
        foreach (var account in people)
        {
            var member = (await access.ViewerAsync(account, cancellation)).Member;
            if (member.StationId is null || found.ExcludedStations?.Split(',').Contains(member.StationId) != true)
                colleagues.Add(new(member, counts.GetValueOrDefault(account.Id)));
        }
        // Agents of other systems work at the desk they signed on at.
        foreach (var session in sessions.Where(s => KeyUser.IsAgent(s.StaffId)))
        {
            var member = KeyUser.Member(session);
            if (found.ExcludedStations?.Split(',').Contains(session.StationId) != true) colleagues.Add(new(member, counts.GetValueOrDefault(member.Id)));
        }
        return [.. colleagues.OrderByDescending(c => c.Member.StationId == found.StationId).ThenByDescending(c => c.Member.StationId == viewer.Member.StationId)
            .ThenBy(c => c.Open).ThenBy(c => c.Member.Name, StringComparer.Ordinal)];
    }

    /// <summary>null: no such receipt, or not the viewer's to see.</summary>
    public async Task<CaseSheet?> FindAsync(ClaimsPrincipal user, string typed, CancellationToken cancellation = default) =>
        Receipt.TryParse(typed.Trim(), out var receipt) && await access.ViewerAsync(user, cancellation) is { } viewer
            && await cases.DetailAsync(receipt, cancellation) is { } detail && await access.MaySeeAsync(viewer, detail.Case, cancellation) ? new(viewer, detail) : null;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Staff} searched by phone and found nothing")]
    private static partial void FoundNothing(ILogger log, string staff);

    private async Task<StaffResult> DoAsync(ClaimsPrincipal user, Guid caseId, Func<StaffMember, Task<StaffResult>> action) =>
        await desk.VisibleAsync(user, caseId) is var (viewer, _) ? await action(viewer.Member) : new StaffResult.Unknown();
}
