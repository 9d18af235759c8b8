using System.Collections.Concurrent;

namespace IntakeBot.Host.WeChat.Door;

/// <summary>
/// Calls of WeChat that wait for an answer just now, by conversation. Of two messages of one person the newer call carries what is answered;
/// the older one ends without a word.
/// </summary>
internal sealed class Holds
{
    private readonly ConcurrentDictionary<string, List<Hold>> _waiting = new(StringComparer.Ordinal);

    public bool Any(string conversationId) => _waiting.ContainsKey(conversationId);

    /// <param name="isNew">A message that was not delivered before: those before it need not wait any longer.</param>
    public Hold Enter(string conversationId, bool isNew)
    {
        var mine = new Hold(this, conversationId);
        Hold[] older = [];
        _waiting.AddOrUpdate(
            conversationId,
            _ => [mine],
            (_, waiting) =>
            {
                older = isNew ? [.. waiting] : [];
                return [.. waiting, mine];
            });
        foreach (var hold in older) hold.Supersede();
        return mine;
    }

    private void Leave(Hold hold)
    {
        while (_waiting.TryGetValue(hold.ConversationId, out var waiting))
        {
            List<Hold> left = [.. waiting.Where(h => h != hold)];
            if (left.Count == 0 ? _waiting.TryRemove(KeyValuePair.Create(hold.ConversationId, waiting)) : _waiting.TryUpdate(hold.ConversationId, left, waiting)) return;
        }
    }

    internal sealed class Hold(Holds all, string conversationId) : IDisposable
    {
        private readonly CancellationTokenSource _superseded = new();

        public string ConversationId => conversationId;
        public CancellationToken Superseded => _superseded.Token;

        public void Supersede()
        {
            try
            {
                _superseded.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself a moment ago.
            }
        }

        public void Dispose()
        {
            all.Leave(this);
            _superseded.Dispose();
        }
    }
}
