using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Conversations;

namespace IntakeBot.Host.Channels;

/// <summary>One message of a push channel at the inner door: authenticated, parsed, its files in the store.</summary>
internal sealed record ChannelMessage
{
    /// <summary><c>wechat</c>, or a Bot Framework channel id; the petition names it.</summary>
    public required string Channel { get; init; }
    /// <summary>What identifies the thread within the channel. Only a keyed hash of it is ever kept in clear.</summary>
    public required string Account { get; init; }
    /// <summary>Who speaks, as the transcript shows it: never the channel's own name of a person where that is personal data.</summary>
    public required string UserId { get; init; }
    /// <summary>JSON with which the channel reaches the resident again; sealed in the store.</summary>
    public required byte[] Address { get; init; }
    /// <summary>The message; of <see cref="ChannelDoor.OpenAsync"/> it is not read.</summary>
    public Activity? Said { get; init; }
    /// <summary>The channel's own id of the delivery, by which a repetition is known.</summary>
    public string? ClientKey { get; init; }
    /// <summary>Code of the building that was just scanned, its signature checked.</summary>
    public string? Building { get; init; }
    public string? Locale { get; init; }
    /// <summary>The answer travels with the response to this call.</summary>
    public bool InBody { get; init; }
    /// <summary>A fragment may wait a few seconds for what follows.</summary>
    public bool MayWait { get; init; }
}

/// <param name="Answers">Of the bot and of staff, in order: what the turn answered, for a repeated message what was answered the first time.</param>
/// <param name="Carried">The answers are counted as delivered with the response; false: they are pushed.</param>
/// <param name="Waits">Fragments wait: the answer comes by itself.</param>
internal sealed record DoorAnswer(DoorEnd End, string ConversationId, IReadOnlyList<NumberedActivity> Answers, bool Carried, bool Waits);

internal enum DoorEnd
{
    Taken,
    /// <summary>The same delivery again.</summary>
    Repeated,
    /// <summary>Faster than anybody writes; the answer says so and is not part of the transcript.</summary>
    TooFast,
    /// <summary>Changed by others over and over: send it again.</summary>
    Busy,
    /// <summary>A text holds half a character.</summary>
    Unwritable,
}
