namespace IntakeBot.Host.Store;

// The tables of the bot as EF sees them. Turns and conversations are written by hand-made statements (see
// Conversations/SqliteConversations and PostgresConversations); the names here are those of the columns there.

/// <summary>One conversation. <see cref="Version"/> guards every change; <see cref="State"/> is sealed.</summary>
internal sealed class ConversationRow
{
    public long N { get; set; }
    public required string Id { get; set; }
    public long Version { get; set; }
    /// <summary>Sequence number of the last activity: the highest watermark.</summary>
    public long Seq { get; set; }
    /// <summary>Account of the member of staff who answers; null: the bot.</summary>
    public string? OwnerId { get; set; }
    public string? OwnerName { get; set; }
    public string? Building { get; set; }
    public required string Channel { get; set; }
    public required string UserId { get; set; }
    public DateTimeOffset OpenedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    /// <summary>When something is due in it although nobody says anything; never later than that.</summary>
    public DateTimeOffset? WakeAt { get; set; }
    /// <summary>Up to where it was delivered to a channel that things are pushed to; null: residents fetch it themselves (Direct Line).</summary>
    public long? PushSeq { get; set; }
    /// <summary>When what is not delivered yet is to be pushed; null: nothing is.</summary>
    public DateTimeOffset? PushAt { get; set; }
    /// <summary>Lease of the one who delivers just now.</summary>
    public DateTimeOffset? PushUntil { get; set; }
    /// <summary>Since when the resident waits for a word of the member of staff who owns the conversation; null: nobody waits.</summary>
    public DateTimeOffset? WaitingSince { get; set; }
    /// <summary>Up to where the resident's page has shown it.</summary>
    public long ResidentSeq { get; set; }
    /// <summary>Up to where staff have seen it.</summary>
    public long StaffSeq { get; set; }
    public required byte[] State { get; set; }
}

/// <summary>One turn: what came in and what was answered, as one sealed JSON array of activities. Append-only.</summary>
internal sealed class TurnRow
{
    public long Id { get; set; }
    public long ConversationN { get; set; }
    /// <summary>Sequence number of the first activity in <see cref="Body"/>.</summary>
    public long FirstSeq { get; set; }
    public int Count { get; set; }
    public DateTimeOffset At { get; set; }
    /// <summary>The client's own id of the message; repeated, it is answered with <see cref="AnsweredId"/> again.</summary>
    public string? ClientKey { get; set; }
    public string? AnsweredId { get; set; }
    public required byte[] Body { get; set; }
}

/// <summary>A petition on its way to the queue; committed together with the turn that sent it.</summary>
internal sealed class OutboxRow
{
    public long Id { get; set; }
    public Guid PetitionId { get; set; }
    public OutboxState State { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    /// <summary>Not to be touched before; also the lease of the one who is sending it.</summary>
    public DateTimeOffset NextAt { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public string? Error { get; set; }
    public string? Traceparent { get; set; }
    /// <summary>The queue message, sealed.</summary>
    public required byte[] Body { get; set; }
}

internal enum OutboxState
{
    Pending,
    /// <summary>The queue has it, its case is not there yet.</summary>
    Sent,
    Done,
}

internal sealed class FileRow
{
    public required string Id { get; set; }
    public required string ConversationId { get; set; }
    public required string ContentType { get; set; }
    public long Bytes { get; set; }
    public required string Sha256 { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class ApiKeyRow
{
    public required string Name { get; set; }
    public required byte[] Hash { get; set; }
    /// <summary>Separated by spaces, e.g. <c>petitions:read</c>.</summary>
    public required string Scopes { get; set; }
    /// <summary>Code of the station or level desk whose area it may see and act for; null: the whole district.</summary>
    public string? StationId { get; set; }
    /// <summary>As residents see the one who answers through it; null: the key's name.</summary>
    public string? DisplayName { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    /// <summary>Withdrawn: it opens nothing any more.</summary>
    public DateTimeOffset? EndedAt { get; set; }
    /// <summary>When it last opened something, to the minute.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>The first answer to a call of another program that writes: the same call again is answered with it.</summary>
internal sealed class ApiAnswerRow
{
    public required string KeyName { get; set; }
    /// <summary>The caller's Idempotency-Key.</summary>
    public required string RepeatKey { get; set; }
    /// <summary>Of method, path and body.</summary>
    public required byte[] RequestHash { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    /// <summary>null: still being worked on.</summary>
    public int? Status { get; set; }
    public string? ContentType { get; set; }
    public string? ETag { get; set; }
    /// <summary>Sealed.</summary>
    public byte[]? Body { get; set; }
}

/// <summary>A key of the server's own, wrapped by Data Protection.</summary>
internal sealed class ServerKeyRow
{
    public required string Name { get; set; }
    public required string Value { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A resident's browser, known by the hash of its cookie, in one of its conversations.</summary>
internal sealed class DeviceRow
{
    public required string Hash { get; set; }
    public required string ConversationId { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A conversation whose resident joined somebody else's petition and hears how it goes.</summary>
internal sealed class FollowerRow
{
    public Guid PetitionId { get; set; }
    public required string ConversationId { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>What a member of staff has typed and not yet sent, kept as typed.</summary>
internal sealed class DraftRow
{
    public required string StaffId { get; set; }
    /// <summary>Which form, e.g. <c>reply/{case}</c>.</summary>
    public required string Place { get; set; }
    public required string Text { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>How a resident of a push channel is reached again, and what became of the last delivery that did not go well.</summary>
internal sealed class ChannelAddressRow
{
    public required string ConversationId { get; set; }
    /// <summary>What the channel's sender needs, JSON, sealed.</summary>
    public required byte[] Address { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    /// <summary>Failed attempts in a row.</summary>
    public int Attempts { get; set; }
    /// <summary>A code such as <c>quota</c> or <c>http-503</c>; null: all is well.</summary>
    public string? Reason { get; set; }
}

/// <summary>WeChat's access token, shared by all replicas.</summary>
internal sealed class WeChatTokenRow
{
    public required string AppId { get; set; }
    /// <summary>Sealed.</summary>
    public required byte[] Token { get; set; }
    public DateTimeOffset Until { get; set; }
}

/// <summary>What may still be sent to one resident on WeChat, as its rules count it, by our conversation.</summary>
internal sealed class WeChatFollowerRow
{
    public required string ConversationId { get; set; }
    public bool Follows { get; set; }
    /// <summary>When the message that opened the present budget was written.</summary>
    public DateTimeOffset HeardAt { get; set; }
    public int MessagesLeft { get; set; }
    public DateTimeOffset MessagesUntil { get; set; }
    /// <summary>The small budget of a scan, a follow or a tap on the menu.</summary>
    public int EventsLeft { get; set; }
    public DateTimeOffset EventsUntil { get; set; }
    /// <summary>Subscription notices that the resident has agreed to and that are not sent yet.</summary>
    public int Notices { get; set; }
    /// <summary>The activity up to which a notice has said that something waits.</summary>
    public long NoticedSeq { get; set; }
    /// <summary>A long message of which the first parts are sent.</summary>
    public long BegunSeq { get; set; }
    public int BegunParts { get; set; }
}

/// <summary>A text that staff send often, with variables; kept by the station, or for everybody.</summary>
internal sealed class CannedReplyRow
{
    public long Id { get; set; }
    /// <summary>What is typed after the slash, e.g. <c>arrive</c>.</summary>
    public required string Code { get; set; }
    /// <summary>null: everybody's.</summary>
    public string? StationId { get; set; }
    public required string Title { get; set; }
    public required string Text { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A foreign system that is told what happens to cases.</summary>
internal sealed class WebhookRow
{
    public Guid Id { get; set; }
    public required string Name { get; set; }
    public required string Url { get; set; }
    /// <summary>Signing secret, sealed.</summary>
    public required byte[] Secret { get; set; }
    /// <summary>Kinds of events it wants, separated by spaces; empty: all.</summary>
    public required string Events { get; set; }
    /// <summary>Desk whose area it hears of; null: the whole district.</summary>
    public string? StationId { get; set; }
    public bool Enabled { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    /// <summary>Since when nothing got through; null: all is well.</summary>
    public DateTimeOffset? FailingSince { get; set; }
    /// <summary>Code of the last failure, e.g. <c>http-503</c>.</summary>
    public string? Reason { get; set; }
    /// <summary>When something last got through.</summary>
    public DateTimeOffset? SentAt { get; set; }
}

/// <summary>One event on its way to one webhook. No personal data.</summary>
internal sealed class WebhookMessageRow
{
    public long Id { get; set; }
    public Guid WebhookId { get; set; }
    /// <summary>Number of the timeline entry: one message an entry and webhook.</summary>
    public long EventSeq { get; set; }
    public Guid CaseId { get; set; }
    public required string Kind { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    /// <summary>Not before; also the lease of the one who sends. null: done or given up.</summary>
    public DateTimeOffset? NextAt { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? SentAt { get; set; }
    public string? Reason { get; set; }
    public required string Body { get; set; }
}
