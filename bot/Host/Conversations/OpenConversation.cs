using IntakeBot.Dialogue.Content;
using IntakeBot.Host.DirectLine;

namespace IntakeBot.Host.Conversations;

/// <summary>Opens conversations: the bot greets in the turn that begins them, and those who come back after a while.</summary>
internal sealed class OpenConversation(TurnPipeline turns, ContentLibrary library, TimeProvider clock)
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
        if (answer.End == TurnEnd.Committed) return true;
        if (answer.End != TurnEnd.AlreadyOpen) throw new InvalidOperationException($"A conversation could not be opened: {answer.End}.");
        // A reload costs no turn; who was away is asked how to go on.
        var away = TimeSpan.FromMinutes(library.Current.Catalog.Settings.ReturnAfterMinutes);
        await turns.RunAsync(
            claims.ConversationId,
            new() { ForEngine = HostEvents.Opened(), Guard = known => known is { OwnerId: null, State: { } state } && clock.GetUtcNow() - state.LastAt >= away },
            cancellation);
        return false;
    }

    private static string? Language(string? locale) => locale is { Length: > 0 and <= 20 } ? locale : null;
}
