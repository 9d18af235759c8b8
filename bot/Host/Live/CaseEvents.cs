using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;

namespace IntakeBot.Host.Live;

/// <summary>What other systems hear of cases: that something happened and where, never who the resident is or what was said.</summary>
internal static class CaseEvents
{
    /// <summary>Kinds of the timeline that are told. Who looked at a case is our own business.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "received", "routed", "rerouted", "called", "overdue", "claimed", "contacted", "handling", "ordered", "settled", "unsettled", "handed-back", "released", "transferred",
        "phoned", "noted", "revised", "supplemented", "merged", "unmerged", "withdrawn", "closed", "rated", "reopened",
    ];

    private static readonly HashSet<string> s_silent = new(StringComparer.Ordinal) { "opened", "looked" };

    public static bool IsTold(string kind) => !s_silent.Contains(kind);

    /// <param name="station">Its name.</param>
    /// <param name="receipt">Only for those who may read cases: it is the resident's secret.</param>
    public static CaseEvent Of(CaseEventRow entry, CaseRow found, string station, bool receipt) => new(
        entry.Seq, found.Id, receipt ? found.Receipt : null, entry.Kind, entry.ToState.Code(), found.StationId, station, found.Urgency, found.Leaf, ChinaTime.Of(entry.At));
}

/// <summary>One entry of a case's timeline as other systems hear of it.</summary>
/// <param name="Seq">Number of the entry; grows.</param>
/// <param name="Kind">routed, claimed, transferred, closed ...</param>
/// <param name="State">Of the case after it.</param>
/// <param name="StationId">Where the case lies now.</param>
public sealed record CaseEvent(
    long Seq, Guid CaseId, string? Receipt, string Kind, string State, string StationId, string Station, string Urgency, string Leaf, DateTimeOffset At);
