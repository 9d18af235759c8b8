namespace IntakeBot.Host.Tests.Running;

/// <summary>The real clock, put ahead when a test says so; timers run as they always do.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long _ahead;

    public TimeSpan Ahead
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _ahead));
        set => Volatile.Write(ref _ahead, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
}
