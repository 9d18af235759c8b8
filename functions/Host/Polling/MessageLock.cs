using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace IntakeBot.Functions.Polling;

/// <summary>Keeps a message hidden while it is handled: renewed at half-time, so that a long run is not delivered twice.</summary>
internal sealed partial class MessageLock : IDisposable
{
    private readonly CancellationTokenSource done = new();
    private readonly Task renewing;
    private string receipt;

    public MessageLock(QueueClient queue, QueueMessage message, TimeSpan length, QueuePipelines pipelines, TimeProvider time, ILogger log)
    {
        receipt = message.PopReceipt;
        renewing = RenewAsync(queue, message.MessageId, length, pipelines, time, log);
    }

    /// <summary>Ends the renewing and gives the receipt that is valid now.</summary>
    public async Task<string> EndAsync()
    {
        await done.CancelAsync().ConfigureAwait(false);
        await renewing.ConfigureAwait(false);
        return receipt;
    }

    public void Dispose() => done.Dispose();

    private async Task RenewAsync(QueueClient queue, string id, TimeSpan length, QueuePipelines pipelines, TimeProvider time, ILogger log)
    {
        while (true)
        {
            await Task.Delay(length / 2, time, done.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested) return;
            try
            {
                // A renewal under way is waited for, not cut off: its answer carries the only valid receipt.
                var renewed = await pipelines.SomeTimesAsync(queue.Name,
                    cancellation => queue.UpdateMessageAsync(id, receipt, visibilityTimeout: length, cancellationToken: cancellation), CancellationToken.None).ConfigureAwait(false);
                receipt = renewed.Value.PopReceipt;
            }
            catch (Exception lost) when (lost is RequestFailedException or TimeoutException or HttpRequestException or IOException or Polly.Timeout.TimeoutRejectedException)
            {
                Lost(log, queue.Name, lost.GetType().Name);
                return;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Queue {Queue}: the lock of a message is lost ({Why}); it may be delivered twice, which changes nothing")]
    private static partial void Lost(ILogger log, string queue, string why);
}
