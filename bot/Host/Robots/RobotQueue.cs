using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Robots;

/// <summary>The sender's side of the tables. Of two replicas at once only one sends to a robot, and both keep its pace.</summary>
internal sealed class RobotQueue(HostDbFactory databases, StoreOptions store, WriteGate gate, IOptions<RobotOptions> options, TimeProvider clock)
{
    private const int MostAtOnce = 200;
    private static readonly TimeSpan s_keep = TimeSpan.FromDays(180);
    private readonly RobotOptions _options = options.Value;

    /// <summary>Robots that have news and may be spoken to now.</summary>
    public async Task<IReadOnlyList<DueRobot>> DueAsync(CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        var waiting = await db.RobotMessages.Where(m => m.State == RobotMessageState.Waiting).GroupBy(m => m.RobotId)
            .Select(g => new { g.Key, Emergencies = g.Sum(m => m.Emergency ? 1 : 0) }).ToDictionaryAsync(g => g.Key, g => g.Emergencies > 0, cancellation);
        if (waiting.Count == 0) return [];
        var now = clock.GetUtcNow();
        var robots = await db.Robots.AsNoTracking().Where(r => r.Enabled && waiting.Keys.Contains(r.Id) && (r.LeaseUntil == null || r.LeaseUntil <= now)).ToListAsync(cancellation);
        return [.. robots.Select(robot => new DueRobot(robot, waiting[robot.Id])).Where(due => MayTry(due, now) && Pace(due, now) is not null)];
    }

    /// <summary>Takes a robot for one message; null: another replica was faster.</summary>
    public async Task<string?> ClaimAsync(DueRobot due, CancellationToken cancellation)
    {
        var (now, lease, robot) = (clock.GetUtcNow(), TurnWriting.NewId(clock), due.Robot);
        if (Pace(due, now) is not { } paced) return null;
        var until = now + _options.Lease;
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        var won = await db.Robots.Where(r => r.Id == robot.Id && r.Enabled && r.PacedUntil == robot.PacedUntil && (r.LeaseUntil == null || r.LeaseUntil <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.LeaseUntil, until).SetProperty(r => r.Lease, lease).SetProperty(r => r.PacedUntil, paced)
                .SetProperty(r => r.TriedAt, now), cancellation);
        return won == 1 ? lease : null;
    }

    /// <summary>What a robot has to tell: emergencies first, then the oldest.</summary>
    public async Task<IReadOnlyList<RobotMessageRow>> WaitingAsync(Guid robot, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        return await db.RobotMessages.AsNoTracking().Where(m => m.RobotId == robot && m.State == RobotMessageState.Waiting)
            .OrderByDescending(m => m.Emergency).ThenBy(m => m.Id).Take(MostAtOnce).ToListAsync(cancellation);
    }

    /// <summary>Notes what became of it and gives the robot free.</summary>
    /// <param name="answer">null: there was nothing to send after all.</param>
    public async Task DoneAsync(RobotRow robot, string lease, RobotAnswer? answer, IReadOnlyList<long> told, IReadOnlyList<long> outdated)
    {
        var now = clock.GetUtcNow();
        using var held = await gate.EnterAsync(CancellationToken.None);
        await using var db = databases.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var waiting = db.RobotMessages.Where(m => m.RobotId == robot.Id && m.State == RobotMessageState.Waiting);
        if (outdated.Count > 0) await waiting.Where(m => outdated.Contains(m.Id)).ExecuteUpdateAsync(set => set.SetProperty(m => m.State, RobotMessageState.Outdated));
        var mine = db.Robots.Where(r => r.Id == robot.Id && r.Lease == lease);
        switch (answer)
        {
            case null:
                await FreeAsync(mine);
                break;
            case { Delivered: true }:
                await waiting.Where(m => told.Contains(m.Id)).ExecuteUpdateAsync(
                    set => set.SetProperty(m => m.State, RobotMessageState.Sent).SetProperty(m => m.SentAt, now).SetProperty(m => m.Reason, (string?)null)
                        .SetProperty(m => m.Attempts, m => m.Attempts + 1));
                await ArrivedAsync(mine, now);
                await FreeAsync(mine);
                break;
            case { } failed:
                var next = now + RobotBackOff.After(failed.End, robot.Failures + 1, _options);
                await waiting.Where(m => told.Contains(m.Id)).ExecuteUpdateAsync(
                    set => set.SetProperty(m => m.Attempts, m => m.Attempts + 1).SetProperty(m => m.Reason, failed.Reason).SetProperty(m => m.NextAt, next));
                await mine.ExecuteUpdateAsync(
                    set => set.SetProperty(r => r.NextAt, next).SetProperty(r => r.Failures, r => r.Failures + 1)
                        .SetProperty(r => r.FailingSince, r => r.FailingSince ?? now).SetProperty(r => r.Reason, failed.Reason));
                await FreeAsync(mine);
                break;
        }
        await transaction.CommitAsync();
    }

    /// <summary>A test by hand counts into the pace; one that arrives ends the pause after failures. A lease is another's business.</summary>
    public async Task TestedAsync(RobotRow robot, RobotAnswer answer, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var paced = RobotPace.Force(robot.PacedUntil, now, robot.PerMinute);
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        var found = db.Robots.Where(r => r.Id == robot.Id);
        await found.Where(r => r.PacedUntil == robot.PacedUntil).ExecuteUpdateAsync(set => set.SetProperty(r => r.PacedUntil, paced), cancellation);
        if (answer.Delivered) await ArrivedAsync(found, now);
        else await found.ExecuteUpdateAsync(set => set.SetProperty(r => r.FailingSince, r => r.FailingSince ?? now).SetProperty(r => r.Reason, answer.Reason), cancellation);
    }

    /// <summary>After a restart on SQLite no other replica can hold a robot: nothing has to wait for a lease to run out.</summary>
    public async Task ReleaseLeasesAsync(CancellationToken cancellation)
    {
        if (store.Provider != StoreProvider.Sqlite) return;
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        await FreeAsync(db.Robots.Where(r => r.LeaseUntil != null));
    }

    public async Task PurgeAsync(CancellationToken cancellation)
    {
        var before = clock.GetUtcNow() - s_keep;
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        await db.RobotMessages.Where(m => m.State != RobotMessageState.Waiting && m.CreatedAt < before).ExecuteDeleteAsync(cancellation);
    }

    private static DateTimeOffset? Pace(DueRobot due, DateTimeOffset now) => RobotPace.Take(due.Robot.PacedUntil, now, due.Robot.PerMinute, due.Emergency);

    private bool MayTry(DueRobot due, DateTimeOffset now) =>
        due.Robot.NextAt is not { } next || next <= now || (due.Emergency && due.Robot.TriedAt + _options.EmergencyBackOff <= now);

    private static Task<int> FreeAsync(IQueryable<RobotRow> robots) =>
        robots.ExecuteUpdateAsync(set => set.SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null).SetProperty(r => r.Lease, (string?)null));

    private static Task<int> ArrivedAsync(IQueryable<RobotRow> robots, DateTimeOffset now) => robots.ExecuteUpdateAsync(
        set => set.SetProperty(r => r.NextAt, (DateTimeOffset?)null).SetProperty(r => r.Failures, 0).SetProperty(r => r.FailingSince, (DateTimeOffset?)null).SetProperty(r => r.Reason, (string?)null).SetProperty(r => r.SentAt, now));
}

/// <param name="Emergency">There is one among its news.</param>
internal sealed record DueRobot(RobotRow Robot, bool Emergency);
