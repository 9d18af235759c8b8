using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntakeBot.Dialogue.Turns;

/// <summary>Everything the engine remembers of one conversation. Immutable; the host stores it as bytes.</summary>
public sealed record ConversationState
{
    /// <summary>Content version this conversation began with and keeps until it ends.</summary>
    public required int ContentVersion { get; init; }
    /// <summary>zh-CN or en.</summary>
    public required string Language { get; init; }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, StateJson.Relaxed.ConversationState);

    /// <exception cref="JsonException">The bytes are no state.</exception>
    public static ConversationState FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, StateJson.Relaxed.ConversationState) ?? throw new JsonException("No conversation state.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ConversationState))]
internal sealed partial class StateJson : JsonSerializerContext
{
    private static StateJson? s_relaxed;

    // 汉字 as they are: half the bytes of the escaped form.
    public static StateJson Relaxed => s_relaxed ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = null,
    });
}
