using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Robots;

/// <summary>Whether the groups were told of a case, for its timeline.</summary>
internal sealed class RobotNotes(HostDbFactory databases)
{
    /// <summary>By entry of the timeline.</summary>
    public async Task<ILookup<long, RobotNote>> OfAsync(Guid caseId, CancellationToken cancellation = default)
    {
        await using var db = databases.CreateDbContext();
        var found = await db.RobotMessages.AsNoTracking().Where(m => m.CaseId == caseId).Join(db.Robots, m => m.RobotId, r => r.Id, (m, r) => new { Message = m, r.Name })
            .ToListAsync(cancellation);
        return found.OrderBy(n => n.Name, StringComparer.Ordinal).ToLookup(n => n.Message.EventSeq, n => new RobotNote(n.Name, n.Message.State, n.Message.SentAt, n.Message.Reason));
    }
}

/// <param name="Reason">Why it did not arrive the last time.</param>
internal sealed record RobotNote(string Robot, RobotMessageState State, DateTimeOffset? SentAt, string? Reason);
