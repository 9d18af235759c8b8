using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using IntakeBot.Casework;
using IntakeBot.Functions.Declarations;
using IntakeBot.Functions.Running;

namespace IntakeBot.Functions.Polling;

/// <summary>
/// One message from one queue, delivered with the semantics of a queue trigger: done deletes it, failed lets it rest, failed
/// too often moves it to the poison queue. A poison queue has no poison queue of its own.
/// </summary>
internal sealed partial class PolledQueue(
    IntakeFunction function, HostFile host, PollingOptions options, FunctionRunner runner, QueuePipelines pipelines, TimeProvider time, ILogger<PolledQueue> log)
{
    private const string PoisonSuffix = "-poison";

    private readonly QueueClient queue = QueueAccess.Open(options.ConnectionString, function.File.Queue!);
    private readonly QueueClient? poison = function.File.Queue!.EndsWith(PoisonSuffix, StringComparison.Ordinal)
        ? null
        : QueueAccess.Open(options.ConnectionString, function.File.Queue + PoisonSuffix);

    public string Name => queue.Name;
    public bool IsPoison => poison is null;

    /// <summary>Waits for the service and creates the queues that are missing.</summary>
    public async Task OpenAsync(CancellationToken stopping)
    {
        await pipelines.UntilAnsweredAsync(Name, ct => CreateAsync(queue, ct), stopping).ConfigureAwait(false);
        if (poison is not null) await pipelines.UntilAnsweredAsync(poison.Name, ct => CreateAsync(poison, ct), stopping).ConfigureAwait(false);
    }

    /// <summary>The next messages, hidden from others for the length of a lock; none when the queue is empty.</summary>
    public Task<QueueMessage[]> TakeAsync(CancellationToken stopping) => pipelines.UntilAnsweredAsync(Name, async _ =>
    {
        try
        {
            // Stopping ends the waiting, not a request under way: messages taken by a cut request would lie locked.
            return (await queue.ReceiveMessagesAsync(host.BatchSize, options.MessageLock, CancellationToken.None).ConfigureAwait(false)).Value;
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            await CreateAsync(queue, CancellationToken.None).ConfigureAwait(false);
            return [];
        }
    }, stopping);

    /// <summary>Handles one message to its end. Never throws: what cannot be settled now is delivered again.</summary>
    public async Task HandleAsync(QueueMessage message, CancellationToken stopping, CancellationToken abort)
    {
        try
        {
            if (poison is not null && message.DequeueCount > host.MaxDequeueCount)
            {
                await PoisonAsync(message, message.PopReceipt).ConfigureAwait(false);
                return;
            }
            using var held = new MessageLock(queue, message, options.MessageLock, pipelines, time, log);
            var outcome = await runner.RunAsync(function, MessageText.Decode(message.Body.ToString()), stopping, abort).ConfigureAwait(false);
            var receipt = await held.EndAsync().ConfigureAwait(false);
            await SettleAsync(message, receipt, outcome, stopping).ConfigureAwait(false);
        }
        catch (RequestFailedException gone) when (gone.Status is 404 or 400)
        {
            Unsettled(Name, "the lock ran out");
        }
        catch (Exception away) when (away is RequestFailedException or TimeoutException or HttpRequestException or IOException or Polly.Timeout.TimeoutRejectedException)
        {
            Unsettled(Name, away.GetType().Name);
        }
    }

    private Task SettleAsync(QueueMessage message, string receipt, HandlerOutcome outcome, CancellationToken stopping) => outcome switch
    {
        HandlerOutcome.Done or HandlerOutcome.Parked => DeleteAsync(message, receipt),
        _ when poison is not null && message.DequeueCount >= host.MaxDequeueCount => PoisonAsync(message, receipt),
        // Who stops has not failed: another process may have the message at once.
        _ => ReleaseAsync(message, receipt, stopping.IsCancellationRequested ? TimeSpan.Zero : host.VisibilityTimeout),
    };

    private async Task PoisonAsync(QueueMessage message, string receipt)
    {
        await pipelines.SomeTimesAsync(poison!.Name, async ct =>
        {
            await CreateAsync(poison, ct).ConfigureAwait(false);
            return await poison.SendMessageAsync(message.Body, cancellationToken: ct).ConfigureAwait(false);
        }, CancellationToken.None).ConfigureAwait(false);
        await DeleteAsync(message, receipt).ConfigureAwait(false);
        Poisoned(Name, message.DequeueCount, poison.Name);
    }

    private async Task DeleteAsync(QueueMessage message, string receipt) => await pipelines.SomeTimesAsync(Name,
        ct => queue.DeleteMessageAsync(message.MessageId, receipt, ct), CancellationToken.None).ConfigureAwait(false);

    private async Task ReleaseAsync(QueueMessage message, string receipt, TimeSpan rest) => await pipelines.SomeTimesAsync(Name,
        ct => queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: rest, cancellationToken: ct), CancellationToken.None).ConfigureAwait(false);

    private static Task<Response> CreateAsync(QueueClient queue, CancellationToken cancellation) => queue.CreateIfNotExistsAsync(cancellationToken: cancellation);

    [LoggerMessage(LogLevel.Warning, "Queue {Queue}: a message failed {Deliveries} times and went to {Poison}")]
    private partial void Poisoned(string queue, long deliveries, string poison);

    [LoggerMessage(LogLevel.Warning, "Queue {Queue}: a message could not be settled ({Why}); it will be delivered again, which changes nothing")]
    private partial void Unsettled(string queue, string why);
}
