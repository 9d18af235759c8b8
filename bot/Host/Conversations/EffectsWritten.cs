using IntakeBot.Dialogue.Petitions;

namespace IntakeBot.Host.Conversations;

/// <summary>What the engine wants done besides answering, ready for the turn's transaction.</summary>
internal sealed record EffectsWritten
{
    public static readonly EffectsWritten None = new();

    public NewOutboxRow? Outbox { get; init; }
    /// <summary>The queue message in the outbox row, unsealed, for the relay.</summary>
    public string? Message { get; init; }
    public IReadOnlyList<CommitEffect> Effects { get; init; } = [];
    /// <summary>Cases that changed once the turn is committed.</summary>
    public IReadOnlyList<Guid> Cases { get; init; } = [];
    /// <summary>A petition that breaks its schema: nothing of this turn may be committed.</summary>
    public PetitionDraft? Broken { get; init; }
}
