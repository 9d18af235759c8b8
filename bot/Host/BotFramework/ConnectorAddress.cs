using System.Text.Json;
using System.Text.Json.Serialization;
using IntakeBot.Dialogue.Activities;

namespace IntakeBot.Host.BotFramework;

/// <summary>What is needed to reach somebody again on a channel: where it is, which conversation, who we are there and who they are.</summary>
/// <param name="Bot">The bot as the channel calls it: <c>recipient</c> of what came in, <c>from</c> of what goes out.</param>
internal sealed record ConnectorAddress(string ServiceUrl, string ChannelId, ConversationAccount Conversation, ChannelAccount? Bot, ChannelAccount? User, string? Locale)
{
    /// <summary>null: the activity names no service or no conversation.</summary>
    public static ConnectorAddress? Of(Activity received) =>
        received is { ServiceUrl: { Length: > 0 } url, ChannelId: { Length: > 0 } channel, Conversation: { Id.Length: > 0 } conversation }
            ? new(url, channel, conversation, received.Recipient, received.From, received.Locale)
            : null;

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ConnectorJson.Default.ConnectorAddress);

    public static ConnectorAddress Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, ConnectorJson.Default.ConnectorAddress)!;

    /// <summary>An activity of ours as the channel wants it: its conversation and its names, and to what it answers.</summary>
    public Activity Dress(Activity said, string? replyTo) => said with
    {
        ServiceUrl = ServiceUrl,
        ChannelId = ChannelId,
        Conversation = Conversation,
        // Staff speak as the bot, under their own name.
        From = said.From?.Name is { Length: > 0 } name ? (Bot ?? new()) with { Name = name, Role = "bot" } : Bot,
        Recipient = User,
        ReplyToId = replyTo,
        Locale = said.Locale ?? Locale,
    };
}

/// <summary>The answer to a request for a token.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] long ExpiresIn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(ConnectorAddress))]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class ConnectorJson : JsonSerializerContext;
