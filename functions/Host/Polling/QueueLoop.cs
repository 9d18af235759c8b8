using Azure.Storage.Queues.Models;

namespace IntakeBot.Functions.Polling;

/// <summary>
/// Takes batches and handles their messages side by side: the next batch when no more than <paramref name="threshold"/> are
/// in hand, at once while there are messages, ever more slowly (up to <paramref name="maxInterval"/>) while there are none.
/// </summary>
internal sealed class QueueLoop(PolledQueue queue, int threshold, TimeSpan maxInterval, TimeProvider time)
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(10);

    private readonly HashSet<Task> inHand = [];

    /// <summary>Until <paramref name="stopping"/>; then what is in hand is finished, or ended by <paramref name="abort"/>.</summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        var idle = TimeSpan.Zero;
        while (!stopping.IsCancellationRequested)
        {
            await RoomAsync().ConfigureAwait(false);
            if (await NextAsync(stopping).ConfigureAwait(false) is not { } messages) break;
            foreach (var message in messages) inHand.Add(Task.Run(() => queue.HandleAsync(message, stopping, abort), CancellationToken.None));

            idle = messages.Length > 0 ? TimeSpan.Zero : Longer(idle);
            if (idle > TimeSpan.Zero) await Task.Delay(idle, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(inHand).ConfigureAwait(false);
    }

    private async Task RoomAsync()
    {
        inHand.RemoveWhere(task => task.IsCompleted);
        while (inHand.Count > threshold)
        {
            await Task.WhenAny(inHand).ConfigureAwait(false);
            inHand.RemoveWhere(task => task.IsCompleted);
        }
    }

    private async Task<QueueMessage[]?> NextAsync(CancellationToken stopping)
    {
        try
        {
            return await queue.TakeAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
    }

    private TimeSpan Longer(TimeSpan idle)
    {
        var next = idle == TimeSpan.Zero ? MinInterval : idle * 2;
        return next < maxInterval ? next : maxInterval;
    }
}
