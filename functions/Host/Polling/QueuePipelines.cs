using Azure;
using IntakeBot.Functions.Running;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace IntakeBot.Functions.Polling;

/// <summary>How calls to the queue service are repeated, and when its being away or back is said.</summary>
internal sealed partial class QueuePipelines
{
    private const int NotFound = 404;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly WorkHealth health;
    private readonly ILogger log;
    private readonly ResiliencePipeline looking;
    private readonly ResiliencePipeline settling;

    public QueuePipelines(WorkHealth health, TimeProvider time, ILogger<QueuePipelines> log)
    {
        (this.health, this.log) = (health, log);
        looking = Build(time, int.MaxValue, TimeSpan.FromMilliseconds(200), fault => fault is not OperationCanceledException);
        settling = Build(time, 8, TimeSpan.FromMilliseconds(100), Passes);
    }

    /// <summary>Goes on until the service answers: there is nothing else to do meanwhile.</summary>
    public Task<T> UntilAnsweredAsync<T>(string queue, Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        RunAsync(looking, queue, call, cancellation);

    /// <summary>Deleting, releasing, renewing: repeated for some seconds, then given up; the message is delivered again.</summary>
    public Task<T> SomeTimesAsync<T>(string queue, Func<CancellationToken, Task<T>> call, CancellationToken cancellation) =>
        RunAsync(settling, queue, call, cancellation);

    private async Task<T> RunAsync<T>(ResiliencePipeline pipeline, string queue, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        var context = ResilienceContextPool.Shared.Get(queue, cancellation);
        try
        {
            var result = await pipeline.ExecuteAsync(async c => await call(c.CancellationToken).ConfigureAwait(false), context).ConfigureAwait(false);
            if (health.Note("queue " + queue, null)) Back(queue);
            return result;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline Build(TimeProvider time, int attempts, TimeSpan delay, Func<Exception, bool> again) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = attempts,
                Delay = delay,
                MaxDelay = LongestPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } fault && again(fault) && !args.Context.CancellationToken.IsCancellationRequested),
                OnRetry = args =>
                {
                    var queue = args.Context.OperationKey!;
                    var why = Why(args.Outcome.Exception!);
                    if (health.Note("queue " + queue, why)) Away(queue, why);
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(15) })
            .Build();

    private static bool Passes(Exception fault) => fault switch
    {
        RequestFailedException { Status: var status } => status is 0 or 408 or 429 or >= 500,
        OperationCanceledException => false,
        _ => true,
    };

    private static string Why(Exception fault) => fault switch
    {
        RequestFailedException { Status: 0 } => "cannot be reached",
        RequestFailedException { Status: NotFound } => "does not exist",
        RequestFailedException failed => $"answers {failed.Status} {failed.ErrorCode}",
        TimeoutRejectedException => "does not answer in time",
        _ => fault.GetType().Name,
    };

    [LoggerMessage(LogLevel.Warning, "Queue {Queue} {Why}; trying again until it answers")]
    private partial void Away(string queue, string why);

    [LoggerMessage(LogLevel.Information, "Queue {Queue} answers again")]
    private partial void Back(string queue);
}
