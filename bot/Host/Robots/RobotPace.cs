namespace IntakeBot.Host.Robots;

/// <summary>
/// Keeps to a number of messages a minute, in any minute, with one time as its whole memory (the generic cell rate algorithm):
/// a few at once, then evenly. The last of those few is kept for an emergency.
/// </summary>
internal static class RobotPace
{
    // Messages may travel at different speeds: what left evenly may arrive a little closer.
    private const double Margin = 1.05;

    /// <param name="pacedUntil">What the last call answered.</param>
    /// <returns>The new memory when a message may go now; null when it must wait.</returns>
    public static DateTimeOffset? Take(DateTimeOffset pacedUntil, DateTimeOffset now, int perMinute, bool emergency)
    {
        var atOnce = Math.Max(1, perMinute / 4);
        var slots = emergency ? atOnce : Math.Max(1, atOnce - 1);
        var interval = Interval(perMinute, atOnce);
        var from = pacedUntil > now ? pacedUntil : now;
        return from - now <= interval * (slots - 1) ? from + interval : null;
    }

    /// <summary>Counts a message that goes in any case.</summary>
    public static DateTimeOffset Force(DateTimeOffset pacedUntil, DateTimeOffset now, int perMinute) =>
        (pacedUntil > now ? pacedUntil : now) + Interval(perMinute, Math.Max(1, perMinute / 4));

    private static TimeSpan Interval(int perMinute, int atOnce) => TimeSpan.FromSeconds(60 * Margin / (perMinute - atOnce + 1));
}
