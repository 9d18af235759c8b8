namespace IntakeBot.Dialogue.Turns;

/// <summary>Everything the engine remembers of one conversation. Immutable; the host stores it as bytes.</summary>
public sealed record ConversationState
{
    /// <summary>Content version this conversation began with and keeps until it ends.</summary>
    public required int ContentVersion { get; init; }
    public required string Language { get; init; }
}
