using IntakeBot.Casework.Store;

namespace IntakeBot.Host.Store;

/// <summary>
/// SQLite has one writer. Those of this process queue up here, first come first served, instead of polling the file's lock
/// and starving behind the turns. On PostgreSQL nobody waits.
/// </summary>
internal sealed class WriteGate(StoreOptions store) : IDisposable
{
    private readonly SemaphoreSlim? _one = store.Provider == StoreProvider.Sqlite ? new(1, 1) : null;

    public async ValueTask<Held> EnterAsync(CancellationToken cancellation)
    {
        if (_one is not null) await _one.WaitAsync(cancellation).ConfigureAwait(false);
        return new(_one);
    }

    public void Dispose() => _one?.Dispose();

    public readonly struct Held(SemaphoreSlim? one) : IDisposable
    {
        public void Dispose() => one?.Release();
    }
}
