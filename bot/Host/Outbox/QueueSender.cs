using Azure;
using Azure.Storage.Queues;
using IntakeBot.Casework.Routing;
using Polly;
using Polly.CircuitBreaker;

namespace IntakeBot.Host.Outbox;

/// <summary>Puts petitions on an Azure Storage queue.</summary>
internal sealed class QueueSender : PetitionSender
{
    private readonly QueueClient _queue;
    private readonly ResiliencePipeline _pipeline;
    private readonly OutboxOptions _options;
    private bool _made;

    public QueueSender(string connection, OutboxOptions options, OutboxHealth health, TimeProvider clock)
    {
        // Always Base64: unencoded Chinese text is damaged now and then. The version is one that Azurite knows.
        var client = new QueueClientOptions(QueueClientOptions.ServiceVersion.V2025_11_05) { MessageEncoding = QueueMessageEncoding.Base64 };
        client.Retry.MaxRetries = 0;
        _queue = new QueueClient(connection, RoutePetition.Queue, client);
        _options = options;
        _pipeline = OutgoingCalls.Pipeline(clock, TimeSpan.FromSeconds(5), health.Breaker);
    }

    public override int Parallel => _options.Parallel;

    public override async Task<SendResult> SendAsync(OutboxItem item, CancellationToken cancellation)
    {
        await _pipeline.ExecuteAsync(
            async stop =>
            {
                if (!_made) await _queue.CreateIfNotExistsAsync(cancellationToken: stop);
                _made = true;
                try
                {
                    await _queue.SendMessageAsync(item.Message, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: stop);
                }
                catch (RequestFailedException gone) when (gone.Status == 404)
                {
                    // The queue was deleted under a running program: made again at the next attempt.
                    _made = false;
                    throw;
                }
            },
            cancellation);
        return SendResult.Sent;
    }
}
