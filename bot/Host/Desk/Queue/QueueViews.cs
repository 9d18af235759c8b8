using IntakeBot.Casework.Cases;

namespace IntakeBot.Host.Desk.Queue;

public enum QueueTab { Mine, Station, Overdue, All }

/// <summary>Parts of a list, in the order they are shown.</summary>
public enum QueuePart { Waiting, InHand, Over }

/// <summary>One line of the queue: no personal data.</summary>
public sealed record QueueRow(
    Guid Id, string Receipt, CaseState State, string StationId, double? DistanceM, bool PlaceKnown, string? OwnerId, string? OwnerName,
    string Urgency, string Leaf, string? Building, string? Community, string? Address,
    DateTimeOffset RoutedAt, DateTimeOffset DueAt, DateTimeOffset? ClaimedAt, DateTimeOffset? ClosedAt)
{
    public QueuePart Part => ClosedAt is not null ? QueuePart.Over : ClaimedAt is null ? QueuePart.Waiting : QueuePart.InHand;
    /// <summary>What the part is ordered by.</summary>
    public DateTimeOffset Key => ClosedAt ?? ClaimedAt ?? DueAt;
    public QueueCursor Cursor => new(Part, Key, Id);
}

/// <summary>The last row of a page; the next page begins behind it, however many rows came or went before it.</summary>
public sealed record QueueCursor(QueuePart Part, DateTimeOffset Key, Guid Id);

/// <param name="More">Where the next page begins; null: this is the last.</param>
public sealed record QueuePageOf(IReadOnlyList<QueueRow> Rows, QueueCursor? More);

/// <summary>How many open cases each tab holds, counted up to <see cref="QueueReader.CountLimit"/>.</summary>
public sealed record QueueCounts(int Mine, int Station, int Overdue, int All, int Waiting);
