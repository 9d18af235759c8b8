using IntakeBot.Functions.Declarations;
using IntakeBot.Functions.Running;
using IntakeBot.Functions.StartUp;

namespace IntakeBot.Functions.Polling;

/// <summary>The mode without a Functions host: every declared queue is polled, every declared timer kept.</summary>
internal sealed partial class PollingService(
    FunctionSet functions, Preparation preparation, HostFile host, PollingOptions options, FunctionRunner runner, QueuePipelines pipelines,
    WorkHealth health, TimeProvider time, ILoggerFactory logs, ILogger<PollingService> log) : BackgroundService
{
    private readonly CancellationTokenSource abort = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await preparation.RunAsync(stoppingToken).ConfigureAwait(false);
            var loops = new List<Task>();
            foreach (var function in functions.All.OrderBy(f => f.File.Queue is null).ThenByDescending(f => f.File.Queue))
            {
                if (function.File.Schedule is { } schedule)
                {
                    loops.Add(KeepTimeAsync(function, TimerSchedule.Parse(schedule), stoppingToken));
                    continue;
                }
                var queue = new PolledQueue(function, host, options, runner, pipelines, time, logs.CreateLogger<PolledQueue>());
                await queue.OpenAsync(stoppingToken).ConfigureAwait(false);
                var interval = queue.IsPoison ? options.PoisonInterval : options.MaxInterval;
                loops.Add(new QueueLoop(queue, host.NewBatchThreshold, interval, time).RunAsync(stoppingToken, abort.Token));
            }
            health.IsReady();
            foreach (var function in functions.All.Where(f => f.File.Queue is not null)) Polling(function.File.Queue!, function.Name);
            await Task.WhenAll(loops).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Somewhat before the host loses patience, so that what was cut off can still be released on the queue.
        abort.CancelAfter(options.Grace);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        abort.Dispose();
        base.Dispose();
    }

    private async Task KeepTimeAsync(IntakeFunction function, TimerSchedule schedule, CancellationToken stopping)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            await Task.Delay(schedule.After(now) - now, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) return;
            await runner.RunAsync(function, null, stopping, abort.Token).ConfigureAwait(false);
        }
    }

    [LoggerMessage(LogLevel.Information, "Polling queue {Queue} for {Function}")]
    private partial void Polling(string queue, string function);
}
