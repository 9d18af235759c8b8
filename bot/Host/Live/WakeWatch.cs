using System.Collections.Concurrent;
using IntakeBot.Host.Conversations;

namespace IntakeBot.Host.Live;

/// <summary>
/// Wakes conversations in which something is due although nobody says anything: those of this process to the moment, those that
/// another process left behind at the next look. Whoever wakes one, the conversation's version lets one turn through.
/// </summary>
internal sealed partial class WakeWatch(WakeSignal signal, ConversationStore store, TurnPipeline turns, TimeProvider clock, ILogger<WakeWatch> log) : BackgroundService
{
    private const int MostAtOnce = 200;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1), AgainAfter = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, long> _failed = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(PlannedAsync(stoppingToken), LookAsync(stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task PlannedAsync(CancellationToken stop)
    {
        await foreach (var plan in signal.Plans.ReadAllAsync(stop)) _ = AtTimeAsync(plan, stop);
    }

    private async Task AtTimeAsync(WakePlan plan, CancellationToken stop)
    {
        while (plan.At - clock.GetUtcNow() is { Ticks: > 0 } left && !stop.IsCancellationRequested)
            await Task.Delay(left + TimeSpan.FromMilliseconds(1), clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stop.IsCancellationRequested) await WakeAsync(plan.ConversationId, stop);
    }

    private async Task LookAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                foreach (var id in await store.DueAsync(clock.GetUtcNow(), MostAtOnce, stop))
                {
                    if (!_failed.TryGetValue(id, out var at) || clock.GetElapsedTime(at) > AgainAfter) await WakeAsync(id, stop);
                }
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                LookFailed(log, failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    private async Task WakeAsync(string id, CancellationToken stop)
    {
        try
        {
            await turns.RunAsync(id, new() { ForEngine = HostEvents.Wake(), Guard = known => known.WakeAt <= clock.GetUtcNow() }, stop);
            _failed.TryRemove(id, out _);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            _failed[id] = clock.GetTimestamp();
            WakeFailed(log, id, failed);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is due could not be read; the next look tries again")]
    private static partial void LookFailed(ILogger log, Exception failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "Conversation {Conversation} could not be woken; it is tried again in a minute")]
    private static partial void WakeFailed(ILogger log, string conversation, Exception failed);
}
