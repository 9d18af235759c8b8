using System.Collections.Frozen;
using static IntakeBot.Casework.Cases.CaseState;

namespace IntakeBot.Casework.Cases;

/// <summary>The one table of allowed moves.</summary>
public static class CaseMoves
{
    private static readonly FrozenDictionary<CaseState, CaseState[]> Table = new Dictionary<CaseState, CaseState[]>
    {
        [Received] = [Routed, Withdrawn, Merged],
        // routed to routed: to another station
        [Routed] = [Routed, Claimed, Withdrawn, Merged],
        // claimed and on, back to routed: handed back or transferred
        [Claimed] = [Routed, Contacted, Handling, Ordered, Settled, Unsettled, Closed, Withdrawn, Merged],
        [Contacted] = [Routed, Handling, Ordered, Settled, Unsettled, Closed, Withdrawn, Merged],
        [Handling] = [Routed, Contacted, Ordered, Settled, Unsettled, Closed, Withdrawn, Merged],
        [Ordered] = [Routed, Handling, Settled, Unsettled, Closed, Withdrawn, Merged],
        [Settled] = [Routed, Closed, Reopened],
        [Unsettled] = [Routed, Handling, Ordered, Closed, Reopened],
        [Closed] = [Reopened],
        [Reopened] = [Routed, Claimed, Withdrawn, Merged],
        [Withdrawn] = [Reopened],
        [Merged] = [Reopened],
    }.ToFrozenDictionary();

    public static bool Allows(CaseState from, CaseState to) => Array.IndexOf(Table[from], to) >= 0;

    public static IReadOnlyList<CaseState> From(CaseState state) => Table[state];

    /// <summary>All states from which <paramref name="to"/> may be reached.</summary>
    public static CaseState[] Before(CaseState to) => [.. Table.Keys.Where(from => Allows(from, to)).Order()];

    /// <summary>Nothing more is expected of staff.</summary>
    public static bool IsOver(CaseState state) => state is Closed or Withdrawn or Merged;
}
