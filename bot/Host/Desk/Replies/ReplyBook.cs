using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Replies;

/// <summary>One reply that may be chosen.</summary>
/// <param name="Id">0: it comes with the program.</param>
/// <param name="StationId">null: everybody's.</param>
internal sealed record CannedReply(long Id, string Code, string? StationId, string Title, string Text);

/// <summary>
/// The replies somebody may use: their station's before everybody's before those that come with the program, by code. Leads and the levels
/// above change those of a station they see, administrators also everybody's.
/// </summary>
internal sealed class ReplyBook(IDbContextFactory<HostDb> databases, WriteGate gate, ShippedReplies shipped, TimeProvider time)
{
    public const int LongestTitle = 30, LongestText = 1000;

    public async Task<IReadOnlyList<CannedReply>> UsableAsync(DeskViewer viewer, string language, CancellationToken cancellation = default)
    {
        var own = await OwnAsync(r => r.StationId == null || r.StationId == viewer.Member.StationId, cancellation);
        return [.. own.OrderBy(r => r.StationId is null).Concat(Shipped(language)).DistinctBy(r => r.Code)];
    }

    /// <summary>Those that somebody sees on the page of the replies: of the desks of their area and everybody's.</summary>
    public async Task<IReadOnlyList<CannedReply>> ListAsync(DeskViewer viewer, string language, CancellationToken cancellation = default)
    {
        var own = await OwnAsync(r => true, cancellation);
        return [.. own.Where(r => r.StationId is null || viewer.Stations is null || viewer.Stations.Contains(r.StationId)).Concat(Shipped(language))];
    }

    public static bool MayChange(DeskViewer viewer, string? stationId) => viewer.IsAdministrator
        || (stationId is not null && viewer.Member.Role >= StaffRole.Lead && (viewer.Stations is null || viewer.Stations.Contains(stationId)));

    /// <summary>null: kept; else the code of what is wrong: code, taken, title, text, variable, not-yours.</summary>
    public async Task<string?> KeepAsync(DeskViewer viewer, CannedReply reply, CancellationToken cancellation = default)
    {
        if (!MayChange(viewer, reply.StationId)) return "not-yours";
        if (!ReplyVariables.IsCode(reply.Code)) return "code";
        if (string.IsNullOrWhiteSpace(reply.Title) || reply.Title.Length > LongestTitle) return "title";
        if (string.IsNullOrWhiteSpace(reply.Text) || reply.Text.Length > LongestText) return "text";
        if (ReplyVariables.Unknown(reply.Text).Any()) return "variable";
        using var held = await gate.EnterAsync(cancellation);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.CannedReplies.AnyAsync(r => r.Id != reply.Id && r.Code == reply.Code && r.StationId == reply.StationId, cancellation)) return "taken";
        var row = reply.Id == 0 ? null : await db.CannedReplies.SingleOrDefaultAsync(r => r.Id == reply.Id, cancellation);
        if (row is not null && !MayChange(viewer, row.StationId)) return "not-yours";
        if (row is null) db.CannedReplies.Add(row = new() { Code = "", Title = "", Text = "" });
        (row.Code, row.StationId, row.Title, row.Text, row.UpdatedAt) = (reply.Code, reply.StationId, reply.Title.Trim(), reply.Text.Trim(), time.GetUtcNow());
        await db.SaveChangesAsync(cancellation);
        return null;
    }

    /// <summary>False: it is not the viewer's to remove, or gone.</summary>
    public async Task<bool> RemoveAsync(DeskViewer viewer, long id, CancellationToken cancellation = default)
    {
        using var held = await gate.EnterAsync(cancellation);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.CannedReplies.SingleOrDefaultAsync(r => r.Id == id, cancellation) is not { } row || !MayChange(viewer, row.StationId)) return false;
        db.CannedReplies.Remove(row);
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    private IEnumerable<CannedReply> Shipped(string language) => shipped.In(language).Replies.Select(r => new CannedReply(0, r.Code, null, r.Title, r.Text));

    private async Task<List<CannedReply>> OwnAsync(System.Linq.Expressions.Expression<Func<CannedReplyRow, bool>> which, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.CannedReplies.AsNoTracking().Where(which).OrderBy(r => r.Code)
            .Select(r => new CannedReply(r.Id, r.Code, r.StationId, r.Title, r.Text)).ToListAsync(cancellation);
    }
}
