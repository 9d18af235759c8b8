using IntakeBot.Host.Store;

namespace IntakeBot.Host.Robots;

/// <summary>A message sent by hand, to see whether a robot works; who sends it hears at once.</summary>
internal sealed class RobotTrial(RobotBook book, RobotSender sender, RobotText text, RobotQueue queue, RobotSignal signal)
{
    public async Task<RobotAnswer> RunAsync(RobotRow robot, CancellationToken cancellation = default)
    {
        var answer = book.Open(robot) is { } target ? await sender.PostAsync(target, text.Test(robot.Name), alarm: false, cancellation) : new(RobotEnd.Sealed);
        await queue.TestedAsync(robot, answer, cancellation);
        signal.Look();
        return answer;
    }
}
