namespace IntakeBot.Host.Conversations;

/// <summary>Conversations and turns in the database, without EF: this is the path of every message.</summary>
internal abstract class ConversationStore
{
    /// <summary>null: no such conversation.</summary>
    public abstract Task<StoredConversation?> LoadAsync(string id, CancellationToken cancellation);

    /// <summary>Sealed turns that hold activities after a sequence number, oldest first.</summary>
    public abstract Task<IReadOnlyList<StoredTurn>> TurnsAsync(long n, long afterSeq, CancellationToken cancellation);

    /// <summary>Ids of conversations in which something is due, the longest due first.</summary>
    public abstract Task<IReadOnlyList<string>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellation);

    /// <summary>Answers when the commit is on the disk.</summary>
    public abstract Task<CommitResult> CommitAsync(TurnCommit commit, CancellationToken cancellation);
}

/// <param name="Answered">Messages already taken in: client key to the id that was answered.</param>
internal sealed record StoredConversation(
    long N, string Id, long Version, long Seq, string? OwnerId, string? OwnerName, string? Building, string Channel, string UserId,
    byte[] State, DateTimeOffset? WakeAt, bool Pushes, IReadOnlyDictionary<string, string> Answered);

internal readonly record struct StoredTurn(long FirstSeq, int Count, byte[] Body);
