using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Robots;
using IntakeBot.Host.Store;
using IntakeBot.Host.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Notice;

/// <summary>A resident who waits for a word of the viewer.</summary>
/// <param name="Danger">Number on the timeline of what was told of danger meanwhile; null: nothing was.</param>
internal sealed record WaitingResident(Guid CaseId, string Leaf, string Urgency, string? Community, DateTimeOffset Since, long? Danger);

/// <summary>What an administrator has to look after.</summary>
/// <param name="Robots">Names of robots that have been failing for long.</param>
/// <param name="Webhooks">Names of foreign systems that have not taken anything for long.</param>
/// <param name="Parked">Messages that no program can read.</param>
internal sealed record Troubles(IReadOnlyList<string> Robots, IReadOnlyList<string> Webhooks, int Parked)
{
    public static readonly Troubles None = new([], [], 0);
    public bool Any => Robots.Count + Webhooks.Count + Parked > 0;
}

/// <summary>What every open page of the desk has to tell by itself.</summary>
internal sealed class NoticeReader(CaseworkStore casework, HostDbFactory databases, QueueReader queue, RobotBook robots, WebhookBook webhooks)
{
    private const int Most = 50;
    // The message and what it did are written with one commit, but not at one moment.
    private static readonly TimeSpan OneTurn = TimeSpan.FromSeconds(5);

    /// <summary>Open cases of the viewer, by conversation.</summary>
    public async Task<IReadOnlyDictionary<string, CaseRow>> MineAsync(DeskViewer viewer, CancellationToken cancellation = default)
    {
        await using var db = casework.Open();
        var mine = await db.Cases.AsNoTracking().Where(c => c.OwnerId == viewer.Member.Id && c.ClosedAt == null).OrderByDescending(c => c.UpdatedAt).Take(Most).ToListAsync(cancellation);
        return mine.DistinctBy(c => c.ConversationId).ToDictionary(c => c.ConversationId);
    }

    /// <summary>Those of some cases whose residents wait for a word, the longest waiting first.</summary>
    public async Task<IReadOnlyList<WaitingResident>> WaitingAsync(IReadOnlyDictionary<string, CaseRow> mine, CancellationToken cancellation = default)
    {
        if (mine.Count == 0) return [];
        var ids = mine.Keys.ToList();
        await using var db = databases.CreateDbContext();
        var waiting = await db.Conversations.Where(c => ids.Contains(c.Id) && c.WaitingSince != null).Select(c => new { c.Id, c.WaitingSince }).ToListAsync(cancellation);
        var danger = await DangerAsync([.. waiting.Where(c => mine[c.Id].Urgency == SupplementMarks.Emergency).Select(c => mine[c.Id].Id)], cancellation);
        return [.. waiting.OrderBy(c => c.WaitingSince).Select(c => new WaitingResident(mine[c.Id].Id, mine[c.Id].Leaf, mine[c.Id].Urgency, mine[c.Id].Community, c.WaitingSince!.Value,
            danger.TryGetValue(mine[c.Id].Id, out var told) && told.At >= c.WaitingSince - OneTurn ? told.Seq : null))];
    }

    private async Task<Dictionary<Guid, (long Seq, DateTimeOffset At)>> DangerAsync(List<Guid> cases, CancellationToken cancellation)
    {
        if (cases.Count == 0) return [];
        await using var db = casework.Open();
        var told = await db.CaseEvents.Where(e => cases.Contains(e.CaseId) && e.Kind == "supplemented" && e.Reason == SupplementMarks.Emergency).Select(e => new { e.CaseId, e.Seq, e.At }).ToListAsync(cancellation);
        return told.GroupBy(e => e.CaseId).ToDictionary(g => g.Key, g => g.MaxBy(e => e.Seq) is { } last ? (last.Seq, last.At) : default);
    }

    /// <summary>Emergencies at the viewer's desks that nobody has taken over.</summary>
    public async Task<IReadOnlyList<QueueRow>> EmergenciesAsync(DeskViewer viewer, CancellationToken cancellation = default)
    {
        await using var db = casework.Open();
        var open = await db.Cases.Where(c => c.ClosedAt == null && c.ClaimedAt == null && c.Urgency == "emergency").OrderBy(c => c.DueAt).Take(Most).Select(c => c.Id).ToListAsync(cancellation);
        return open.Count == 0 ? [] : await queue.WaitingAsync(viewer, open, cancellation);
    }

    /// <summary>Cases that the viewer had once, opened again and taken over by nobody yet.</summary>
    public async Task<IReadOnlyList<QueueRow>> OpenedAgainAsync(DeskViewer viewer, CancellationToken cancellation = default)
    {
        var me = viewer.Member.Id;
        await using var db = casework.Open();
        var mine = await db.Cases.Where(c => c.State == CaseState.Reopened && c.ClosedAt == null && c.ClaimedAt == null)
            .Where(c => db.CaseEvents.Any(e => e.CaseId == c.Id && e.Kind == "claimed" && e.Actor == me)).OrderBy(c => c.DueAt).Take(Most).Select(c => c.Id).ToListAsync(cancellation);
        return mine.Count == 0 ? [] : await queue.WaitingAsync(viewer, mine, cancellation);
    }

    public async Task<Troubles> TroublesAsync(CancellationToken cancellation = default)
    {
        var failing = (await robots.ListAsync(cancellation)).Where(r => r.Flagged).Select(r => r.Robot.Name).ToList();
        var deaf = (await webhooks.ListAsync(cancellation)).Where(w => w.Flagged).Select(w => w.Webhook.Name).ToList();
        await using var db = casework.Open();
        return new(failing, deaf, await db.ParkedMessages.CountAsync(cancellation));
    }
}
