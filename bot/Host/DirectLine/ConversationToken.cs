using System.Text.Json.Serialization;

namespace IntakeBot.Host.DirectLine;

/// <summary>
/// The claims of a conversation token. The client reads <c>user</c>; all else is ours.
/// </summary>
internal sealed record ConversationToken
{
    public const string Chat = "chat";
    public const string Stream = "stream";

    public static string FileUse(string fileId) => "file/" + fileId;

    /// <summary>chat: every route of the conversation; stream: only to open its socket; file/ID: only to see that file.</summary>
    [JsonPropertyName("use")] public required string Use { get; init; }
    [JsonPropertyName("conv")] public required string ConversationId { get; init; }
    [JsonPropertyName("user")] public string? User { get; init; }
    /// <summary>Code of the building whose signed code was scanned.</summary>
    [JsonPropertyName("bld")] public string? Building { get; init; }
    /// <summary>Hash of the device cookie, so that the device finds its conversation again.</summary>
    [JsonPropertyName("dev")] public string? Device { get; init; }
    /// <summary>Of a stream's address only, random: who opens the same address twice is one and the same client.</summary>
    [JsonPropertyName("jti")] public string? Ticket { get; init; }
    /// <summary>Pages that may use it; null: any.</summary>
    [JsonPropertyName("origins")] public IReadOnlyList<string>? Origins { get; init; }
    /// <summary>Seconds since 1970.</summary>
    [JsonPropertyName("exp")] public long Expires { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConversationToken))]
internal sealed partial class TokenJson : JsonSerializerContext;
