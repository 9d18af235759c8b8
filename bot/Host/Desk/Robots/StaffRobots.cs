using System.Security.Claims;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Robots;

namespace IntakeBot.Host.Desk.Robots;

/// <summary>What became of a change to the robots.</summary>
internal abstract record RobotResult
{
    public sealed record Done : RobotResult;
    public sealed record NotAllowed : RobotResult;
    public sealed record Refused(RobotProblem Problem) : RobotResult;
    public sealed record Tried(RobotAnswer Answer) : RobotResult;
}

/// <summary>Administrators keep the list of robots. Each call checks that an administrator asks.</summary>
internal sealed class StaffRobots(DeskAccess access, RobotBook book, RobotTrial trial)
{
    public async Task<IReadOnlyList<RobotState>?> ListAsync(ClaimsPrincipal user, CancellationToken cancellation = default) =>
        await MayAsync(user, cancellation) ? await book.ListAsync(cancellation) : null;

    public Task<RobotResult> AddAsync(ClaimsPrincipal user, NewRobot robot, CancellationToken cancellation = default) => AsAdministratorAsync(user, async () =>
        await book.AddAsync(robot, cancellation) is { } problem ? new RobotResult.Refused(problem) : new RobotResult.Done(), cancellation);

    public Task<RobotResult> EnableAsync(ClaimsPrincipal user, Guid id, bool enabled, CancellationToken cancellation = default) => AsAdministratorAsync(user, async () =>
        await book.EnableAsync(id, enabled, cancellation) ? new RobotResult.Done() : new RobotResult.NotAllowed(), cancellation);

    public Task<RobotResult> RemoveAsync(ClaimsPrincipal user, Guid id, CancellationToken cancellation = default) => AsAdministratorAsync(user, async () =>
        await book.RemoveAsync(id, cancellation) ? new RobotResult.Done() : new RobotResult.NotAllowed(), cancellation);

    /// <summary>Sends a test message and says what became of it.</summary>
    public Task<RobotResult> TestAsync(ClaimsPrincipal user, Guid id, CancellationToken cancellation = default) => AsAdministratorAsync(user, async () =>
        await book.FindAsync(id, cancellation) is { } robot ? new RobotResult.Tried(await trial.RunAsync(robot, cancellation)) : new RobotResult.NotAllowed(), cancellation);

    private async Task<RobotResult> AsAdministratorAsync(ClaimsPrincipal user, Func<Task<RobotResult>> change, CancellationToken cancellation) =>
        await MayAsync(user, cancellation) ? await change() : new RobotResult.NotAllowed();

    private async Task<bool> MayAsync(ClaimsPrincipal user, CancellationToken cancellation) =>
        await access.ViewerAsync(user, cancellation) is { IsAdministrator: true };
}
