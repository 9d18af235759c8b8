namespace IntakeBot.Host.Channels;

/// <summary>Of a channel that counts what it may send: what is left for one resident.</summary>
internal interface IPushBudget
{
    /// <summary>By the channel name of a conversation.</summary>
    bool Serves(string channel);

    Task<PushBudget> OfAsync(string conversationId, CancellationToken cancellation);
}

/// <param name="Left">Messages that may still be sent; 0: none before the resident writes again.</param>
/// <param name="Until">When what is left ends.</param>
/// <param name="Few">So few that what staff write waits some seconds, to share a message with what follows.</param>
public readonly record struct PushBudget(int Left, DateTimeOffset Until, bool Few = false);
