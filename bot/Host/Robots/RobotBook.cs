using System.Text;
using IntakeBot.Casework.Places;
using IntakeBot.Host.Security;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Robots;

/// <param name="Kind">null: told by the address.</param>
/// <param name="StationId">The desk whose cases it tells of.</param>
/// <param name="Area">Also of those of all desks beneath.</param>
internal sealed record NewRobot(string Name, RobotKind? Kind, string StationId, bool Area, string Address, string? Secret, int PerMinute = RobotBook.UsualPerMinute)
{
    // A record would print its secrets.
    public override string ToString() => Name;
}

/// <summary>Why a robot was not added. Expected failures: values.</summary>
internal enum RobotProblem
{
    NameMissing,
    NameTaken,
    StationMissing,
    AddressBad,
    SecretMissing,
    PaceBad,
}

/// <param name="Waiting">News that is not told yet.</param>
/// <param name="Flagged">It has been failing for long: somebody has to look after it.</param>
internal sealed record RobotState(RobotRow Robot, int Waiting, bool Flagged);

/// <summary>The list of robots. Who may change it is the caller's business.</summary>
internal sealed class RobotBook(HostDbFactory databases, WriteGate gate, Seal seal, PlacesSource places, IOptions<RobotOptions> options, TimeProvider clock)
{
    public const int UsualPerMinute = 20;
    private const int LongestName = 40;

    public async Task<IReadOnlyList<RobotState>> ListAsync(CancellationToken cancellation = default)
    {
        await using var db = databases.CreateDbContext();
        var waiting = await db.RobotMessages.Where(m => m.State == RobotMessageState.Waiting).GroupBy(m => m.RobotId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var now = clock.GetUtcNow();
        return [.. (await db.Robots.AsNoTracking().ToListAsync(cancellation)).OrderBy(r => r.Name, StringComparer.Ordinal)
            .Select(r => new RobotState(r, waiting.GetValueOrDefault(r.Id), r.Enabled && r.FailingSince <= now - options.Value.FlagAfter))];
    }

    public async Task<RobotRow?> FindAsync(string name, CancellationToken cancellation = default)
    {
        await using var db = databases.CreateDbContext();
        return await db.Robots.AsNoTracking().SingleOrDefaultAsync(r => r.Name == name, cancellation);
    }

    public async Task<RobotRow?> FindAsync(Guid id, CancellationToken cancellation = default)
    {
        await using var db = databases.CreateDbContext();
        return await db.Robots.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellation);
    }

    /// <returns>null: it was added.</returns>
    public async Task<RobotProblem?> AddAsync(NewRobot robot, CancellationToken cancellation = default)
    {
        var (name, address, secret) = (robot.Name.Trim(), RobotAddress.Parse(robot.Address), string.IsNullOrWhiteSpace(robot.Secret) ? null : robot.Secret.Trim());
        if (name.Length is 0 or > LongestName) return RobotProblem.NameMissing;
        if (places.Current.FindStation(robot.StationId) is null) return RobotProblem.StationMissing;
        if ((robot.Kind ?? RobotAddress.KindOf(address)) is not { } kind || !RobotAddress.IsAllowed(RobotProduct.Of(kind), address, options.Value)) return RobotProblem.AddressBad;
        if (RobotProduct.Of(kind).Signed && secret is null) return RobotProblem.SecretMissing;
        if (robot.PerMinute is < 1 or > 600) return RobotProblem.PaceBad;

        var now = clock.GetUtcNow();
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        if (await db.Robots.AnyAsync(r => r.Name == name, cancellation)) return RobotProblem.NameTaken;
        db.Robots.Add(new()
        {
            Id = Guid.CreateVersion7(now),
            Name = name,
            StationId = robot.StationId,
            Area = robot.Area,
            Kind = kind,
            Address = seal.Close(Encoding.UTF8.GetBytes(address!.AbsoluteUri)),
            Secret = RobotProduct.Of(kind).Signed ? seal.Close(Encoding.UTF8.GetBytes(secret!)) : null,
            PerMinute = robot.PerMinute,
            Enabled = true,
            CreatedAt = now,
            PacedUntil = now,
        });
        try
        {
            await db.SaveChangesAsync(cancellation);
            return null;
        }
        catch (DbUpdateException) when (Exists(name))
        {
            return RobotProblem.NameTaken;
        }
    }

    /// <summary>Switched on again it starts anew: what waited is tried at once.</summary>
    public async Task<bool> EnableAsync(Guid id, bool enabled, CancellationToken cancellation = default)
    {
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        return await db.Robots.Where(r => r.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Enabled, enabled).SetProperty(r => r.NextAt, (DateTimeOffset?)null).SetProperty(r => r.Failures, 0)
                .SetProperty(r => r.FailingSince, (DateTimeOffset?)null).SetProperty(r => r.Reason, (string?)null), cancellation) == 1;
    }

    public async Task<bool> RemoveAsync(Guid id, CancellationToken cancellation = default)
    {
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        await db.RobotMessages.Where(m => m.RobotId == id).ExecuteDeleteAsync(cancellation);
        return await db.Robots.Where(r => r.Id == id).ExecuteDeleteAsync(cancellation) == 1;
    }

    /// <returns>null when it cannot be unsealed any more.</returns>
    public RobotTarget? Open(RobotRow robot)
    {
        if (seal.Open(robot.Address) is not { } address || RobotAddress.Parse(Encoding.UTF8.GetString(address)) is not { } webhook) return null;
        if (robot.Secret is null) return new(robot.Kind, webhook, null);
        return seal.Open(robot.Secret) is { } secret ? new(robot.Kind, webhook, Encoding.UTF8.GetString(secret)) : null;
    }

    private bool Exists(string name)
    {
        using var db = databases.CreateDbContext();
        return db.Robots.Any(r => r.Name == name);
    }
}
