using System.Diagnostics;
using System.Security.Cryptography;
using System.Threading.Channels;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Telemetry;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Outbox;

/// <summary>
/// Carries committed petitions to the queue: those of this process at once, from memory; those left behind by a failure or a
/// dead process from the table. A petition leaves the outbox only when its case exists.
/// </summary>
internal sealed partial class OutboxRelay(
    OutboxSignal signal, OutboxStore store, PetitionSender sender, CaseReader cases, OutboxHealth health, IOptions<OutboxOptions> options, TimeProvider clock,
    ILogger<OutboxRelay> log) : BackgroundService
{
    private readonly Channel<OutboxMark> _marks = Channel.CreateUnbounded<OutboxMark>(new() { SingleReader = true });
    private readonly OutboxOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Guarded(() => store.ReleaseLeasesAsync(stoppingToken), stoppingToken);
        var marking = MarkAsync();
        var workers = Enumerable.Range(0, sender.Parallel).Select(_ => WorkAsync(stoppingToken)).ToArray();
        await LookAsync(stoppingToken);
        await Task.WhenAll(workers);
        _marks.Writer.Complete();
        await marking;
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var item in signal.Fresh.ReadAllAsync(stop)) await SendAsync(item, stop);
        }
        catch (OperationCanceledException)
        {
            // What is left lies in the table.
        }
    }

    private async Task SendAsync(OutboxItem item, CancellationToken stop)
    {
        ActivityContext.TryParse(item.Traceparent, null, isRemote: true, out var parent);
        using var span = Spans.Source.StartActivity("outbox send", ActivityKind.Producer, parent);
        span?.SetTag("petition", item.PetitionId);
        var started = clock.GetTimestamp();
        try
        {
            var result = await sender.SendAsync(item, stop);
            if (result == SendResult.Later)
            {
                _marks.Writer.TryWrite(new(item.Id, result, item.Attempts, Next(item.Attempts), "busy"));
                return;
            }

            health.Succeeded();
            Meters.Relayed.Add(1);
            Meters.RelayDelay.Record(clock.GetElapsedTime(started).TotalMilliseconds);
            _marks.Writer.TryWrite(new(item.Id, result, item.Attempts));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Not marked: it is sent again after the restart, and counted once by its id.
        }
        catch (Exception failed)
        {
            health.Failed(clock.GetUtcNow());
            Meters.RelayFailures.Add(1);
            span?.SetStatus(ActivityStatusCode.Error);
            if (item.Attempts == 0) NotSent(log, item.PetitionId, failed.GetType().Name);
            _marks.Writer.TryWrite(new(item.Id, SendResult.Later, item.Attempts, Next(item.Attempts), failed.GetType().Name));
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            await Guarded(
                async () =>
                {
                    foreach (var item in await store.TakeAsync(_options.Lease, stop)) signal.Committed(item);
                    await ConfirmAsync(stop);
                    if (round % 500 == 0) await store.PurgeAsync(_options.KeepDone, stop);
                },
                stop);
            try
            {
                await signal.WaitAsync(_options.Poll, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ConfirmAsync(CancellationToken stop)
    {
        var sent = await store.SentAsync(stop);
        if (sent.Count == 0) return;
        foreach (var petition in await cases.CaseExistsAsync(sent.Keys, stop)) _marks.Writer.TryWrite(new(sent[petition], SendResult.Done, 0));
    }

    private async Task MarkAsync()
    {
        var batch = new List<OutboxMark>();
        while (await _marks.Reader.WaitToReadAsync())
        {
            while (batch.Count < 200 && _marks.Reader.TryRead(out var mark)) batch.Add(mark);
            // A mark that is lost only means that the petition is sent once more.
            await Guarded(() => store.MarkAsync(batch, _options.ResendAfter, CancellationToken.None), CancellationToken.None);
            batch.Clear();
        }
    }

    private async Task Guarded(Func<Task> work, CancellationToken stop)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping.
        }
        catch (Exception failed)
        {
            StoreFailed(log, failed);
        }
    }

    // Doubling from half a second, with a fifth of jitter, so that replicas do not come back in step.
    private DateTimeOffset Next(int attempts)
    {
        var delay = Math.Min(_options.BackOffLimit.TotalMilliseconds, 500 * Math.Pow(2, Math.Min(attempts, 16)));
        return clock.GetUtcNow().AddMilliseconds(delay * RandomNumberGenerator.GetInt32(80, 121) / 100);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Petition {Petition} could not be handed over ({Error}); it waits in the outbox and is tried again")]
    private static partial void NotSent(ILogger log, Guid petition, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox cannot be read or written just now")]
    private static partial void StoreFailed(ILogger log, Exception failed);
}
