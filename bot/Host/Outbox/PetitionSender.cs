namespace IntakeBot.Host.Outbox;

/// <summary>Hands one petition over: to the queue, or to the function in this process.</summary>
internal abstract class PetitionSender
{
    /// <summary>Throws when it could not be handed over; it will be tried again.</summary>
    public abstract Task<SendResult> SendAsync(OutboxItem item, CancellationToken cancellation);

    /// <summary>How many at a time make sense.</summary>
    public abstract int Parallel { get; }
}

internal enum SendResult
{
    /// <summary>The queue has it; the case is still to come.</summary>
    Sent,
    /// <summary>Its case exists, or it is parked where staff see it.</summary>
    Done,
    /// <summary>Not now.</summary>
    Later,
}
