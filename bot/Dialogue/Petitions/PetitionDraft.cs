namespace IntakeBot.Dialogue.Petitions;

/// <summary>
/// What a conversation has gathered of one matter. The host turns it into the published contract
/// <c>petition/1</c>; this library does not know that contract.
/// </summary>
public sealed record PetitionDraft
{
    public required Guid Id { get; init; }
    public required string Receipt { get; init; }
    /// <summary>consult, request, complaint, report, suggestion.</summary>
    public required string Kind { get; init; }
    public required DraftCategory Category { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public string? Wish { get; init; }
    public DraftTime? When { get; init; }
    public required DraftPlace Where { get; init; }
    public DraftAmount? Amount { get; init; }
    public DraftPeople? People { get; init; }
    public DraftCounterparty? Counterparty { get; init; }
    public required DraftReporter Reporter { get; init; }
    public required DraftUrgency Urgency { get; init; }
    public IReadOnlyList<DraftAttachment> Attachments { get; init; } = [];
    public DraftConsent? Consent { get; init; }
    public required string Language { get; init; }
    public required string Flow { get; init; }
    public required int FlowVersion { get; init; }
}

/// <param name="Leaf">A code of the taxonomy, e.g. <c>rental.deposit</c>.</param>
/// <param name="ConfirmedBy">model, resident or staff.</param>
public sealed record DraftCategory(string Leaf, double Confidence, string ConfirmedBy, IReadOnlyList<DraftAlternative> Alternatives);
public sealed record DraftAlternative(string Leaf, double Confidence);
public sealed record DraftTime(string Text, string? Timex, DateTimeOffset? Start, DateTimeOffset? End, bool Recurring);
/// <param name="Source">qr, shared, typed, none.</param>
/// <param name="Datum">WGS84, GCJ02 or BD09: as the channel gave the point.</param>
public sealed record DraftPlace(string Source, string? Building = null, string? Address = null, string? Detail = null,
    double? Latitude = null, double? Longitude = null, string? Datum = null, string? Community = null);
public sealed record DraftAmount(decimal Value, bool Approximate, string Currency = "CNY");
public sealed record DraftPeople(int Count, bool Approximate, IReadOnlyList<string> Representatives);
public sealed record DraftCounterparty(string Kind, string? Name = null, string? Phone = null);
/// <param name="Phone">E.164.</param>
public sealed record DraftReporter(bool Anonymous, string? Name = null, string? Phone = null);
/// <param name="Level">emergency, urgent, normal.</param>
public sealed record DraftUrgency(string Level, IReadOnlyList<string> Reasons);
public sealed record DraftAttachment(string Id, string ContentType, long Bytes, string Sha256);
public sealed record DraftConsent(string Notice, DateTimeOffset At);
