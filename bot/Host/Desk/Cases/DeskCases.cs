using System.Security.Claims;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Access;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Cases;

/// <summary>What the case page shows.</summary>
public sealed record CaseSheet(DeskViewer Viewer, CaseDetail Detail)
{
    public CaseRow Case => Detail.Case;
    public Petition? Petition => Detail.Petition;
    public bool IsMine => Case.OwnerId == Viewer.Member.Id && Case.ClosedAt is null;
    /// <summary>Facts are set right by the owner, and by anybody while nobody owns the case.</summary>
    public bool MayRevise => Case.ClosedAt is null && (Case.OwnerId is null || Case.OwnerId == Viewer.Member.Id);
}

/// <summary>Personal data that stay masked until somebody asks for them.</summary>
public enum PersonalField { ReporterName, ReporterPhone, CounterpartyPhone, Message, Text }

/// <summary>
/// Everything the case page reads and does. Each call asks anew who is looking and whether the case lies in their area; one
/// outside it is answered exactly as one that does not exist.
/// </summary>
internal sealed class DeskCases(
    DeskAccess access, CaseReader cases, StaffMessages messages, CaseworkStore store, CaseLooks looks, Reach reach, IPersonalDataProtector protector, TimeProvider time)
{
    public const int LongestReason = 60;
    /// <summary>So long a reason given for a case counts for further looks at it.</summary>
    private static readonly TimeSpan s_remembered = TimeSpan.FromMinutes(30);

    public async Task<CaseSheet?> OpenAsync(ClaimsPrincipal user, Guid caseId, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { } viewer) return null;
        return await cases.DetailAsync(caseId, cancellation) is { } detail && await access.MaySeeAsync(viewer, detail.Case, cancellation) ? new(viewer, detail) : null;
    }

    /// <summary>What was said after a watermark; null when the case is not the viewer's to see or its conversation is gone.</summary>
    public async Task<Transcript?> ReadAsync(ClaimsPrincipal user, Guid caseId, long after, CancellationToken cancellation = default) =>
        await VisibleAsync(user, caseId, cancellation) is var (_, found) ? await messages.ReadAsync(found.ConversationId, after, cancellation) : null;

    /// <summary>Whether what is said reaches the resident; null when the resident is on the web page, or the case is not the viewer's to see.</summary>
    public async Task<ReachState?> ReachAsync(ClaimsPrincipal user, Guid caseId, CancellationToken cancellation = default) =>
        await VisibleAsync(user, caseId, cancellation) is var (_, found) ? await reach.OfAsync(found.ConversationId, cancellation) : null;

    /// <summary>
    /// Takes the case over. Whoever has not signed on is on duty with it at the own desk; administrators without a desk are at that of the case.
    /// Agents of a key for the whole district have no desk and no shifts.
    /// </summary>
    public async Task<StaffResult> ClaimAsync(ClaimsPrincipal user, Guid caseId, CancellationToken cancellation = default)
    {
        if (await VisibleAsync(user, caseId, cancellation) is not var (viewer, found)) return new StaffResult.Unknown();
        var desk = viewer.Member.StationId ?? (KeyUser.IsAgent(viewer.Member.Id) ? null : found.StationId);
        return await messages.ClaimAsync(caseId, viewer.Member, desk, cancellation);
    }

    public Task<StaffResult> SayAsync(ClaimsPrincipal user, Guid caseId, string text, string key, CancellationToken cancellation = default) =>
        DoAsync(user, caseId, viewer => messages.SayAsync(caseId, viewer.Member, text, key, cancellation), cancellation);

    public Task<StaffResult> HandBackAsync(ClaimsPrincipal user, Guid caseId, CancellationToken cancellation = default) =>
        DoAsync(user, caseId, viewer => messages.HandBackAsync(caseId, viewer.Member, cancellation), cancellation);

    public Task<StaffResult> CloseAsync(ClaimsPrincipal user, Guid caseId, string outcome, string sentence, CancellationToken cancellation = default) =>
        DoAsync(user, caseId, viewer => messages.CloseAsync(caseId, viewer.Member, outcome, sentence, cancellation), cancellation);

    /// <summary>Sends the case to another desk; the resident's conversation goes back to the bot until somebody there claims it.</summary>
    public Task<StaffResult> TransferAsync(ClaimsPrincipal user, Guid caseId, string stationId, string comment, CancellationToken cancellation = default) =>
        DoAsync(user, caseId, viewer => messages.TransferAsync(caseId, viewer.Member, stationId, comment, cancellation), cancellation);

    /// <summary>The conversation of a case the viewer may see; null otherwise.</summary>
    public async Task<string?> ConversationAsync(ClaimsPrincipal user, Guid caseId, CancellationToken cancellation = default) =>
        await VisibleAsync(user, caseId, cancellation) is var (_, found) ? found.ConversationId : null;

    /// <summary>The reason this person gave lately for looking at personal data of this case; null: it has to be asked for.</summary>
    public async Task<string?> RememberedReasonAsync(ClaimsPrincipal user, Guid caseId, CancellationToken cancellation = default)
    {
        if (await VisibleAsync(user, caseId, cancellation) is not var (viewer, _)) return null;
        var (me, since) = (viewer.Member.Id, time.GetUtcNow() - s_remembered);
        await using var db = store.Open();
        var given = await db.CaseEvents.Where(e => e.CaseId == caseId && e.Kind == "looked" && e.Actor == me && e.At > since && e.Comment != null)
            .OrderByDescending(e => e.Seq).Select(e => e.Comment).FirstOrDefaultAsync(cancellation);
        return given is null ? null : protector.Unprotect(given);
    }

    /// <summary>Shows one piece of personal data; the look and its reason stand on the case's timeline before the answer leaves.</summary>
    /// <returns>null: not to be seen, there is none, or no reason was given.</returns>
    public async Task<string?> LookAsync(ClaimsPrincipal user, Guid caseId, PersonalField field, string reason, CancellationToken cancellation = default)
    {
        if (!IsReason(reason)) return null;
        if (await OpenAsync(user, caseId, cancellation) is not { } sheet) return null;
        var text = field switch
        {
            PersonalField.ReporterName => sheet.Detail.Fact(CaseFacts.ReporterName),
            PersonalField.ReporterPhone => sheet.Detail.Fact(CaseFacts.ReporterPhone),
            PersonalField.CounterpartyPhone => sheet.Detail.Fact(CaseFacts.CounterpartyPhone),
            _ => null,
        };
        if (text is null) return null;
        await looks.NoteAsync(sheet.Viewer, sheet.Case, Code(field), reason.Trim(), cancellation);
        return text;
    }

    /// <summary>The same for numbers inside what was written: true when the viewer may see them, and then the look is noted.</summary>
    public async Task<bool> MayLookAsync(ClaimsPrincipal user, Guid caseId, PersonalField field, string reason, CancellationToken cancellation = default)
    {
        if (!IsReason(reason)) return false;
        if (await VisibleAsync(user, caseId, cancellation) is not var (viewer, found)) return false;
        await looks.NoteAsync(viewer, found, Code(field), reason.Trim(), cancellation);
        return true;
    }

    /// <summary>Petition and transcript are about a person: opening a case is a look as well, noted once an hour and person.</summary>
    public async Task NoteOpenedAsync(CaseSheet sheet, CancellationToken cancellation = default)
    {
        var (me, hourAgo) = (sheet.Viewer.Member.Id, time.GetUtcNow().AddHours(-1));
        if (sheet.Detail.Timeline.Any(e => e.Event.Kind == "opened" && e.Event.Actor == me && e.Event.At > hourAgo)) return;
        await looks.NoteOpenedAsync(sheet.Viewer, sheet.Case, cancellation);
    }

    public static string Code(PersonalField field) => field switch
    {
        PersonalField.ReporterName => "reporter-name",
        PersonalField.ReporterPhone => "reporter-phone",
        PersonalField.CounterpartyPhone => "counterparty-phone",
        PersonalField.Message => "message",
        _ => "text",
    };

    internal static bool IsReason(string reason) => reason.Trim().Length is > 0 and <= LongestReason;

    private async Task<StaffResult> DoAsync(
        ClaimsPrincipal user, Guid caseId, Func<DeskViewer, Task<StaffResult>> action, CancellationToken cancellation) =>
        await VisibleAsync(user, caseId, cancellation) is var (viewer, _) ? await action(viewer) : new StaffResult.Unknown();

    /// <summary>Who looks, and the case; null when it is not theirs to see.</summary>
    public async Task<(DeskViewer Viewer, CaseRow Found)?> VisibleAsync(ClaimsPrincipal user, Guid caseId, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { } viewer) return null;
        return await cases.FindAsync(caseId, cancellation) is { } found && await access.MaySeeAsync(viewer, found, cancellation) ? (viewer, found) : null;
    }
}
