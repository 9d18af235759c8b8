using IntakeBot.Dialogue.Activities;

namespace IntakeBot.Host.Conversations;

/// <summary>What was said in a conversation, as the resident saw it.</summary>
/// <param name="Watermark">Sequence number of the last activity included.</param>
/// <param name="OwnerId">Account id of the member of staff who answers now; null: the bot.</param>
public sealed record Transcript(
    string ConversationId, IReadOnlyList<Activity> Activities, long Watermark, string? OwnerId, string? OwnerName);
