using System.Text.Json.Serialization;

namespace IntakeBot.Host.Chat;

/// <param name="Building">The signed code of a QR link, if one was scanned.</param>
public sealed record ChatRequest(string? Building = null);

/// <param name="ExpiresIn">Seconds.</param>
/// <param name="BuildingError">Set when a code was given that nobody signed; the chat goes on without a building.</param>
public sealed record ChatAnswer(
    string ConversationId,
    string Token,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    ChatBuilding? Building = null,
    string? BuildingError = null);

public sealed record ChatBuilding(string Code, string Address);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(ChatAnswer))]
internal sealed partial class ChatJson : JsonSerializerContext;
