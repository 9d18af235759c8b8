using System.Collections.Concurrent;
using IntakeBot.Dialogue.Turns;
using IntakeBot.Host.Security;

namespace IntakeBot.Host.Conversations;

/// <summary>The conversations in memory, bounded: those used longest ago are dropped.</summary>
internal sealed class LiveConversations(ConversationStore store, Seal seal, TimeProvider clock)
{
    private const int Most = 2048;
    private readonly ConcurrentDictionary<string, LiveConversation> _live = new();
    private int _trimming;
    private int _added;

    public LiveConversation Get(string id)
    {
        if (!_live.TryGetValue(id, out var live))
        {
            live = _live.GetOrAdd(id, static id => new LiveConversation(id));
            // Asking a concurrent dictionary for its size takes all of its locks: only now and then.
            if ((Interlocked.Increment(ref _added) & 127) == 0 && _live.Count > Most) Trim();
        }

        live.LastUsed = clock.GetTimestamp();
        return live;
    }

    /// <summary>Somebody else changed it.</summary>
    public void Forget(string id)
    {
        if (_live.TryGetValue(id, out var live)) live.Forget();
    }

    public void Drop(string id) => _live.TryRemove(id, out _);

    /// <summary>null: no such conversation in the store.</summary>
    public async Task<KnownConversation?> KnowAsync(LiveConversation live, CancellationToken cancellation)
    {
        if (live.Known is { } known) return known;
        if (await store.LoadAsync(live.Id, cancellation) is not { } stored) return null;

        var state = seal.Open(stored.State)
            ?? throw new InvalidOperationException("A conversation's state cannot be opened: the key that sealed it is missing.");
        known = new(
            stored.N, stored.Id, stored.Version, stored.Seq, stored.OwnerId, stored.OwnerName, stored.Building, stored.Channel, stored.UserId,
            state.Length == 0 ? null : ConversationState.FromBytes(state), stored.WakeAt, stored.Pushes, new(stored.Answered));
        live.Learn(known, []);
        return known;
    }

    /// <summary>Activities after a watermark with the watermark they reach; null: no such conversation.</summary>
    public async Task<ActivitySet?> ReadAsync(string id, long after, CancellationToken cancellation)
    {
        var live = Get(id);
        if (live.TryTail(after, out var tail, out var watermark)) return new(tail, Math.Max(after, watermark), live.Waits);
        if (await KnowAsync(live, cancellation) is not { } known)
        {
            Drop(id);
            return null;
        }

        var activities = new List<NumberedActivity>();
        foreach (var turn in await store.TurnsAsync(known.N, after, cancellation))
        {
            if (seal.Open(turn.Body) is not { } body) continue;
            var seq = turn.FirstSeq;
            foreach (var json in ActivityBytes.Split(body))
            {
                if (seq > after) activities.Add(new(seq, json));
                seq++;
            }
        }

        return new(activities, activities.Count > 0 ? activities[^1].Seq : Math.Max(after, 0), live.Waits);
    }

    private void Trim()
    {
        if (Interlocked.Exchange(ref _trimming, 1) == 1) return;
        foreach (var old in _live.Values.OrderBy(l => l.LastUsed).Take(Most / 4)) _live.TryRemove(old.Id, out _);
        _trimming = 0;
    }
}

/// <param name="Waits">Pieces of a sentence wait for the rest of it: the bot will answer by itself.</param>
internal sealed record ActivitySet(IReadOnlyList<NumberedActivity> Activities, long Watermark, bool Waits = false);
