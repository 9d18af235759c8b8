using System.Threading.Channels;

namespace IntakeBot.Host.Outbox;

/// <summary>
/// Hands freshly committed petitions to the relay without a look into the database. What does not fit, or is in memory when
/// the process dies, the relay finds in the outbox when its lease has run out.
/// </summary>
internal sealed class OutboxSignal : IDisposable
{
    private readonly Channel<OutboxItem> _fresh = Channel.CreateBounded<OutboxItem>(1024);
    private readonly SemaphoreSlim _look = new(0, 1);

    public ChannelReader<OutboxItem> Fresh => _fresh.Reader;

    public void Committed(OutboxItem item) => _fresh.Writer.TryWrite(item);

    /// <summary>There may be something in the outbox that was not handed over.</summary>
    public void Look()
    {
        lock (_look) if (_look.CurrentCount == 0) _look.Release();
    }

    public void Dispose() => _look.Dispose();

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _look.WaitAsync(atMost, cancellation);
}
