using System.Text.Json.Serialization;

namespace IntakeBot.Load.Bare;

// The Activity schema as far as the flow uses it, read and written by generated code: what any .NET bot has to do at least.

internal sealed record BareActivity
{
    public string? Type { get; init; }
    public string? Id { get; init; }
    public DateTimeOffset? Timestamp { get; init; }
    public string? LocalTimestamp { get; init; }
    public string? ServiceUrl { get; init; }
    public string? ChannelId { get; init; }
    public BareAccount? From { get; init; }
    public BareAccount? Recipient { get; init; }
    public BareAccount? Conversation { get; init; }
    public string? DeliveryMode { get; init; }
    public string? Locale { get; init; }
    public string? Text { get; init; }
    public string? TextFormat { get; init; }
    public string? InputHint { get; init; }
    public string? ReplyToId { get; init; }
    public IReadOnlyList<BareAccount>? MembersAdded { get; init; }
    public BareActions? SuggestedActions { get; init; }
    public BareChannelData? ChannelData { get; init; }
}

internal sealed record BareAccount(string? Id, string? Name = null, string? Role = null);

internal sealed record BareActions(IReadOnlyList<string> To, IReadOnlyList<BareAction> Actions);

internal sealed record BareAction(string Type, string Title, string Value);

internal sealed record BareChannelData(BareIntake? Intake);

internal sealed record BareIntake(string State, string? Asking, string? Receipt);

internal sealed record BareAnswer(IReadOnlyList<BareActivity> Activities);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BareActivity))]
[JsonSerializable(typeof(BareAnswer))]
internal sealed partial class BareJson : JsonSerializerContext;
