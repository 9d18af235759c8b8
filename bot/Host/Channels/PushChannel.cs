using IntakeBot.Host.Conversations;

namespace IntakeBot.Host.Channels;

/// <summary>One messaging product that messages are pushed to.</summary>
internal interface IPushChannel
{
    /// <summary>By the channel name of a conversation.</summary>
    bool Serves(string channel);

    /// <summary>An answer to a call is about to carry what is new in this conversation: the pump leaves it alone for the moment.</summary>
    bool Holds(string conversationId);

    /// <summary>Sends in order. Failures are results; an exception is a bug, and tried again later.</summary>
    Task<PushResult> SendAsync(PushTarget to, IReadOnlyList<NumberedActivity> activities, CancellationToken cancellation);

    /// <summary>Shows that staff are typing, if the product can and allows it now. Whether it arrives matters to nobody.</summary>
    Task TypeAsync(PushTarget to, CancellationToken cancellation) => Task.CompletedTask;
}

/// <param name="Address">JSON that the channel itself gave when it last heard from the resident.</param>
internal sealed record PushTarget(string ConversationId, string Channel, byte[] Address);

/// <param name="UpTo">Sequence number of the last activity that is not to be sent again.</param>
/// <param name="After">When to go on with the rest; null: nothing is left, or it never can be delivered.</param>
/// <param name="Reason">Why something did not arrive: a code without personal data, shown at the desk. null: all is well.</param>
internal readonly record struct PushResult(long UpTo, TimeSpan? After = null, string? Reason = null);

/// <summary>The right to deliver what is new in a conversation, until the lease ends.</summary>
/// <param name="N">Row number of the conversation.</param>
/// <param name="From">Delivered up to here.</param>
/// <param name="To">The last activity there is.</param>
/// <param name="Lease">End of the lease; also what tells one claim from another.</param>
/// <param name="Activities">Those of the bot and of staff, in order.</param>
internal sealed record PushClaim(PushTarget Target, long N, long From, long To, DateTimeOffset Lease, IReadOnlyList<NumberedActivity> Activities);
