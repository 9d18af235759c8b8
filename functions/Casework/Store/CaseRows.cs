using IntakeBot.Casework.Cases;

namespace IntakeBot.Casework.Store;

/// <summary>The life of one petition after it was received. Changed only by conditional updates on state, owner and version.</summary>
public sealed class CaseRow
{
    /// <summary>The same as <see cref="PetitionId"/>: routing twice cannot make two cases.</summary>
    public required Guid Id { get; init; }
    public required Guid PetitionId { get; init; }
    public required string ConversationId { get; init; }
    public required string Receipt { get; init; }
    public required CaseState State { get; set; }
    public required string StationId { get; set; }
    public required CaseLevel Level { get; set; }
    /// <summary>Why it lies here, as a sentence for staff.</summary>
    public required string Reason { get; set; }
    /// <summary>Metres from the matter to the station; null when the place is unknown.</summary>
    public double? DistanceM { get; set; }
    /// <summary>False: no usable place was given, the desk shows "place unknown".</summary>
    public bool PlaceKnown { get; set; }
    public string? OwnerId { get; set; }
    public string? OwnerName { get; set; }
    /// <summary>normal, urgent, emergency.</summary>
    public required string Urgency { get; set; }
    public required string Leaf { get; set; }
    public required string Kind { get; set; }
    /// <summary>Where the matter is, as staff know it now; what the resident said stands in the petition.</summary>
    public string? Building { get; set; }
    public string? Community { get; set; }
    public string? Address { get; set; }
    /// <summary>WGS-84, degrees.</summary>
    public double? Latitude { get; set; }
    public double? Longitude { get; set; }
    /// <summary>Stations complained of, comma-separated: this case never goes there.</summary>
    public string? ExcludedStations { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
    public required DateTimeOffset RoutedAt { get; set; }
    /// <summary>When it must be taken over at the latest.</summary>
    public required DateTimeOffset DueAt { get; set; }
    /// <summary>When it was first past its time in this waiting; null again once somebody takes it over or it is sent on.</summary>
    public DateTimeOffset? OverdueAt { get; set; }
    /// <summary>How many steps of the escalation (<c>targets.yaml</c>) were taken while it waited this time.</summary>
    public int EscalationStep { get; set; }
    public DateTimeOffset? ClaimedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    /// <summary>A code of <c>outcomes.yaml</c>.</summary>
    public string? Outcome { get; set; }
    /// <summary>The sentence for the resident, protected.</summary>
    public string? ClosingSentence { get; set; }
    /// <summary>The case this one was merged into.</summary>
    public Guid? MergedInto { get; set; }
    /// <summary>1 to 5, as the resident rated.</summary>
    public int? Stars { get; set; }
    /// <summary>What the resident says: solved or not. Closed is not solved.</summary>
    public bool? Solved { get; set; }
    public string? Traceparent { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    /// <summary>Counts the changes; the compare-and-set token.</summary>
    public long Version { get; set; }
}

/// <summary>One entry of a case's timeline. Only ever added.</summary>
public sealed class CaseEventRow
{
    public long Seq { get; init; }
    public required Guid CaseId { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>resident, system, or the id of a member of staff.</summary>
    public required string Actor { get; init; }
    public string? ActorName { get; init; }
    /// <summary>received, routed, claimed, handed-back, transferred, closed, reopened, merged, unmerged, withdrawn, supplemented, rated, overdue ...</summary>
    public required string Kind { get; init; }
    public CaseState? FromState { get; init; }
    public required CaseState ToState { get; init; }
    /// <summary>Why, as a sentence or code of the system.</summary>
    public string? Reason { get; init; }
    /// <summary>Why, in the words of a person; protected.</summary>
    public string? Comment { get; init; }
    /// <summary>From where it was done: queue, desk, chat, api, timer.</summary>
    public required string Origin { get; init; }
}

/// <summary>A desk that was called besides the case's own while nobody took it over; gone when somebody does.</summary>
public sealed class CaseDeskRow
{
    public required Guid CaseId { get; init; }
    public required string StationId { get; init; }
    public required DateTimeOffset CalledAt { get; init; }
    /// <summary>Metres from the matter to that desk; null when the place is unknown.</summary>
    public double? DistanceM { get; init; }
}

/// <summary>A fact of the petition that staff set right. What the resident said stays in the petition; the newest row of a field counts.</summary>
public sealed class CaseFactRow
{
    public long Id { get; init; }
    public required Guid CaseId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Actor { get; init; }
    public string? ActorName { get; init; }
    /// <summary>A code of <c>CaseFacts</c>: category, urgency, kind, address ...</summary>
    public required string Field { get; init; }
    /// <summary>What stood there before, protected; null: nothing.</summary>
    public string? Before { get; init; }
    /// <summary>What counts from now on, protected; null: nothing.</summary>
    public string? After { get; init; }
}
