using System.Data.Common;

namespace IntakeBot.Host.Conversations;

/// <summary>All that one turn changes, committed together or not at all.</summary>
internal sealed record TurnCommit
{
    /// <summary>Row number of the conversation; 0 for one that begins with this turn.</summary>
    public required long N { get; init; }
    public required string ConversationId { get; init; }
    /// <summary>The version the turn was computed from. Another one in the store: nothing is written.</summary>
    public required long ExpectedVersion { get; init; }
    public required DateTimeOffset At { get; init; }
    public required byte[] State { get; init; }
    public DateTimeOffset? WakeAt { get; init; }
    /// <summary>False: it is as the store has it.</summary>
    public bool WakeChanged { get; init; }
    /// <summary>null: of a channel whose residents fetch what is new. True: nothing of this turn needs to be pushed. False: it is due now.</summary>
    public bool? Carried { get; init; }
    /// <summary>Building from now on, on push channels only; null: as before.</summary>
    public string? Building { get; init; }
    public string? OwnerId { get; init; }
    public string? OwnerName { get; init; }
    /// <summary>True: from now on, if not before, the resident waits for a word of the owner. False: nobody waits. null: as before.</summary>
    public bool? Waits { get; init; }
    /// <summary>Sequence number of the turn's first activity.</summary>
    public required long FirstSeq { get; init; }
    public required int Count { get; init; }
    public string? ClientKey { get; init; }
    public string? AnsweredId { get; init; }
    /// <summary>The sealed activities.</summary>
    public required byte[] Body { get; init; }
    public Beginning? Begins { get; init; }
    public NewOutboxRow? Outbox { get; init; }
    public IReadOnlyList<CommitEffect> Effects { get; init; } = [];

    public long LastSeq => FirstSeq + Count - 1;
}

/// <summary>
/// A change of other tables in the turn's transaction. false: it refuses, and nothing of the turn is written. It may be
/// called again after a rollback, so it keeps nothing between calls.
/// </summary>
internal delegate Task<bool> CommitEffect(DbConnection connection, DbTransaction transaction, CancellationToken cancellation);

/// <summary>What is fixed when a conversation begins.</summary>
/// <param name="Pushes">What is said is pushed to the channel, instead of being fetched.</param>
internal sealed record Beginning(string? Building, string Channel, string UserId, string? DeviceHash, bool Pushes = false);

/// <param name="Lease">Until then the sender that holds the row in memory is the only one who sends it.</param>
internal sealed record NewOutboxRow(Guid PetitionId, byte[] Body, string? Traceparent, DateTimeOffset Lease);

/// <param name="N">Row number of the conversation.</param>
/// <param name="OutboxId">Row number in the outbox, 0 without one.</param>
/// <param name="Carried">As asked for, and nothing older was left to be pushed first.</param>
internal readonly record struct CommitResult(CommitStatus Status, long N = 0, long OutboxId = 0, bool Carried = false);

internal enum CommitStatus
{
    Committed,
    /// <summary>Somebody else changed the conversation since it was read.</summary>
    Conflict,
    /// <summary>An effect refused.</summary>
    Refused,
}
