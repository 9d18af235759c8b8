namespace IntakeBot.Dialogue.Understanding.Evaluation;

/// <summary>What <see cref="Evaluator"/> found. A figure is null when no row carries the label it needs.</summary>
public sealed record EvaluationReport
{
    public required int Rows { get; init; }
    /// <summary>Share of labelled rows whose best guess is right, 0 to 1.</summary>
    public double? Top1 { get; init; }
    public double? Top3 { get; init; }
    public double? MacroF1 { get; init; }
    /// <summary>Expected calibration error of the best guess over ten bins of confidence.</summary>
    public double? Ece { get; init; }
    /// <summary>Share of rows on which the reader says that it is unsure.</summary>
    public double? Unsure { get; init; }
    public EmergencyFigures? Emergency { get; init; }
    /// <summary>Share of rows with the right level of the three.</summary>
    public double? UrgencyExact { get; init; }
    /// <summary>Share of rows whose sum is exactly the labelled one; rows with a leaf and no sum must have none found.</summary>
    public double? AmountExact { get; init; }
    public double? PeopleExact { get; init; }
    public required TimeFigures Microseconds { get; init; }
    public IReadOnlyList<LabelFigures> PerLabel { get; init; } = [];
    /// <summary>Pairs confused, most frequent first.</summary>
    public IReadOnlyList<ConfusedPair> Confusion { get; init; } = [];
    /// <summary>Rows judged wrong in any way, with what was expected and found.</summary>
    public IReadOnlyList<MissedRow> Missed { get; init; } = [];
}

/// <param name="Recall">Share of the emergencies that were seen as such.</param>
/// <param name="FalseAlarms">Share of the other rows that were taken for one.</param>
public sealed record EmergencyFigures(int Rows, double? Recall, double? FalseAlarms);
public sealed record TimeFigures(double Median, double P99, double Max);
public sealed record LabelFigures(string Label, int Rows, double Precision, double Recall, double F1);
public sealed record ConfusedPair(string Expected, string Found, int Count);
/// <param name="What">category, emergency, urgency, amount or people.</param>
public sealed record MissedRow(string Text, string What, string Expected, string Found);
