namespace IntakeBot.Host.Outbox;

/// <summary>A committed petition on its way out.</summary>
/// <param name="Id">Row in the outbox.</param>
/// <param name="Message">The queue message.</param>
/// <param name="Attempts">How often it was tried before.</param>
internal sealed record OutboxItem(long Id, Guid PetitionId, string Message, string? Traceparent, int Attempts);
