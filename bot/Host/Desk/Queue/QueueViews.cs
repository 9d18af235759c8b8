using IntakeBot.Casework.Cases;

namespace IntakeBot.Host.Desk.Queue;

/// <summary>ByStation: how much lies at each desk of the area, instead of a list of cases.</summary>
public enum QueueTab { Mine, Station, Overdue, All, ByStation }

internal static class QueueTabCodes
{
    /// <summary>The word in the address.</summary>
    public static string Code(this QueueTab tab) => tab == QueueTab.ByStation ? "stations" : tab.ToString().ToLowerInvariant();
}

/// <summary>Parts of a list, in the order they are shown. Answer: one's own cases in which the resident waits for a word.</summary>
public enum QueuePart { Waiting, Answer, InHand, Over }

/// <summary>A desk that was called besides the case's own.</summary>
public sealed record CalledDesk(string StationId, DateTimeOffset At, double? DistanceM);

/// <summary>One line of the queue: no personal data.</summary>
public sealed record QueueRow(
    Guid Id, string Receipt, CaseState State, string StationId, double? DistanceM, bool PlaceKnown, string? OwnerId, string? OwnerName,
    string Urgency, string Leaf, string? Building, string? Community, string? Address,
    DateTimeOffset RoutedAt, DateTimeOffset DueAt, DateTimeOffset? ClaimedAt, DateTimeOffset? ClosedAt, string ConversationId)
{
    /// <summary>Desks called besides its own, in the order they were called.</summary>
    public IReadOnlyList<CalledDesk> Called { get; init; } = [];
    /// <summary>The call of the desk that is looked at; null: it was not called.</summary>
    public CalledDesk? Call { get; init; }
    /// <summary>Since when the resident waits for a word of the one who took it over.</summary>
    public DateTimeOffset? WaitingSince { get; init; }
    /// <summary>Those who wait longest stand first: one's own list.</summary>
    public bool AnswersFirst { get; init; }

    public QueuePart Part => ClosedAt is not null ? QueuePart.Over : ClaimedAt is null ? QueuePart.Waiting
        : AnswersFirst && WaitingSince is not null ? QueuePart.Answer : QueuePart.InHand;
    /// <summary>What the part is ordered by.</summary>
    public DateTimeOffset Key => Part == QueuePart.Answer ? WaitingSince!.Value : ClosedAt ?? ClaimedAt ?? DueAt;
    public QueueCursor Cursor => new(Part, Key, Id);
    /// <summary>Rings again when it comes anew, and when the desk is called to it.</summary>
    public DateTimeOffset RingsFor => Call?.At > DueAt ? Call.At : DueAt;
}

/// <summary>The last row of a page; the next page begins behind it, however many rows came or went before it.</summary>
public sealed record QueueCursor(QueuePart Part, DateTimeOffset Key, Guid Id);

/// <param name="More">Where the next page begins; null: this is the last. With a filter a page may be short and yet not the last.</param>
public sealed record QueuePageOf(IReadOnlyList<QueueRow> Rows, QueueCursor? More);

/// <summary>How many open cases each tab holds, counted up to <see cref="QueueReader.CountLimit"/>.</summary>
public sealed record QueueCounts(int Mine, int Station, int Overdue, int All, int Waiting)
{
    public static readonly QueueCounts None = new(0, 0, 0, 0, 0);
}

/// <summary>What lies open at one desk.</summary>
public sealed record StationLoad(string StationId, int Waiting, int Overdue, int InHand);

/// <summary>Somebody who has cases in hand.</summary>
public sealed record QueueOwner(string Id, string Name);
