namespace IntakeBot.Host.Robots;

/// <summary>There is news for robots in the table.</summary>
internal sealed class RobotSignal : IDisposable
{
    private readonly SemaphoreSlim _look = new(0, 1);

    public void Look()
    {
        lock (_look) if (_look.CurrentCount == 0) _look.Release();
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _look.WaitAsync(atMost, cancellation);

    public void Dispose() => _look.Dispose();
}
