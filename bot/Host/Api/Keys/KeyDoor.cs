using System.Globalization;
using System.Threading.RateLimiting;
using IntakeBot.Host.Security;
using IntakeBot.Host.Telemetry;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Api.Keys;

/// <summary>Marks an endpoint that wants a key with this scope.</summary>
internal sealed record NeedsScope(string Scope);

/// <summary>
/// In front of every endpoint that wants a key: who calls, may it, and not too often. Guesses are counted by address; a good key is
/// not hindered by the guesses of its neighbours.
/// </summary>
internal sealed class KeyDoor(ApiKeys keys, IOptions<LimitOptions> options) : IMiddleware, IDisposable
{
    private readonly PartitionedRateLimiter<string> _calls = Limiter(options.Value.CallsPerKeyPerMinute);
    private readonly PartitionedRateLimiter<string> _guesses = Limiter(options.Value.GuessesPerAddressPerMinute);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await keys.FindAsync(context.Request, context.RequestAborted) is not { } key)
        {
            await UnknownAsync(context);
            return;
        }

        using var lease = _calls.AttemptAcquire(key.Name);
        if (!lease.IsAcquired)
        {
            await TooManyAsync(context, "This key calls more often than it may. Wait as long as Retry-After says; events come by /api/v1/events or a webhook without asking.");
            return;
        }
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsScope>() is { } needed && !key.May(needed.Scope))
        {
            await ApiProblem.Of(403, "scope", $"The key lacks the scope {needed.Scope}.", "Ask an administrator for a key with this scope.").ExecuteAsync(context);
            return;
        }

        context.Features.Set(key);
        await next(context);
        // What could not even be read never reached the endpoint: the framework leaves only a number.
        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
            await ApiProblem.Of(context.Response.StatusCode, "unreadable", "The request could not be read.", "Send the JSON object that /openapi/v1.json describes, with Content-Type: application/json.").ExecuteAsync(context);
    }

    public void Dispose()
    {
        _calls.Dispose();
        _guesses.Dispose();
    }

    private async Task UnknownAsync(HttpContext context)
    {
        using var guess = _guesses.AttemptAcquire(context.Connection.RemoteIpAddress?.ToString() ?? "-");
        if (!guess.IsAcquired)
        {
            await TooManyAsync(context, "Too many calls without a good key came from your address. Wait a minute, and check the key.");
            return;
        }
        context.Response.Headers.WWWAuthenticate = "Bearer";
        await ApiProblem.Of(401, "no-key", "Send an API key: Authorization: Bearer intake_...", "The key is missing, unknown, or was ended. An administrator makes keys at the desk under Integrations, or with: keys add.").ExecuteAsync(context);
    }

    private static async Task TooManyAsync(HttpContext context, string what)
    {
        Meters.Limited.Add(1);
        context.Response.Headers.RetryAfter = 10.ToString(CultureInfo.InvariantCulture);
        await ApiProblem.Of(429, "too-many", "Too many calls.", what).ExecuteAsync(context);
    }

    private static PartitionedRateLimiter<string> Limiter(int perMinute) => PartitionedRateLimiter.Create<string, string>(who =>
        RateLimitPartition.GetSlidingWindowLimiter(who, _ => new SlidingWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0 }));
}
