using IntakeBot.Host.DirectLine;

namespace IntakeBot.Host.Conversations;

/// <summary>Opens conversations: the bot greets in the turn that begins them.</summary>
internal sealed class OpenConversation(TurnPipeline turns)
{
    /// <returns>true: it began now; false: it was open already.</returns>
    public async Task<bool> RunAsync(ConversationToken claims, string? locale, string channel, CancellationToken cancellation)
    {
        var answer = await turns.RunAsync(
            claims.ConversationId,
            new()
            {
                Begins = new(claims.Building, channel, claims.User ?? "resident", claims.Device),
                ForEngine = HostEvents.Opened() with { Locale = Language(locale) },
            },
            cancellation);
        return answer.End switch
        {
            TurnEnd.Committed => true,
            TurnEnd.AlreadyOpen => false,
            _ => throw new InvalidOperationException($"A conversation could not be opened: {answer.End}."),
        };
    }

    private static string? Language(string? locale) => locale is { Length: > 0 and <= 20 } ? locale : null;
}
