using Polly;
using Polly.Retry;

namespace IntakeBot.Host.BotFramework;

/// <summary>Requests that change nothing (GET), once more when nothing came or the server was out of order, and each with a limit.</summary>
internal sealed class RetriedRequests(TimeProvider clock) : DelegatingHandler
{
    private readonly ResiliencePipeline<HttpResponseMessage> _calls = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<IOException>().Handle<HttpRequestException>(failed => failed.HttpRequestError != HttpRequestError.ConnectionError)
                .HandleResult(answer => (int)answer.StatusCode is 408 or 429 or >= 500),
            MaxRetryAttempts = 1,
            Delay = TimeSpan.FromMilliseconds(300),
            OnRetry = failed =>
            {
                failed.Outcome.Result?.Dispose();
                return ValueTask.CompletedTask;
            },
        })
        .AddTimeout(TimeSpan.FromSeconds(10))
        .Build();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        await _calls.ExecuteAsync(async stop => await base.SendAsync(request, stop), cancellationToken);
}
