using IntakeBot.Dialogue.Activities;

namespace IntakeBot.Host.Conversations;

/// <summary>The members that the server sets on every activity.</summary>
internal static class TurnWriting
{
    public const string BotId = "intakebot";

    /// <summary>An id that may stand in a URL unencoded, in order of time.</summary>
    public static string NewId(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");

    public static Activity FromResident(Activity said, string id, string conversationId, string userId, string channel, DateTimeOffset now) => said with
    {
        Id = id,
        Timestamp = now,
        ChannelId = channel,
        Conversation = (said.Conversation ?? new()) with { Id = conversationId },
        From = (said.From ?? new()) with { Id = userId, Role = "user" },
        Recipient = null,
        ServiceUrl = null,
    };

    public static Activity FromBot(Activity said, string id, KnownConversation to, string? replyTo, DateTimeOffset now) => said with
    {
        Type = said.Type.Length == 0 ? "message" : said.Type,
        Id = id,
        Timestamp = now,
        ChannelId = to.Channel,
        Conversation = new() { Id = to.Id },
        From = said.From is { Id: not null } ? said.From : (said.From ?? new()) with { Id = BotId, Role = "bot" },
        Recipient = new() { Id = to.UserId, Role = "user" },
        ReplyToId = replyTo,
    };
}
