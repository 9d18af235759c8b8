using System.Collections.Concurrent;

namespace IntakeBot.Host.DirectLine;

/// <summary>
/// One socket a conversation: a new one ends the old one, because the old one is mostly a connection that died unnoticed.
/// </summary>
internal sealed class OpenSockets
{
    private readonly ConcurrentDictionary<string, SocketSeat> _open = new();

    /// <returns>The seat of the new socket, and the one it was taken from.</returns>
    public (SocketSeat Mine, SocketSeat? Before) Take(string conversationId, string ticket, CancellationTokenSource stop)
    {
        var mine = new SocketSeat(ticket, stop);
        SocketSeat? before = null;
        _open.AddOrUpdate(conversationId, mine, (_, old) =>
        {
            before = old;
            return mine;
        });
        before?.Lose();
        return (mine, before);
    }

    public void Leave(string conversationId, SocketSeat mine) => _open.TryRemove(KeyValuePair.Create(conversationId, mine));
}

/// <summary>The place of one socket. Whoever takes it over learns how far its client came.</summary>
/// <param name="ticket">Of the address by which the socket was opened, see <see cref="ConversationToken.Ticket"/>.</param>
/// <param name="stop">Ends the socket; belongs to whoever serves it.</param>
internal sealed class SocketSeat(string ticket, CancellationTokenSource stop)
{
    // Longer than it takes to say goodbye to a client that is there.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);
    private readonly TaskCompletionSource<long?> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Another socket has the place.</summary>
    public bool IsLost { get; private set; }

    public void Lose()
    {
        IsLost = true;
        try
        {
            _ = stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has left by itself.
        }
    }

    /// <param name="watermark">Up to which the client has everything for certain; null: nobody knows.</param>
    public void Left(long? watermark) => _left.TrySetResult(watermark);

    /// <summary>
    /// Where to go on. Microsoft's client, after a 403, opens its address several times at once and gives its page whatever each
    /// socket brings: what the last one from the same address has delivered is not sent again.
    /// </summary>
    public async Task<long> ContinueAsync(SocketSeat? before, long watermark)
    {
        if (before?.Ticket != ticket) return watermark;
        try
        {
            return Math.Max(watermark, await before._left.Task.WaitAsync(Patience) ?? watermark);
        }
        catch (TimeoutException)
        {
            return watermark;
        }
    }

    private string Ticket => ticket;
}
