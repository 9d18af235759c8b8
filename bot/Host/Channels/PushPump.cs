using System.Collections.Concurrent;
using IntakeBot.Host.Telemetry;

namespace IntakeBot.Host.Channels;

/// <summary>
/// Delivers to push channels what was committed: of this process at once, what another one left behind at the next look. One delivery at a
/// time per conversation, so that order holds.
/// </summary>
internal sealed partial class PushPump(PushSignal signal, Pushes pushes, IEnumerable<IPushChannel> channels, TimeProvider clock, ILogger<PushPump> log) : BackgroundService
{
    private const int MostAtOnce = 200;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1), Lease = TimeSpan.FromMinutes(1), AfterFailure = TimeSpan.FromSeconds(30);
    private readonly IPushChannel[] _channels = [.. channels];
    private readonly SemaphoreSlim _slots = new(16, 16);
    private readonly ConcurrentDictionary<string, byte> _running = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_channels.Length == 0) return;
        await Task.Yield();
        await Task.WhenAll(SignalledAsync(stoppingToken), LookAsync(stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SignalledAsync(CancellationToken stop)
    {
        await foreach (var id in signal.Conversations.ReadAllAsync(stop)) await StartAsync(id, stop);
    }

    private async Task LookAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                foreach (var id in await pushes.DueAsync(MostAtOnce, stop)) await StartAsync(id, stop);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                LookFailed(log, failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task StartAsync(string id, CancellationToken stop)
    {
        if (_channels.Any(channel => channel.Holds(id)) || !_running.TryAdd(id, 0)) return;
        await _slots.WaitAsync(stop);
        _ = DeliverAsync(id, stop);
    }

    private async Task DeliverAsync(string id, CancellationToken stop)
    {
        try
        {
            while (await pushes.ClaimAsync(id, Lease, stop, dueOnly: true) is { } claim)
            {
                var result = await SendAsync(claim, stop);
                await pushes.DoneAsync(claim, result);
                // What waits for a moment only need not wait for the look as well.
                if (result.After is { } after && after < Every) _ = AfterAsync(id, after, stop);
            }
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            DeliveryFailed(log, id, failed);
        }
        finally
        {
            _running.TryRemove(id, out _);
            _slots.Release();
        }
    }

    private async Task AfterAsync(string id, TimeSpan after, CancellationToken stop)
    {
        await Task.Delay(after + TimeSpan.FromMilliseconds(5), clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        signal.Due(id);
    }

    private async Task<PushResult> SendAsync(PushClaim claim, CancellationToken stop)
    {
        if (claim.Activities.Count == 0) return new(claim.To);
        if (claim.Target.Address.Length == 0 || _channels.FirstOrDefault(c => c.Serves(claim.Target.Channel)) is not { } channel)
            return new(claim.From, TimeSpan.FromHours(1), "no-channel");
        try
        {
            var result = await channel.SendAsync(claim.Target, claim.Activities, stop);
            if (result.Reason is null) Meters.Pushed.Add(claim.Activities.Count);
            return result;
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            Meters.PushFailures.Add(1);
            SendFailed(log, claim.Target.ConversationId, failed);
            return new(claim.From, AfterFailure, "error");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is to be pushed could not be read; the next look tries again")]
    private static partial void LookFailed(ILogger log, Exception failed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Delivery in conversation {Conversation} was not written down; it is tried again when its lease ends")]
    private static partial void DeliveryFailed(ILogger log, string conversation, Exception failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "The channel of conversation {Conversation} failed; it is tried again")]
    private static partial void SendFailed(ILogger log, string conversation, Exception failed);
}
