using System.Text.Json.Serialization;
using IntakeBot.Casework.Petitions;

namespace IntakeBot.Host.Api;

/// <summary>For the description of the interface: the members of petition/1 and <c>case</c>.</summary>
public sealed record PetitionAnswer(
    string Schema, Guid Id, string Receipt, DateTimeOffset SubmittedAt, string Channel, string Language, string Kind, Category Category, string Title,
    string Description, string? Wish, When? When, Where Where, Amount? Amount, People? People, Counterparty? Counterparty, Reporter? Reporter, Urgency Urgency,
    IReadOnlyList<PetitionAttachment>? Attachments, IReadOnlyList<Supplement>? Supplements, Consent? Consent, ConversationLink Conversation, CaseAnswer Case);

/// <param name="Level">station, hall, subdistrict or district.</param>
/// <param name="Reason">Why this station was chosen.</param>
/// <param name="DistanceMetres">From the matter to the station; absent when the place is unknown.</param>
public sealed record CaseAnswer(
    string State, StationAnswer Station, string Level, string Reason, double? DistanceMetres, string? Owner, string? Outcome, DateTimeOffset DueAt,
    IReadOnlyList<TimelineAnswer> Timeline);

public sealed record StationAnswer(string Id, string Name);
public sealed record TimelineAnswer(DateTimeOffset At, string Kind, string? From, string To, string? Who, string? Reason);

/// <param name="State">received, routed, claimed, contacted, handling, ordered, settled, unsettled, closed, reopened, withdrawn or merged.</param>
public sealed record ProgressAnswer(
    string State, string Station, string? Owner, bool Overdue, DateTimeOffset SubmittedAt, DateTimeOffset UpdatedAt, string? Outcome, string? ClosingSentence,
    IReadOnlyList<StepAnswer> Steps);

public sealed record StepAnswer(DateTimeOffset At, string Kind);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CaseAnswer))]
[JsonSerializable(typeof(ProgressAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
