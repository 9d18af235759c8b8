using System.Collections.Concurrent;
using Polly;

namespace IntakeBot.Host.Delivering;

/// <summary>
/// Brings to others what lies in a table: several at a time, one per receiver's key. What is on its way is noted before the end, so that
/// nothing is told twice because of a restart.
/// </summary>
/// <typeparam name="TDue">Something that may be delivered now.</typeparam>
internal abstract partial class DeliveryPump<TDue>(LookSignal signal, TimeSpan poll, TimeProvider clock, ILogger log) : BackgroundService
{
    private const int MostAtOnce = 8;
    private readonly ConcurrentDictionary<object, Task> _busy = new();

    protected TimeProvider Clock => clock;
    protected ILogger Log => log;

    /// <summary>What has arrived must be noted, or it is told again: a store that stalls for a moment gets a second chance.</summary>
    protected ResiliencePipeline Noting { get; } = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new() { MaxRetryAttempts = 4, Delay = TimeSpan.FromSeconds(1), BackoffType = DelayBackoffType.Constant }).Build();

    protected abstract Task<IReadOnlyList<TDue>> DueAsync(CancellationToken stop);

    /// <summary>Of equal keys one is delivered at a time.</summary>
    protected abstract object KeyOf(TDue due);

    /// <param name="busy">Keys of what is on its way.</param>
    protected virtual bool HasRoom(TDue due, ICollection<object> busy) => true;

    protected abstract Task DeliverAsync(TDue due, CancellationToken stop);

    /// <summary>Now and then: what is over for long is forgotten.</summary>
    protected abstract Task PurgeAsync(CancellationToken stop);

    protected virtual Task BeginAsync(CancellationToken stop) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await GuardedAsync(() => BeginAsync(stoppingToken));
        for (var round = 0; !stoppingToken.IsCancellationRequested; round++)
        {
            await GuardedAsync(async () =>
            {
                foreach (var due in await DueAsync(stoppingToken))
                {
                    if (_busy.Count < MostAtOnce && !_busy.ContainsKey(KeyOf(due)) && HasRoom(due, _busy.Keys)) Begin(due, stoppingToken);
                }
                if (round % 5000 == 0) await PurgeAsync(stoppingToken);
            });
            await signal.WaitAsync(poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(_busy.Values);
    }

    private void Begin(TDue due, CancellationToken stop)
    {
        var started = new TaskCompletionSource();
        _busy[KeyOf(due)] = started.Task;
        _ = Task.Run(async () =>
        {
            await GuardedAsync(() => DeliverAsync(due, stop));
            _busy.TryRemove(KeyOf(due), out _);
            started.SetResult();
            signal.Look();
        }, CancellationToken.None);
    }

    private async Task GuardedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
        catch (Exception failed)
        {
            PumpFailed(log, failed);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Deliveries could not be made just now; the next look tries again")]
    private static partial void PumpFailed(ILogger log, Exception failed);
}
