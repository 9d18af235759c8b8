using IntakeBot.Casework.Cases;

namespace IntakeBot.Casework.Store;

/// <summary>A service point that takes cases.</summary>
public sealed class StationRow
{
    /// <summary>e.g. <c>ST-TW-03</c>, <c>HALL-TW</c>, <c>SUB-440311004</c>, <c>DISTRICT</c>.</summary>
    public required string Id { get; init; }
    public required string Name { get; set; }
    public required CaseLevel Level { get; set; }
    /// <summary>Code of the community; null for subdistrict and district desks.</summary>
    public string? Community { get; set; }
    /// <summary>Code of the subdistrict; null for the district desk.</summary>
    public string? Subdistrict { get; set; }
    /// <summary>WGS-84, degrees.</summary>
    public required double Latitude { get; set; }
    public required double Longitude { get; set; }
    /// <summary>Open cases up to which routing still chooses this station; 0 = no limit.</summary>
    public required int LoadLimit { get; set; }
    public required bool Active { get; set; }
    /// <summary>Generated, not a real place.</summary>
    public required bool Synthetic { get; set; }
}

/// <summary>Duty hours of a station: a stretch of minutes on each of some days.</summary>
public sealed class ShiftRow
{
    public long Id { get; init; }
    public required string StationId { get; init; }
    /// <summary>Bits: 1 Monday, 2 Tuesday ... 64 Sunday, 128 public holiday.</summary>
    public required int Days { get; set; }
    /// <summary>Minutes after midnight of the day it begins.</summary>
    public required int FromMinute { get; set; }
    /// <summary>Minutes after midnight of the day it begins; beyond 1440 it ends on the next day.</summary>
    public required int ToMinute { get; set; }
}

/// <summary>A member of staff at work: from signing on to signing off.</summary>
public sealed class DutySessionRow
{
    public long Id { get; init; }
    public required string StaffId { get; init; }
    /// <summary>As residents see it, e.g. 塘尾站 李工.</summary>
    public required string StaffName { get; set; }
    public required string StationId { get; set; }
    public required DateTimeOffset OnAt { get; init; }
    /// <summary>When a page of this person was last open; who is long gone is no longer on duty.</summary>
    public required DateTimeOffset SeenAt { get; set; }
    public DateTimeOffset? OffAt { get; set; }
    /// <summary>self, handover, lead, absent: how it ended.</summary>
    public string? OffBy { get; set; }
}

/// <summary>One row a change of stations or shifts; the highest id is the version that should be in memory.</summary>
public sealed class PlacesVersionRow
{
    public long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Reason { get; init; }
}
