using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace IntakeBot.Host.WeChat.Api;

/// <summary>The pipelines around calls of WeChat's API.</summary>
internal sealed class ApiCalls
{
    /// <summary>Name of the HTTP client.</summary>
    public const string Client = "wechat";

    public ApiCalls(TimeProvider clock)
    {
        var failed = new PredicateBuilder().Handle<HttpRequestException>().Handle<IOException>().Handle<TimeoutRejectedException>();
        Reading = Pipeline(clock, failed, failed, TimeSpan.FromSeconds(8));
        // What may have arrived is never sent again: only what found nobody to talk to.
        Sending = Pipeline(clock, new PredicateBuilder().Handle<HttpRequestException>(NeverLeft), failed, TimeSpan.FromSeconds(6));
    }

    /// <summary>For what may be asked twice.</summary>
    public ResiliencePipeline Reading { get; }
    /// <summary>For what is shown to somebody.</summary>
    public ResiliencePipeline Sending { get; }

    public static bool NeverLeft(HttpRequestException failed) =>
        failed.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    private static ResiliencePipeline Pipeline(TimeProvider clock, PredicateBuilder<object> again, PredicateBuilder<object> failed, TimeSpan perAttempt) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = again,
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = failed,
                FailureRatio = 0.5,
                MinimumThroughput = 8,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
            })
            .AddTimeout(perAttempt)
            .Build();
}
