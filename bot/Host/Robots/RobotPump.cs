using System.Collections.Concurrent;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Live;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Polly;

namespace IntakeBot.Host.Robots;

/// <summary>Tells robots what lies in their table: as much in one message as fits, emergencies by themselves and first.</summary>
internal sealed partial class RobotPump(
    RobotSignal signal, RobotQueue queue, RobotBook book, RobotSender sender, RobotText text, CaseworkStore casework, PlacesSource places, ChangeFeed feed,
    IOptions<RobotOptions> options, TimeProvider clock, ILogger<RobotPump> log) : BackgroundService
{
    private const int MostAtOnce = 8;
    private readonly ConcurrentDictionary<Guid, Task> _busy = new();
    // What has arrived must be noted, or it is told again: a store that stalls for a moment gets a second chance.
    private readonly ResiliencePipeline _noting = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new() { MaxRetryAttempts = 4, Delay = TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Constant }).Build();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await GuardedAsync(() => queue.ReleaseLeasesAsync(stoppingToken));
        for (var round = 0; !stoppingToken.IsCancellationRequested; round++)
        {
            await GuardedAsync(async () =>
            {
                foreach (var due in await queue.DueAsync(stoppingToken))
                {
                    if (_busy.Count < MostAtOnce && !_busy.ContainsKey(due.Robot.Id)) Begin(due, stoppingToken);
                }
                if (round % 5000 == 0) await queue.PurgeAsync(stoppingToken);
            });
            await signal.WaitAsync(options.Value.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        // What is on its way is noted before the end: nothing is told twice because of a restart.
        await Task.WhenAll(_busy.Values);
    }

    private void Begin(DueRobot due, CancellationToken stop)
    {
        var started = new TaskCompletionSource();
        _busy[due.Robot.Id] = started.Task;
        _ = Task.Run(async () =>
        {
            await GuardedAsync(() => TellAsync(due, stop));
            _busy.TryRemove(due.Robot.Id, out _);
            started.SetResult();
            signal.Look();
        }, CancellationToken.None);
    }

    private async Task TellAsync(DueRobot due, CancellationToken stop)
    {
        if (await queue.ClaimAsync(due, stop) is not { } lease) return;
        var robot = due.Robot;
        var waiting = await queue.WaitingAsync(robot.Id, stop);
        var (news, outdated) = await SortAsync(robot, waiting, stop);
        if (news.Count == 0)
        {
            await queue.DoneAsync(robot, lease, null, [], outdated);
            return;
        }

        var alarm = news[0].Message.Emergency;
        var (message, told) = text.Compose([.. news.Where(n => n.Message.Emergency == alarm)], RobotProduct.Of(robot.Kind).MostBytes);
        // Not to be cut short by the end of the program: it may have arrived already.
        var answer = book.Open(robot) is { } target ? await sender.PostAsync(target, message, alarm, CancellationToken.None) : new(RobotEnd.Sealed);
        await _noting.ExecuteAsync(async _ => await queue.DoneAsync(robot, lease, answer, told, outdated), CancellationToken.None);
        if (!answer.Delivered && robot.Failures == 0) NotTold(log, robot.Id, answer.Reason);
        foreach (var id in news.Where(n => told.Contains(n.Message.Id)).Select(n => n.Case.Id).Distinct()) feed.Publish(Topics.Case, id.ToString());
    }

    // News that had to wait long is told only where somebody still has to act on it; an emergency always is.
    private async Task<(IReadOnlyList<RobotNews> News, IReadOnlyList<long> Outdated)> SortAsync(RobotRow robot, IReadOnlyList<RobotMessageRow> waiting, CancellationToken stop)
    {
        var ids = waiting.Select(m => m.CaseId).Distinct().ToList();
        await using var db = casework.Open();
        var rows = await db.Cases.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, stop);
        var (snapshot, old) = (places.Current, clock.GetUtcNow() - options.Value.StaleAfter);
        var (news, outdated) = (new List<RobotNews>(), new List<long>());
        foreach (var message in waiting)
        {
            var found = rows.GetValueOrDefault(message.CaseId);
            if (found is null || (message.CreatedAt < old && !message.Emergency && IsOver(robot, found, snapshot))) outdated.Add(message.Id);
            else news.Add(new(message, found));
        }
        return (news, outdated);
    }

    private static bool IsOver(RobotRow robot, CaseRow found, PlacesSnapshot places) =>
        found.ClaimedAt is not null || found.ClosedAt is not null || !RobotReach.Covers(robot, found, places);

    private async Task GuardedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
        catch (Exception failed)
        {
            PumpFailed(log, failed);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Robot {Robot} did not take a message ({Reason}); it is tried again")]
    private static partial void NotTold(ILogger log, Guid robot, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Robots could not be served just now; the next look tries again")]
    private static partial void PumpFailed(ILogger log, Exception failed);
}
