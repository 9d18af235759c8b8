using System.Threading.RateLimiting;
using IntakeBot.Dialogue.Content;
using IntakeBot.Host.Telemetry;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Security;

/// <summary>How fast one conversation may talk. A message that speaks of an emergency always passes.</summary>
internal sealed class MessageLimits(IOptions<LimitOptions> options, ContentLibrary library, TimeProvider clock) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(conversation =>
        RateLimitPartition.GetTokenBucketLimiter(conversation, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.MessageBurst,
            TokensPerPeriod = options.Value.MessagesPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    public bool Allows(string conversation, string? text)
    {
        using var lease = _limiter.AttemptAcquire(conversation);
        if (lease.IsAcquired) return true;
        if (!string.IsNullOrEmpty(text) && library.Current.Reader.Read(text, ChinaTime.Of(clock.GetUtcNow())).Urgency.Level == "emergency") return true;
        Meters.Limited.Add(1);
        return false;
    }

    public void Dispose() => _limiter.Dispose();
}
