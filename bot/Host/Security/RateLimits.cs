using System.Globalization;
using System.Threading.RateLimiting;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Telemetry;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Security;

/// <summary>Limits of the anonymous doors, per address and overall. Who is refused hears why and what to do in an emergency.</summary>
internal static class RateLimits
{
    public static IHostApplicationBuilder AddRateLimits(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<LimitOptions>(builder.Configuration.GetSection("Limits"));
        builder.Services.AddSingleton<MessageLimits>();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                By(context => context.Connection.RemoteIpAddress?.ToString() ?? "-", (kind, o) => kind == LimitedKind.Chat ? o.ChatsPerAddressPerMinute : o.ProgressPerAddressPerMinute),
                By(_ => "all", (kind, o) => kind == LimitedKind.Chat ? o.ChatsPerMinute : o.ProgressPerMinute));
            limiter.OnRejected = async (rejected, cancellation) =>
            {
                Meters.Limited.Add(1);
                var context = rejected.HttpContext;
                if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
                    context.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                var language = context.Request.Headers.AcceptLanguage.ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : null;
                var text = context.RequestServices.GetRequiredService<HostTexts>().Say("tooMany", language);
                await Results.Problem(statusCode: 429, title: text).ExecuteAsync(context);
            };
        });
        return builder;
    }

    private static PartitionedRateLimiter<HttpContext> By(Func<HttpContext, string> key, Func<LimitedKind, LimitOptions, int> permits) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<LimitedAs>() is not { } limited) return RateLimitPartition.GetNoLimiter("-");
            var options = context.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value;
            return RateLimitPartition.GetSlidingWindowLimiter($"{limited.Kind}/{key(context)}", _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = permits(limited.Kind, options),
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
                QueueLimit = 0,
            });
        });
}
