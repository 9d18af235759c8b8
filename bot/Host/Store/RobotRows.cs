using IntakeBot.Host.Robots;

namespace IntakeBot.Host.Store;

/// <summary>A robot in a work group of staff. Address and secret are sealed: whoever has them can write to the group.</summary>
internal sealed class RobotRow
{
    public Guid Id { get; set; }
    public required string Name { get; set; }
    /// <summary>The desk whose cases it tells of.</summary>
    public required string StationId { get; set; }
    /// <summary>Also of the cases of all desks beneath that one.</summary>
    public bool Area { get; set; }
    public RobotKind Kind { get; set; }
    public required byte[] Address { get; set; }
    public byte[]? Secret { get; set; }
    public int PerMinute { get; set; }
    public bool Enabled { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    /// <summary>The memory of the pace, see <see cref="RobotPace"/>.</summary>
    public DateTimeOffset PacedUntil { get; set; }
    /// <summary>Until when one replica alone sends to it, and which.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }
    public string? Lease { get; set; }
    public DateTimeOffset? TriedAt { get; set; }
    /// <summary>Not to be tried before, after failures.</summary>
    public DateTimeOffset? NextAt { get; set; }
    public int Failures { get; set; }
    /// <summary>Since when nothing arrived although it was tried; null: the last one arrived.</summary>
    public DateTimeOffset? FailingSince { get; set; }
    public string? Reason { get; set; }
    public DateTimeOffset? SentAt { get; set; }
}

/// <summary>One piece of news for one robot: of one entry of a case's timeline, once.</summary>
internal sealed class RobotMessageRow
{
    public long Id { get; set; }
    public Guid RobotId { get; set; }
    public Guid CaseId { get; set; }
    public long EventSeq { get; set; }
    /// <summary>Kind of the timeline entry.</summary>
    public required string Kind { get; set; }
    public bool Emergency { get; set; }
    public RobotMessageState State { get; set; }
    public int Attempts { get; set; }
    /// <summary>Why it did not arrive the last time.</summary>
    public string? Reason { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset NextAt { get; set; }
    public DateTimeOffset? SentAt { get; set; }
}

internal enum RobotMessageState
{
    Waiting,
    Sent,
    /// <summary>By the time it could be told it was no news any more.</summary>
    Outdated,
}
