using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntakeBot.Dialogue.Turns;

/// <summary>
/// What every answer carries in <c>channelData.intake</c>; the members from <see cref="Asking"/> to <see cref="Options"/> only
/// on questions. Clients may ignore it; tests, analytics and the simulator live on it.
/// </summary>
public sealed record IntakeData
{
    /// <summary>The slot asked for.</summary>
    public string? Asking { get; init; }
    public string? Flow { get; init; }
    public string? Step { get; init; }
    /// <summary>collecting, confirming, submitted, handedOff or closed.</summary>
    public required string State { get; init; }
    public IReadOnlyList<IntakeOption>? Options { get; init; }
    public string? Receipt { get; init; }
    public string? Urgency { get; init; }
    /// <summary>The resident asked for larger type.</summary>
    public bool? LargeType { get; init; }
}

/// <param name="Value">What the option means; the title is what comes back when it is tapped.</param>
public sealed record IntakeOption(string Value, string Title);

public sealed record IntakeChannelData(IntakeData Intake);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IntakeChannelData))]
[JsonSerializable(typeof(string))]
internal sealed partial class IntakeJson : JsonSerializerContext
{
    private static IntakeJson? s_relaxed;

    public static IntakeJson Relaxed => s_relaxed ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = null,
    });

    public static JsonElement Element(IntakeData data) => JsonSerializer.SerializeToElement(new IntakeChannelData(data), Relaxed.IntakeChannelData);
    public static IntakeData? Read(JsonElement channelData) => channelData.TryGetProperty("intake", out _) ? channelData.Deserialize(Relaxed.IntakeChannelData)!.Intake : null;
    public static JsonElement Element(string text) => JsonSerializer.SerializeToElement(text, Relaxed.String);
}
