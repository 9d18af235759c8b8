namespace IntakeBot.Host.Delivering;

/// <summary>Says that there is something new in a table; many times before a look count as one.</summary>
internal class LookSignal : IDisposable
{
    private readonly SemaphoreSlim _look = new(0, 1);

    public void Look()
    {
        lock (_look) if (_look.CurrentCount == 0) _look.Release();
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _look.WaitAsync(atMost, cancellation);

    public void Dispose()
    {
        _look.Dispose();
        GC.SuppressFinalize(this);
    }
}
