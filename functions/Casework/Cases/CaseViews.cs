using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;

namespace IntakeBot.Casework.Cases;

/// <summary>Which cases a desk wants to see; every given condition must hold.</summary>
public sealed record CaseFilter
{
    /// <summary>Desks the reader may see; null = all (district level, administrators).</summary>
    public IReadOnlyCollection<string>? StationIds { get; init; }
    /// <summary>Only those this member of staff owns.</summary>
    public string? OwnerId { get; init; }
    /// <summary>Only unclaimed ones past their time.</summary>
    public bool OverdueOnly { get; init; }
    /// <summary>true: only those over; false: only those that still want something; null: both.</summary>
    public bool? Over { get; init; } = false;
    public string? Leaf { get; init; }
    public string? Urgency { get; init; }
    public string? Receipt { get; init; }
    public string? Building { get; init; }
}

/// <param name="Number">From 0.</param>
public sealed record PageOf(int Number = 0, int Size = 50);

public sealed record CasePage(IReadOnlyList<CaseRow> Cases, int Total);

/// <param name="Petition">null when the petition's row is missing or unreadable: the case is shown all the same.</param>
public sealed record CaseDetail(CaseRow Case, Petition? Petition, string? ClosingSentence, IReadOnlyList<TimelineEntry> Timeline)
{
    /// <summary>What staff set right, oldest first.</summary>
    public IReadOnlyList<FactChange> Facts { get; init; } = [];

    /// <summary>Which supplements residents of cases that were merged into this one wrote.</summary>
    public IReadOnlyList<FromMerged> FromMerged { get; init; } = [];

    /// <summary>What counts now.</summary>
    public string? Fact(string field) => CaseFacts.Current(field, Case, Petition, Facts.LastOrDefault(f => f.Field == field));
}

/// <param name="At">Of the supplement.</param>
/// <param name="CaseId">The merged case it was said about.</param>
public sealed record FromMerged(DateTimeOffset At, Guid CaseId, string Receipt);

/// <param name="Comment">In the words of a person; null when there is none or it can no longer be read.</param>
public sealed record TimelineEntry(CaseEventRow Event, string? Comment);

/// <summary>What a resident may see of a case: no names beyond the one who answers, no reasons, no notes.</summary>
/// <param name="State">Code of the state, e.g. <c>routed</c>.</param>
/// <param name="Owner">Name of the member of staff who took it over.</param>
/// <param name="ClosingSentence">What staff wrote for the resident when closing.</param>
public sealed record CaseProgress(
    Guid PetitionId, string Receipt, string State, string Station, string? Owner, bool Overdue, DateTimeOffset SubmittedAt,
    DateTimeOffset UpdatedAt, DateTimeOffset DueAt, string? Outcome, string? ClosingSentence, IReadOnlyList<ProgressStep> Steps, string? Leaf = null);

/// <param name="Kind">Kind of the timeline entry: received, routed, claimed, handed-back, closed ...</param>
public sealed record ProgressStep(DateTimeOffset At, string Kind);

/// <param name="PetitionId">Of the oldest one.</param>
/// <param name="Count">How many there are, the oldest included.</param>
public sealed record SameCases(Guid PetitionId, DateTimeOffset SubmittedAt, int Count);
