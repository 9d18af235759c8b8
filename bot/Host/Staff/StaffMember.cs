namespace IntakeBot.Host.Staff;

/// <summary>The one who acts at the desk: goes to the timeline, and as the sender's name to the resident.</summary>
/// <param name="Id">Id of the <see cref="StaffAccount"/>.</param>
/// <param name="Name">e.g. 李工.</param>
/// <param name="StationId">null for administrators.</param>
/// <param name="StationName">Short name, e.g. 塘尾站; empty without a station.</param>
public sealed record StaffMember(string Id, string Name, StaffRole Role, string? StationId, string StationName)
{
    /// <summary>Version of the case that the action rests upon: when it has changed since, nothing is done. null: whatever it is.</summary>
    public long? Seen { get; init; }
    /// <summary>From where it is done, as the timeline says it: desk or api.</summary>
    public string Origin => Api.Keys.KeyUser.IsAgent(Id) ? "api" : "desk";
    /// <summary>As the resident sees it: 塘尾站 李工.</summary>
    public string Signature => StationName.Length == 0 ? Name : $"{StationName} {Name}";
}
