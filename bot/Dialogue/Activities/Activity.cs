using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntakeBot.Dialogue.Activities;

/// <summary>
/// One message of the Bot Framework Activity schema. Members that IntakeBot does not read are kept in
/// <see cref="Extra"/> and returned untouched, because clients pair their echo by them.
/// </summary>
public sealed record Activity
{
    public string Type { get; init; } = "";
    public string? Id { get; init; }
    public DateTimeOffset? Timestamp { get; init; }
    public string? LocalTimestamp { get; init; }
    public string? LocalTimezone { get; init; }
    public string? ServiceUrl { get; init; }
    public string? ChannelId { get; init; }
    public ChannelAccount? From { get; init; }
    public ConversationAccount? Conversation { get; init; }
    public ChannelAccount? Recipient { get; init; }
    public string? Text { get; init; }
    public string? TextFormat { get; init; }
    public string? Locale { get; init; }
    public string? InputHint { get; init; }
    public string? ReplyToId { get; init; }
    public string? DeliveryMode { get; init; }
    public string? Name { get; init; }
    public JsonElement? Value { get; init; }
    public IReadOnlyList<Attachment>? Attachments { get; init; }
    public string? AttachmentLayout { get; init; }
    public SuggestedActions? SuggestedActions { get; init; }
    public JsonElement? Entities { get; init; }
    public JsonElement? ChannelData { get; init; }
    public IReadOnlyList<ChannelAccount>? MembersAdded { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record ChannelAccount
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    /// <summary><c>user</c> or <c>bot</c>; staff speak with the role <c>bot</c> and their own name.</summary>
    public string? Role { get; init; }
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record ConversationAccount
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    public bool? IsGroup { get; init; }
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record Attachment
{
    public string? ContentType { get; init; }
    public string? ContentUrl { get; init; }
    public JsonElement? Content { get; init; }
    public string? Name { get; init; }
    public string? ThumbnailUrl { get; init; }
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record SuggestedActions
{
    public IReadOnlyList<string>? To { get; init; }
    public IReadOnlyList<CardAction> Actions { get; init; } = [];
}

public sealed record CardAction
{
    /// <summary><c>imBack</c>: the value comes back as text; <c>postBack</c>: as value, without text.</summary>
    public string Type { get; init; } = "imBack";
    public string Title { get; init; } = "";
    public JsonElement? Value { get; init; }
    public string? Image { get; init; }
    public string? DisplayText { get; init; }
}
