namespace IntakeBot.Host.Desk.Wording;

/// <summary>Filters, search and marks of the queue.</summary>
internal sealed class BoardTexts
{
    public required string ByStation { get; set; }
    public required string Filters { get; set; }
    public required string FiltersOn { get; set; }
    public required string ClearFilters { get; set; }
    public required string Any { get; set; }
    public required string Urgency { get; set; }
    public required string Group { get; set; }
    public required string Kind { get; set; }
    public required string Level { get; set; }
    public required string Station { get; set; }
    public required string Owner { get; set; }
    public required string PlaceUnknown { get; set; }
    public required string From { get; set; }
    public required string To { get; set; }
    public required string EmptyFiltered { get; set; }
    public required string Window { get; set; }
    public required string Called { get; set; }
    public required string CalledWhy { get; set; }
    public required string AlsoCalled { get; set; }
    public required string EscalatedTo { get; set; }
    public required string OverdueSign { get; set; }
    public required string OverdueBy { get; set; }
    public required string Answer { get; set; }
    public required string AnswerSince { get; set; }
    public required string Searching { get; set; }
    public required string StopSearch { get; set; }
    public required string Found { get; set; }
    public required string FoundCut { get; set; }
    public required string SearchOlder { get; set; }
    public required string SearchTime { get; set; }
    public required string WaitingCount { get; set; }
    public required string OverdueCount { get; set; }
    public required string InHandCount { get; set; }
    public required string EmptyStations { get; set; }
}
