using IntakeBot.Dialogue.Activities;

namespace IntakeBot.Host.Conversations;

/// <summary>What starts a turn.</summary>
internal sealed record TurnInput
{
    /// <summary>A message that is recorded and shown to everybody in the conversation: the resident's or staff's.</summary>
    public Activity? Said { get; init; }
    /// <summary>The same as JSON, when it was already written at the door.</summary>
    public byte[]? SaidJson { get; init; }
    /// <summary>What the engine is given; null: it is not asked.</summary>
    public Activity? ForEngine { get; init; }
    /// <summary>The answer may come later than the commit: the channel shows it when it is there.</summary>
    public bool MayWait { get; init; }
    /// <summary>The watermark up to which the sender had seen the conversation, if the client says so.</summary>
    public long? Seen { get; init; }
    /// <summary>The sender's own id of it; a second one is answered with the first one's id and nothing else happens.</summary>
    public string? ClientKey { get; init; }
    /// <summary>On a push channel: the answer travels with the response to the call that brought the message, and need not be pushed.</summary>
    public bool InBody { get; init; }
    /// <summary>Code of a building that was scanned in the middle of the conversation: it is there from now on.</summary>
    public string? Building { get; init; }
    /// <summary>Of the turn that opens a conversation with a message: what the engine is given before it, so that it greets.</summary>
    public Activity? Greeting { get; init; }
    /// <summary>Set for the turn that opens a conversation.</summary>
    public Beginning? Begins { get; init; }
    /// <summary>Set to change who answers.</summary>
    public OwnerChange? Owner { get; init; }
    /// <summary>Looks at the conversation before anything is done; false ends the turn as refused.</summary>
    public Func<KnownConversation, bool>? Guard { get; init; }
    public IReadOnlyList<CommitEffect> Effects { get; init; } = [];
}

/// <param name="Id">null: the bot.</param>
internal readonly record struct OwnerChange(string? Id, string? Name);

/// <param name="ActivityId">Id of what was said; of the first one for a repeated message.</param>
/// <param name="Activities">Everything the turn added, in order.</param>
/// <param name="Carried">Of a push channel: nothing of it is to be pushed. False although asked for: something older comes first.</param>
internal sealed record TurnAnswer(
    TurnEnd End, string? ActivityId, IReadOnlyList<NumberedActivity> Activities, string? OwnerId = null, string? OwnerName = null, bool Carried = false)
{
    public static TurnAnswer Of(TurnEnd end, KnownConversation? known = null) => new(end, null, [], known?.OwnerId, known?.OwnerName);
}

internal enum TurnEnd
{
    Committed,
    /// <summary>The same message again.</summary>
    Repeated,
    /// <summary>No such conversation.</summary>
    Unknown,
    /// <summary>The conversation to be opened is there already.</summary>
    AlreadyOpen,
    /// <summary>A guard or an effect said no.</summary>
    Refused,
    /// <summary>Changed by others over and over; the sender may try again.</summary>
    Contended,
}
