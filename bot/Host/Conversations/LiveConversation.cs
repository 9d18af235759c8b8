using IntakeBot.Dialogue.Turns;

namespace IntakeBot.Host.Conversations;

/// <summary>
/// One conversation in memory. It only saves reading: whether it is current, the version decides at the commit.
/// </summary>
internal sealed class LiveConversation(string id)
{
    private const int TailLength = 24;
    private readonly Lock _gate = new();
    private readonly Queue<NumberedActivity> _tail = new();
    private volatile KnownConversation? _known;

    public string Id { get; } = id;
    /// <summary>Held by the one turn that runs.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);
    /// <summary>null: to be read again.</summary>
    public KnownConversation? Known => _known;
    /// <summary>The resident has sent pieces of a sentence and is about to be answered.</summary>
    public bool Waits => _known?.State?.Waiting is not null;
    public long LastUsed { get; set; }
    /// <summary>The channel's address as it was last written, so that a turn need not write it again; null: not known here.</summary>
    public byte[]? Address { get; set; }

    public void Learn(KnownConversation known, ReadOnlySpan<NumberedActivity> added)
    {
        lock (_gate)
        {
            foreach (var activity in added) _tail.Enqueue(activity);
            while (_tail.Count > TailLength) _tail.Dequeue();
            _known = known;
        }
    }

    public void Forget()
    {
        lock (_gate)
        {
            _known = null;
            _tail.Clear();
        }
    }

    /// <summary>Whether a question was put after a watermark, as far as is known from memory.</summary>
    public bool AskedAfter(long watermark)
    {
        lock (_gate) return _tail.Any(a => a.Seq > watermark && a.Json.AsSpan().IndexOf("\"asking\":\""u8) >= 0);
    }

    /// <summary>Activities after a watermark, if all of them are still in memory.</summary>
    public bool TryTail(long after, out List<NumberedActivity> activities, out long watermark)
    {
        lock (_gate)
        {
            activities = [];
            watermark = _known?.Seq ?? 0;
            if (_known is null) return false;
            if (after >= watermark) return true;
            if (_tail.Count == 0 || _tail.Peek().Seq > after + 1) return false;
            activities.AddRange(_tail.Where(a => a.Seq > after));
            return true;
        }
    }
}

/// <summary>A conversation as it was at one version.</summary>
/// <param name="Answered">Client key to answered id; grows, only touched by the turn that runs.</param>
internal sealed record KnownConversation(
    long N, string Id, long Version, long Seq, string? OwnerId, string? OwnerName, string? Building, string Channel, string UserId,
    ConversationState? State, DateTimeOffset? WakeAt, bool Pushes, Dictionary<string, string> Answered);
