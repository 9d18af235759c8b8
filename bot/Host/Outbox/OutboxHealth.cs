using Polly.CircuitBreaker;

namespace IntakeBot.Host.Outbox;

/// <summary>How the relay is doing, for the health endpoint.</summary>
internal sealed class OutboxHealth
{
    public CircuitBreakerStateProvider Breaker { get; } = new();
    /// <summary>Since when sends have failed without one success in between; null: all is well.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    public bool Degraded => FailingSince is not null || Breaker.CircuitState != CircuitState.Closed;

    public void Succeeded() => FailingSince = null;

    public void Failed(DateTimeOffset now) => FailingSince ??= now;
}
