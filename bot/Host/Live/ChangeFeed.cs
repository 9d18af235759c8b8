using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace IntakeBot.Host.Live;

/// <summary>
/// In-process signals. Changes made by other processes reach it through <see cref="CaseWatch"/> and, on PostgreSQL,
/// <see cref="Neighbours"/>. Handlers run on the caller's thread: they note the change and return.
/// </summary>
public sealed class ChangeFeed
{
    private readonly ConcurrentDictionary<Change, ImmutableArray<Action<Change>>> _one = new();
    private readonly ConcurrentDictionary<string, ImmutableArray<Action<Change>>> _all = new();
    [ThreadStatic] private static bool t_repeating;

    /// <summary>Hears every change of a topic.</summary>
    public IDisposable Subscribe(string topic, Action<Change> handler) => Add(_all, topic, handler);

    /// <summary>Hears the changes of one conversation or case.</summary>
    public IDisposable Subscribe(string topic, string id, Action<Change> handler) => Add(_one, new Change(topic, id), handler);

    /// <summary>A signal to wait on, for loops that read after every change; changes in quick succession come as one.</summary>
    public ChangeSignal Watch(string topic, string id)
    {
        var signal = new ChangeSignal();
        signal.Subscription = Subscribe(topic, id, _ => signal.Set());
        return signal;
    }

    /// <summary>True for a handler while it hears what another process made known: that is not to be told it again.</summary>
    public static bool IsRepeating => t_repeating;

    /// <summary>Makes known here what another process did.</summary>
    public void Repeat(string topic, string id)
    {
        t_repeating = true;
        try
        {
            Publish(topic, id);
        }
        finally
        {
            t_repeating = false;
        }
    }

    public void Publish(string topic, string id)
    {
        var change = new Change(topic, id);
        // Who keeps book of all of them comes first: whoever waits for one may ask there at once.
        if (_all.TryGetValue(topic, out var handlers)) foreach (var handler in handlers) handler(change);
        if (_one.TryGetValue(change, out handlers)) foreach (var handler in handlers) handler(change);
    }

    private static Subscription<TKey> Add<TKey>(ConcurrentDictionary<TKey, ImmutableArray<Action<Change>>> to, TKey key, Action<Change> handler)
        where TKey : notnull
    {
        to.AddOrUpdate(key, static (_, h) => [h], static (_, old, h) => old.Add(h), handler);
        return new Subscription<TKey>(to, key, handler);
    }

    private sealed class Subscription<TKey>(
        ConcurrentDictionary<TKey, ImmutableArray<Action<Change>>> from, TKey key, Action<Change> handler) : IDisposable
        where TKey : notnull
    {
        public void Dispose()
        {
            while (from.TryGetValue(key, out var old))
            {
                var left = old.Remove(handler);
                // Both conditional, so that a subscription added meanwhile is never lost.
                if (left.IsEmpty ? from.TryRemove(KeyValuePair.Create(key, old)) : from.TryUpdate(key, left, old)) return;
                if (left.Length == old.Length) return;
            }
        }
    }
}
