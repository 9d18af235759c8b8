using IntakeBot.Casework;
using IntakeBot.Casework.Parking;
using IntakeBot.Casework.Routing;

namespace IntakeBot.Host.Outbox;

/// <summary>The embedded default: the routing function is called here.</summary>
internal sealed class InProcessSender(RoutePetition route, ParkPoison park) : PetitionSender
{
    // As many as the queue would deliver before it gave a message up.
    private const int MostAttempts = 5;

    // Many wait for the disk together.
    public override int Parallel => 32;

    public override async Task<SendResult> SendAsync(OutboxItem item, CancellationToken cancellation)
    {
        try
        {
            return Result(await route.HandleAsync(item.Message, cancellation));
        }
        catch (Exception bug) when (bug is not OperationCanceledException && item.Attempts + 1 >= MostAttempts)
        {
            return Result(await park.HandleAsync(item.Message, cancellation));
        }
    }

    private static SendResult Result(HandlerOutcome outcome) => outcome is HandlerOutcome.Done or HandlerOutcome.Parked ? SendResult.Done : SendResult.Later;
}
