namespace IntakeBot.Host.Live;

/// <summary>Set by changes, waited on by one reader. Starts unset; many sets before a wait count as one.</summary>
public sealed class ChangeSignal : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(0, 1);

    internal IDisposable? Subscription { get; set; }

    public void Set()
    {
        lock (_semaphore) if (_semaphore.CurrentCount == 0) _semaphore.Release();
    }

    /// <returns>false when the time ran out first.</returns>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _semaphore.WaitAsync(atMost, cancellation);

    public void Dispose() => Subscription?.Dispose();
}
