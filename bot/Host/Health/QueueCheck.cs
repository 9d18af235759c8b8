using IntakeBot.Host.Outbox;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IntakeBot.Host.Health;

/// <summary>A queue that is down costs residents nothing: petitions wait in the outbox. Staff should know all the same.</summary>
internal sealed class QueueCheck(OutboxHealth health, OutboxStore outbox) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!health.Degraded) return HealthCheckResult.Healthy();
        var waiting = await outbox.WaitingAsync(cancellationToken);
        return HealthCheckResult.Degraded($"The queue cannot be reached; {waiting} petitions wait in the outbox.");
    }
}
