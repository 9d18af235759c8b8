using Azure;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace IntakeBot.Host.Outbox;

/// <summary>The pipeline around calls to storage services: a few quick retries with jitter, a breaker, a limit per attempt.</summary>
internal static class OutgoingCalls
{
    public static ResiliencePipeline Pipeline(TimeProvider clock, TimeSpan perAttempt, CircuitBreakerStateProvider? state = null)
    {
        var passing = new PredicateBuilder()
            .Handle<RequestFailedException>(failed => failed.Status is 0 or 408 or 429 or >= 500)
            .Handle<HttpRequestException>().Handle<IOException>().Handle<TimeoutRejectedException>()
            // What the Azure client wraps when nothing listens at all.
            .Handle<AggregateException>();
        return new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = passing,
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(100),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = passing,
                FailureRatio = 0.5,
                MinimumThroughput = 6,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(3),
                StateProvider = state,
            })
            .AddTimeout(perAttempt)
            .Build();
    }
}
