using IntakeBot.Host.Desk.Access;

namespace IntakeBot.Host.Desk.Queue;

/// <summary>The search of one open page: what is asked, whether it still runs, and what it found. One at a time; the newest counts.</summary>
internal sealed class SearchOnPage(QueueSearch finder)
{
    private CancellationTokenSource? _running;

    /// <summary>What stands in the field. Never in the address: it may be a name or a number.</summary>
    public string Text { get; set; } = "";
    /// <summary>null: no search is shown.</summary>
    public QueueFound? Found { get; private set; }
    public string FoundText { get; private set; } = "";
    public bool IsRunning => _running is not null;

    /// <param name="began">Called once it runs.</param>
    public async Task RunAsync(DeskViewer viewer, Action began, CancellationToken ended)
    {
        await StopAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ended);
        _running = stop;
        began();
        try
        {
            // Off the page's own thread of work, so that it goes on answering, also to the one who wants to stop it.
            var (text, token) = (Text, stop.Token);
            var found = await Task.Run(() => finder.FindAsync(viewer, text, token), token);
            if (_running == stop) (Found, FoundText) = (found, text);
        }
        catch (OperationCanceledException)
        {
            // Stopped, or another search began.
        }
        finally
        {
            if (_running == stop) _running = null;
        }
    }

    public async Task StopAsync()
    {
        if (_running is { } running) await running.CancelAsync();
        _running = null;
    }

    /// <summary>Shows the list again; what was typed stays.</summary>
    public void Leave() => Found = null;

    public void Clear() => (Found, Text) = (null, "");
}
