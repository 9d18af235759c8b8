using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// Calls the Bot Connector of a channel. What certainly was not taken is sent again; what may have been is not: a message twice is
/// worse for a resident than one that staff see marked as uncertain.
/// </summary>
internal sealed class ConnectorClient
{
    public const string Client = "botframework.connector";
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);
    private readonly IHttpClientFactory _http;
    private readonly ConnectorTokens _tokens;
    private readonly ServiceHosts _hosts;
    private readonly ResiliencePipeline<ConnectorAnswer> _calls;
    private readonly AbsentServices _absent;

    public ConnectorClient(IHttpClientFactory http, ConnectorTokens tokens, BotFrameworkSettings settings, TimeProvider clock)
    {
        (_http, _tokens, _hosts, _absent) = (http, tokens, settings.ServiceHosts, new(clock));
        _calls = new ResiliencePipelineBuilder<ConnectorAnswer> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<ConnectorAnswer>
            {
                ShouldHandle = tried => ValueTask.FromResult(tried.Outcome.Result is { End: ConnectorEnd.Later } answer && !(answer.After > s_longestWait)),
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                DelayGenerator = tried => ValueTask.FromResult(tried.Outcome.Result.After),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromSeconds(10) })
            .Build();
    }

    /// <summary>A new message of the conversation, or the answer to one of its messages.</summary>
    /// <param name="activity">UTF-8 JSON.</param>
    public async Task<ConnectorAnswer> SendAsync(ConnectorAddress to, string? replyTo, ReadOnlyMemory<byte> activity, CancellationToken cancellation)
    {
        if (_hosts.Open(to.ServiceUrl) is not { } service) return new(ConnectorEnd.Forbidden);
        if (_absent.Wait(service) is { } wait) return new(ConnectorEnd.Later, wait);
        var url = Url(service, to.Conversation.Id!, replyTo);
        string? refused = null;
        while (true)
        {
            var used = refused;
            var answer = await _calls.ExecuteAsync(async stop => await TryAsync(url, to, replyTo, activity, used, stop, cancellation), cancellation);
            if (_absent.Note(service, answer.Absent) is { } pause) return answer with { After = pause };
            // A token that was revoked or whose keys were changed: one more try with another.
            if (answer is not { End: ConnectorEnd.Unauthorized, Token: { } token } || refused is not null) return answer;
            refused = token;
        }
    }

    private async Task<ConnectorAnswer> TryAsync(
        Uri url, ConnectorAddress to, string? replyTo, ReadOnlyMemory<byte> activity, string? refused, CancellationToken stop, CancellationToken caller)
    {
        string? token;
        try
        {
            token = await _tokens.GetAsync(refused, stop);
        }
        catch (Exception failed) when (failed is HttpRequestException or TimeoutRejectedException or Polly.CircuitBreaker.BrokenCircuitException or System.Text.Json.JsonException
            || (failed is OperationCanceledException && !caller.IsCancellationRequested))
        {
            return new(ConnectorEnd.NoToken);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(activity) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        if (replyTo is not null && to.Conversation.Id!.All(c => c is > ' ' and <= '~')) request.Headers.TryAddWithoutValidation("x-ms-conversation-id", to.Conversation.Id);
        try
        {
            using var answer = await _http.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            return Judge(answer) with { Token = token };
        }
        catch (HttpRequestException failed)
        {
            return failed.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
                ? new(ConnectorEnd.Later) { Absent = true }
                : new(ConnectorEnd.Uncertain);
        }
        catch (OperationCanceledException late) when (!caller.IsCancellationRequested)
        {
            // Only the handler's own limit for connecting comes before ours.
            return late.InnerException is TimeoutException && !stop.IsCancellationRequested ? new(ConnectorEnd.Later) { Absent = true } : new(ConnectorEnd.Uncertain);
        }
    }

    private static ConnectorAnswer Judge(HttpResponseMessage answer) => answer.StatusCode switch
    {
        >= (HttpStatusCode)200 and < (HttpStatusCode)300 => new(ConnectorEnd.Delivered),
        HttpStatusCode.Unauthorized => new(ConnectorEnd.Unauthorized),
        HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone => new(ConnectorEnd.Gone),
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.RequestTimeout or HttpStatusCode.PreconditionFailed =>
            new(ConnectorEnd.Later, After(answer.Headers.RetryAfter, answer.Headers.Date)) { Throttled = answer.StatusCode == HttpStatusCode.TooManyRequests },
        >= HttpStatusCode.InternalServerError => new(ConnectorEnd.Uncertain),
        _ => new(ConnectorEnd.Refused),
    };

    private static TimeSpan? After(RetryConditionHeaderValue? wait, DateTimeOffset? now) =>
        wait is null ? null
        : (wait.Delta ?? (wait.Date is { } at && now is { } then ? at - then : null)) is { } given ? TimeSpan.FromSeconds(Math.Clamp(given.TotalSeconds, 0, 3600))
        : null;

    // Ids may hold ':' and '|', slashes too: they are percent-encoded, and stay so.
    private static Uri Url(Uri service, string conversation, string? replyTo)
    {
        var path = $"{service.AbsoluteUri.TrimEnd('/')}/v3/conversations/{Encoded(conversation)}/activities{(replyTo is null ? "" : "/" + Encoded(replyTo))}";
        return new Uri(path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    // Dots alone would be a step in the path.
    private static string Encoded(string id) => id is "." or ".." ? id.Replace(".", "%2E", StringComparison.Ordinal) : Uri.EscapeDataString(id);
}

/// <param name="After">Not before.</param>
/// <param name="Token">What was sent with it.</param>
internal readonly record struct ConnectorAnswer(ConnectorEnd End, TimeSpan? After = null, string? Token = null)
{
    /// <summary>Later because nobody is there.</summary>
    public bool Absent { get; init; }
    /// <summary>Later because there was too much at once.</summary>
    public bool Throttled { get; init; }
}

internal enum ConnectorEnd
{
    Delivered,
    /// <summary>Certainly not taken: throttled, not reachable, out of service.</summary>
    Later,
    /// <summary>Perhaps taken, perhaps not: never sent again.</summary>
    Uncertain,
    /// <summary>The conversation is no more, or the bot was removed from it.</summary>
    Gone,
    /// <summary>The channel does not want this activity.</summary>
    Refused,
    /// <summary>The channel does not accept our token.</summary>
    Unauthorized,
    /// <summary>There is no token to be had.</summary>
    NoToken,
    /// <summary>The service URL is not one that may be called.</summary>
    Forbidden,
}
