using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntakeBot.Dialogue.Activities;

namespace IntakeBot.Host.BotFramework;

/// <summary>What is needed to reach somebody again on a channel: where it is, which conversation, who we are there and who they are.</summary>
/// <param name="Bot">The bot as the channel calls it: <c>recipient</c> of what came in, <c>from</c> of what goes out.</param>
internal sealed record ConnectorAddress(string ServiceUrl, string ChannelId, ConversationAccount Conversation, ChannelAccount? Bot, ChannelAccount? User)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ConnectorJson.Default.ConnectorAddress);

    public static ConnectorAddress Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, ConnectorJson.Default.ConnectorAddress)!;

    /// <summary>
    /// Writes an activity of ours as the channel wants it: its conversation and its names, and to what it answers. All else is
    /// copied as it was committed, our own id too, by which a channel may know a repetition. Texts are plain unless they say otherwise:
    /// channels take them for Markdown and lose our line breaks.
    /// </summary>
    public void Dress(IBufferWriter<byte> output, ReadOnlySpan<byte> ours, string? replyTo)
    {
        var reader = new Utf8JsonReader(ours);
        reader.Read();
        string? speaker = null;
        var (hasText, hasFormat) = (false, false);
        output.Write("{"u8);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var from = reader.ValueTextEquals("from"u8);
            var dropped = from || reader.ValueTextEquals("conversation"u8) || reader.ValueTextEquals("recipient"u8) || reader.ValueTextEquals("channelId"u8)
                || reader.ValueTextEquals("serviceUrl"u8) || reader.ValueTextEquals("replyToId"u8);
            hasText |= reader.ValueTextEquals("text"u8);
            hasFormat |= reader.ValueTextEquals("textFormat"u8);
            reader.Read();
            // Staff speak as the bot, under their own name.
            if (from) speaker = JsonSerializer.Deserialize(ref reader, ConnectorJson.Default.ChannelAccount)?.Name;
            else reader.Skip();
            if (dropped) continue;
            output.Write(ours[start..(int)reader.BytesConsumed]);
            output.Write(","u8);
        }

        var own = new Own(ServiceUrl, ChannelId, speaker is null ? Bot : (Bot ?? new()) with { Name = speaker }, User, Conversation, replyTo, hasText && !hasFormat ? "plain" : null);
        // Without its opening brace: it goes on where the activity ended.
        output.Write(JsonSerializer.SerializeToUtf8Bytes(own, ConnectorJson.Default.Own).AsSpan(1));
    }

    internal sealed record Own(string ServiceUrl, string ChannelId, ChannelAccount? From, ChannelAccount? Recipient, ConversationAccount Conversation, string? ReplyToId, string? TextFormat);
}

/// <summary>The answer to a request for a token.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] long ExpiresIn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(ConnectorAddress))]
[JsonSerializable(typeof(ConnectorAddress.Own))]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class ConnectorJson : JsonSerializerContext;
