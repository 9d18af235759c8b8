namespace IntakeBot.Host.DirectLine;

/// <summary>
/// How long clients are kept waiting while our store stalls. Microsoft's client gives a request 20 s; a poll that runs into
/// that ends its polling for good, so polls are answered long before.
/// </summary>
internal static class ClientPatience
{
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(4);
    public static readonly TimeSpan Post = TimeSpan.FromSeconds(12);
    public static readonly TimeSpan Open = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Tries until it works or the time is over; then the last failure is thrown.</summary>
    public static async Task<T> UntilItWorksAsync<T>(Func<CancellationToken, Task<T>> work, TimeSpan atMost, TimeProvider clock, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(atMost, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        while (true)
        {
            try
            {
                return await work(stop.Token).WaitAsync(stop.Token);
            }
            catch (Exception) when (!stop.IsCancellationRequested)
            {
                await Task.Delay(Pause, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stop.IsCancellationRequested) throw;
            }
        }
    }
}
