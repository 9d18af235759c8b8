using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntakeBot.Host.DirectLine;

/// <summary>Body of <c>tokens/generate</c> and of opening a conversation; everything in it is optional.</summary>
internal sealed record TokenParameters
{
    public TokenUser? User { get; init; }
    public string? Locale { get; init; }
    public IReadOnlyList<string>? TrustedOrigins { get; init; }
}

internal sealed record TokenUser(string? Id = null, string? Name = null)
{
    public const int LongestId = 128;

    /// <summary>Why a user id that is not a token's own cannot be taken; null: it can.</summary>
    public static DirectLineError? Refusal(string? id) =>
        id?.StartsWith("dl_", StringComparison.Ordinal) == true ? DirectLineError.Wrong("A user id that begins with dl_ is taken from the token only.")
        : id?.Length > LongestId ? DirectLineError.Wrong($"A user id has at most {LongestId} characters.")
        : null;
}

/// <param name="ExpiresIn">Seconds.</param>
/// <param name="StreamUrl">Where the socket is; to be opened within 60 s.</param>
internal sealed record ConversationBody(
    string ConversationId,
    string Token,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    string? StreamUrl = null);

internal sealed record IdBody(string Id);
internal sealed record SessionBody(string SessionId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TokenParameters))]
[JsonSerializable(typeof(ConversationBody))]
[JsonSerializable(typeof(IdBody))]
[JsonSerializable(typeof(SessionBody))]
internal sealed partial class DirectLineJson : JsonSerializerContext;
