namespace IntakeBot.Casework.Petitions;

/// <summary>The published contract <c>petition/1</c> (petition-1.schema.json): one matter, structured.</summary>
public sealed record Petition
{
    public const string Schema1 = "petition/1";

    public string Schema { get; init; } = Schema1;
    public required Guid Id { get; init; }
    public required string Receipt { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public required string Channel { get; init; }
    public required string Language { get; init; }
    /// <summary>consult, request, complaint, report, suggestion. A report is never shown to the one complained of.</summary>
    public required string Kind { get; init; }
    public required Category Category { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public string? Wish { get; init; }
    public When? When { get; init; }
    public required Where Where { get; init; }
    public Amount? Amount { get; init; }
    public People? People { get; init; }
    public Counterparty? Counterparty { get; init; }
    /// <summary>Never on the queue.</summary>
    public Reporter? Reporter { get; init; }
    public required Urgency Urgency { get; init; }
    public IReadOnlyList<PetitionAttachment>? Attachments { get; init; }
    public IReadOnlyList<Supplement>? Supplements { get; init; }
    public Consent? Consent { get; init; }
    public required ConversationLink Conversation { get; init; }
}

public sealed record Category(string Leaf, double Confidence, string ConfirmedBy, IReadOnlyList<Alternative>? Alternatives = null);
public sealed record Alternative(string Leaf, double Confidence);
public sealed record When(string Text, string? Timex = null, DateTimeOffset? Start = null, DateTimeOffset? End = null, bool Recurring = false);
public sealed record Where(string Source, string? Building = null, string? Address = null, string? Detail = null, Point? Point = null, string? Community = null);
/// <summary>Always WGS-84 in a petition; the datum is written beside it all the same.</summary>
public sealed record Point(double Lat, double Lon, string Datum = "WGS84");
public sealed record Amount(decimal Value, string Currency = "CNY", bool Approximate = false);
public sealed record People(int Count, bool Approximate = false, IReadOnlyList<string>? Representatives = null);
/// <param name="Phone">Never on the queue.</param>
public sealed record Counterparty(string Kind, string? Name = null, string? Phone = null);
public sealed record Reporter(bool Anonymous, string? Name = null, string? Phone = null);
public sealed record Urgency(string Level, IReadOnlyList<string>? Reasons = null);
public sealed record PetitionAttachment(string Id, string ContentType, long Bytes, string Sha256);
/// <param name="Mark">One of <see cref="SupplementMarks"/>; null: more of the same matter.</param>
public sealed record Supplement(DateTimeOffset At, string Text, IReadOnlyList<PetitionAttachment>? Attachments = null, string? Mark = null);
public sealed record Consent(string Notice, DateTimeOffset At);
public sealed record ConversationLink(string Id, string Flow, int FlowVersion);

/// <summary>What a supplement is besides more words. A code is never given another meaning.</summary>
public static class SupplementMarks
{
    /// <summary>The matter was put together with another one, and is not the same, says the resident.</summary>
    public const string AnotherMatter = "another-matter";
    /// <summary>It tells of danger.</summary>
    public const string Emergency = "emergency";
}
