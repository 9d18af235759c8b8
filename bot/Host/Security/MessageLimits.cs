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

    /// <summary>Counts one message. False: too fast; only an emergency may still pass.</summary>
    public bool Allows(string conversation)
    {
        using var lease = _limiter.AttemptAcquire(conversation);
        return lease.IsAcquired;
    }

    /// <summary>Whether a message that came too fast passes all the same.</summary>
    public bool IsEmergency(string? text)
    {
        if (!string.IsNullOrEmpty(text) && library.Current.Reader.Read(text, ChinaTime.Of(clock.GetUtcNow())).Urgency.Level == "emergency") return true;
        Meters.Limited.Add(1);
        return false;
    }

    public void Dispose() => _limiter.Dispose();
}
