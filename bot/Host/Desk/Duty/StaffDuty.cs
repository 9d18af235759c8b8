using System.Security.Claims;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Live;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Duty;

/// <summary>Where somebody stands with the shift.</summary>
/// <param name="Session">null: not signed on.</param>
/// <param name="InHand">Own open cases.</param>
/// <param name="Ends">When the station's hours end; null: not now, or never.</param>
internal sealed record DutyState(DutySessionRow? Session, int InHand, DateTimeOffset? Ends);

/// <summary>What became of signing on or off.</summary>
internal abstract record DutyResult
{
    public sealed record On(int Waiting) : DutyResult;
    public sealed record Off : DutyResult;
    /// <summary>Open cases must be handed over first.</summary>
    public sealed record InHand(int Count) : DutyResult;
    public sealed record CommentMissing : DutyResult;
    public sealed record NotAllowed : DutyResult;
}

/// <summary>Signing on and off, and the handover in between. Each call asks anew who is there.</summary>
internal sealed class StaffDuty(
    DeskAccess access, DutyBook book, CaseworkStore store, IDbContextFactory<HostDb> accounts, StaffMessages messages, QueueReader queue, PlacesSource places,
    CaseworkContentSource content, ChangeFeed feed, TimeProvider time)
{
    /// <summary>null: nobody, or somebody without a station who is not on duty by having taken a case over.</summary>
    public async Task<DutyState?> StateAsync(ClaimsPrincipal user, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { Member: var member }) return null;
        var session = await book.FindAsync(member.Id, cancellation);
        if ((session?.StationId ?? member.StationId) is not { } station) return null;
        await using var db = store.Open();
        var inHand = await db.Cases.CountAsync(c => c.OwnerId == member.Id && c.ClosedAt == null, cancellation);
        var ends = places.Current.FindStation(station) is { } here ? places.Current.OnDutyUntil(here, time.GetUtcNow()) : null;
        return new(session, inHand, ends);
    }

    public async Task<DutyResult> SignOnAsync(ClaimsPrincipal user, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { Member: { StationId: { } station } member } viewer) return new DutyResult.NotAllowed();
        await book.SignOnAsync(member.Id, member.Signature, station, cancellation);
        Tell();
        // As many as stand in the bar.
        return new DutyResult.On((await queue.CountAsync(viewer, cancellation)).Waiting);
    }

    /// <summary>Refused while open cases are in hand: each is given to somebody, given back or closed first.</summary>
    public async Task<DutyResult> SignOffAsync(ClaimsPrincipal user, bool afterHandover = false, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { Member: var member }) return new DutyResult.NotAllowed();
        if (member.StationId is null && !await book.IsOnDutyAsync(member.Id, cancellation)) return new DutyResult.NotAllowed();
        await using var db = store.Open();
        var inHand = await db.Cases.CountAsync(c => c.OwnerId == member.Id && c.ClosedAt == null, cancellation);
        if (inHand > 0) return new DutyResult.InHand(inHand);
        await book.SignOffAsync(member.Id, afterHandover ? DutyEnds.Handover : DutyEnds.Self, cancellation);
        Tell();
        return new DutyResult.Off();
    }

    /// <summary>A page is open.</summary>
    public async Task SeenAsync(ClaimsPrincipal user, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is { } viewer) await book.SeenAsync(viewer.Member.Id, cancellation);
    }

    /// <summary>The viewer's open cases, what was taken over first on top; null: nobody.</summary>
    public async Task<IReadOnlyList<CaseRow>?> InHandAsync(ClaimsPrincipal user, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { } viewer) return null;
        await using var db = store.Open();
        return await db.Cases.AsNoTracking().Where(c => c.OwnerId == viewer.Member.Id && c.ClosedAt == null).OrderBy(c => c.ClaimedAt).ToListAsync(cancellation);
    }

    /// <summary>Who is on duty now at the own station and at the desks above it, the own station first.</summary>
    public async Task<IReadOnlyList<StaffMember>> ColleaguesAsync(ClaimsPrincipal user, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { Member: { StationId: { } station } me }) return [];
        var above = places.Current.Stations.Where(s => places.Current.FindStation(station) is { } own && s.Id != own.Id && places.Current.Under(s).Contains(own.Id)).Select(s => s.Id);
        var found = new List<StaffMember>();
        foreach (var session in await book.OnDutyAsync([station, .. above], cancellation))
            if (session.StaffId != me.Id && await MemberAsync(session.StaffId, cancellation) is { } member) found.Add(member);
        return [.. found.OrderBy(c => c.StationId != station).ThenBy(c => c.Role)];
    }

    /// <summary>Gives one of the viewer's cases to a colleague who is on duty.</summary>
    public async Task<StaffResult> GiveAsync(ClaimsPrincipal user, Guid caseId, string colleague, string? comment, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { } viewer) return new StaffResult.Unknown();
        if ((await ColleaguesAsync(user, cancellation)).FirstOrDefault(c => c.Id == colleague) is not { } to) return new StaffResult.NotThere("");
        return await messages.TransferToPersonAsync(caseId, viewer.Member, to, comment, cancellation);
    }

    /// <summary>Gives one of the viewer's cases back to its station's queue.</summary>
    public async Task<StaffResult> GiveBackAsync(ClaimsPrincipal user, Guid caseId, CancellationToken cancellation = default) =>
        await access.ViewerAsync(user, cancellation) is { } viewer ? await messages.HandBackAsync(caseId, viewer.Member, cancellation) : new StaffResult.Unknown();

    /// <summary>Signs off a colleague who left without doing so; what lay in that person's hands waits in the queue again, with the comment.</summary>
    public async Task<DutyResult> SignOffOtherAsync(ClaimsPrincipal user, string staffId, string comment, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { } viewer || await book.FindAsync(staffId, cancellation) is not { } session) return new DutyResult.NotAllowed();
        if (!DutyBoard.MayLead(viewer, session.StationId)) return new DutyResult.NotAllowed();
        if (string.IsNullOrWhiteSpace(comment)) return new DutyResult.CommentMissing();
        await book.SignOffAsync(staffId, DutyEnds.Lead, cancellation);
        await ReleaseAllAsync(session, viewer.Member, comment, cancellation);
        Tell();
        return new DutyResult.Off();
    }

    /// <summary>Puts the open cases of somebody who is gone back into the queue; what was taken over after the session ended stays.</summary>
    /// <param name="gone">The last session.</param>
    /// <returns>How many were put back.</returns>
    public async Task<int> ReleaseAllAsync(DutySessionRow gone, StaffMember? by, string? comment, CancellationToken cancellation)
    {
        var until = gone.OffAt ?? DateTimeOffset.MaxValue;
        List<Guid> ids;
        await using (var db = store.Open())
        {
            ids = await db.Cases.Where(c => c.OwnerId == gone.StaffId && c.ClosedAt == null && (c.ClaimedAt == null || c.ClaimedAt <= until))
                .Select(c => c.Id).ToListAsync(cancellation);
        }
        var owner = new StaffMember(gone.StaffId, gone.StaffName, StaffRole.Clerk, gone.StationId, "");
        var released = 0;
        foreach (var id in ids)
            if (await messages.ReleaseAsync(id, owner, by, comment, cancellation) is StaffResult.Done) released++;
        return released;
    }

    /// <summary>After how long unseen somebody counts as gone.</summary>
    public TimeSpan AbsentAfter => content.Current.Targets.AbsentAfter;

    private async Task<StaffMember?> MemberAsync(string id, CancellationToken cancellation)
    {
        await using var db = await accounts.CreateDbContextAsync(cancellation);
        var account = await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && !a.Disabled, cancellation);
        return account is null ? null : (await access.ViewerAsync(account, cancellation)).Member;
    }

    private void Tell() => feed.Publish(Topics.Duty, "");
}
