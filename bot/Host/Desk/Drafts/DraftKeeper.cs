namespace IntakeBot.Host.Desk.Drafts;

/// <summary>
/// Keeps one text field as typed: every change is written soon after, in order, one write at a time; what is still to be
/// written when the page goes is written then.
/// </summary>
internal sealed class DraftKeeper(DraftBook book, string staffId, string place) : IAsyncDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private string? _unwritten;
    private int _scheduled;

    public Task<string> ReadAsync() => book.ReadAsync(staffId, place);

    /// <summary>Notes the text; returns at once.</summary>
    public void Typed(string text)
    {
        Volatile.Write(ref _unwritten, text);
        if (Interlocked.Exchange(ref _scheduled, 1) == 0) _ = WriteSoonAsync();
    }

    /// <summary>What was typed was sent: nothing is left.</summary>
    public async Task SentAsync()
    {
        Volatile.Write(ref _unwritten, "");
        await FlushAsync();
    }

    public async Task FlushAsync()
    {
        await _writing.WaitAsync();
        try
        {
            if (Interlocked.Exchange(ref _unwritten, null) is { } text) await book.KeepAsync(staffId, place, text);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync() => await FlushAsync();

    private async Task WriteSoonAsync()
    {
        await Task.Delay(250).ConfigureAwait(false);
        Interlocked.Exchange(ref _scheduled, 0);
        await FlushAsync().ConfigureAwait(false);
    }
}
