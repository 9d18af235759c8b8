using System.Collections.Concurrent;

namespace IntakeBot.Host.DirectLine;

/// <summary>
/// One socket a conversation: a new one ends the old one, because the old one is mostly a connection that died unnoticed.
/// </summary>
internal sealed class OpenSockets
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _open = new();

    /// <returns>Cancelled when another socket takes the place.</returns>
    public CancellationTokenSource Take(string conversationId)
    {
        var mine = new CancellationTokenSource();
        _open.AddOrUpdate(conversationId, mine, (_, old) =>
        {
            old.CancelAsync();
            return mine;
        });
        return mine;
    }

    public void Leave(string conversationId, CancellationTokenSource mine)
    {
        _open.TryRemove(KeyValuePair.Create(conversationId, mine));
        mine.Dispose();
    }
}
