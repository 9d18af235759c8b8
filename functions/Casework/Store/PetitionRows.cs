namespace IntakeBot.Casework.Store;

/// <summary>A petition as submitted. Written with the turn that promised the receipt; what the resident said never changes afterwards.</summary>
public sealed class PetitionRow
{
    public required Guid Id { get; init; }
    public required string Receipt { get; init; }
    public required string ConversationId { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public required string Leaf { get; init; }
    public required string Urgency { get; init; }
    public string? Building { get; init; }
    /// <summary>The whole petition as JSON, protected.</summary>
    public required string Body { get; init; }
    /// <summary>
    /// Fingerprint of the number to call back (<see cref="ContactMark"/>): the same number is seen again, and no number can be read from it. Lies here so
    /// that it goes with the petition. Empty: there is no number; null: not looked at yet.
    /// </summary>
    public string? ContactMark { get; set; }
}

/// <summary>What a resident added after sending.</summary>
public sealed class SupplementRow
{
    public long Id { get; init; }
    /// <summary>Where it is read: the petition it was said about, or the one that was merged into.</summary>
    public required Guid PetitionId { get; set; }
    /// <summary>The merged petition it was said about, where it goes back to when the two are taken apart; null: the one where it is read.</summary>
    public Guid? OriginId { get; set; }
    public required DateTimeOffset At { get; init; }
    /// <summary>A <c>supplements</c> entry of the petition as JSON, protected.</summary>
    public required string Body { get; init; }
}

/// <summary>A message that can never be handled, kept where staff see it.</summary>
public sealed class ParkedMessageRow
{
    public long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Queue { get; init; }
    public required string Reason { get; init; }
    /// <summary>The message with every free text taken out.</summary>
    public required string Body { get; init; }
}
