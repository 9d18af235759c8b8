using IntakeBot.Host.Channels;

namespace IntakeBot.Host.WeChat.Quota;

/// <summary>For the desk: the budget of 48 hours. That of a minute is over before anybody has typed.</summary>
internal sealed class WeChatBudget(Quotas quotas, TimeProvider clock) : IPushBudget
{
    /// <summary>From so many on staff's sentences wait for each other.</summary>
    public const int Few = 2;

    public bool Serves(string channel) => channel == WeChatFeature.Channel;

    public async Task<PushBudget> OfAsync(string conversationId, CancellationToken cancellation) =>
        await quotas.FindAsync(conversationId, cancellation) is { Follows: true } follower && follower.MessagesUntil > clock.GetUtcNow()
            ? new(follower.MessagesLeft, follower.MessagesUntil, follower.MessagesLeft <= Few)
            : default;
}
