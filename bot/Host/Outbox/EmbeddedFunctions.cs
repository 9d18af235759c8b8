using IntakeBot.Casework.Handoff;

namespace IntakeBot.Host.Outbox;

/// <summary>The timer function, where the functions run in this process.</summary>
internal sealed partial class EmbeddedFunctions(SweepCases sweep, TimeProvider clock, ILogger<EmbeddedFunctions> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await sweep.HandleAsync(clock.GetUtcNow(), stoppingToken);
                }
                catch (Exception failed) when (failed is not OperationCanceledException)
                {
                    SweepFailed(log, failed);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Cases could not be swept; the next tick tries again")]
    private static partial void SweepFailed(ILogger log, Exception failed);
}
