using IntakeBot.Host.Delivering;

namespace IntakeBot.Host.Robots;

/// <summary>How long a robot is left alone after a failure: doubling, with a fifth of jitter, so that robots that fail together do not come back together.</summary>
internal static class RobotBackOff
{
    // Products that count by the minute go on counting for the rest of it.
    private static readonly TimeSpan s_afterRate = TimeSpan.FromSeconds(20);

    /// <param name="failures">In a row, this one included.</param>
    public static TimeSpan After(RobotEnd end, int failures, RobotOptions options)
    {
        var doubled = options.BackOff * Math.Pow(2, Math.Min(failures - 1, 16));
        var delay = doubled < options.BackOffLimit ? doubled : options.BackOffLimit;
        if (end == RobotEnd.Rate && delay < s_afterRate) delay = s_afterRate;
        return Jitter.On(delay);
    }
}
