using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Delivering;
using IntakeBot.Host.Live;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Robots;

/// <summary>Tells robots what lies in their table: as much in one message as fits, emergencies by themselves and first.</summary>
internal sealed partial class RobotPump(
    RobotSignal signal, RobotQueue queue, RobotBook book, RobotSender sender, RobotText text, CaseworkStore casework, PlacesSource places, ChangeFeed feed,
    IOptions<RobotOptions> options, TimeProvider clock, ILogger<RobotPump> log) : DeliveryPump<DueRobot>(signal, options.Value.Poll, clock, log)
{
    protected override Task BeginAsync(CancellationToken stop) => queue.ReleaseLeasesAsync(stop);

    protected override Task<IReadOnlyList<DueRobot>> DueAsync(CancellationToken stop) => queue.DueAsync(stop);

    protected override object KeyOf(DueRobot due) => due.Robot.Id;

    protected override Task PurgeAsync(CancellationToken stop) => queue.PurgeAsync(stop);

    protected override async Task DeliverAsync(DueRobot due, CancellationToken stop)
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
        await Noting.ExecuteAsync(async _ => await queue.DoneAsync(robot, lease, answer, told, outdated), CancellationToken.None);
        if (!answer.Delivered && robot.Failures == 0) NotTold(Log, robot.Id, answer.Reason);
        foreach (var id in news.Where(n => told.Contains(n.Message.Id)).Select(n => n.Case.Id).Distinct()) feed.Publish(Topics.Case, id.ToString());
    }

    // News that had to wait long is told only where somebody still has to act on it; an emergency always is.
    private async Task<(IReadOnlyList<RobotNews> News, IReadOnlyList<long> Outdated)> SortAsync(RobotRow robot, IReadOnlyList<RobotMessageRow> waiting, CancellationToken stop)
    {
        var ids = waiting.Select(m => m.CaseId).Distinct().ToList();
        await using var db = casework.Open();
        var rows = await db.Cases.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, stop);
        var (snapshot, old) = (places.Current, Clock.GetUtcNow() - options.Value.StaleAfter);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Robot {Robot} did not take a message ({Reason}); it is tried again")]
    private static partial void NotTold(ILogger log, Guid robot, string reason);
}
