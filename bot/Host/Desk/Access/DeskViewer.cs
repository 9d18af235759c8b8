using IntakeBot.Casework.Store;
using IntakeBot.Host.Staff;

namespace IntakeBot.Host.Desk.Access;

/// <summary>Who looks, and at which desks' cases.</summary>
/// <param name="Stations">null: all.</param>
public sealed record DeskViewer(StaffMember Member, IReadOnlyList<string>? Stations)
{
    public bool IsAdministrator => Member.Role == StaffRole.Administrator;
    /// <summary>One desk only: no tab for the rest of the area is needed.</summary>
    public bool HasArea => Member.Role is not (StaffRole.Clerk or StaffRole.Lead);

    /// <summary>A case is never shown to the station it complains of, whatever the level of the one who looks.</summary>
    /// <param name="called">Desks called besides the case's own; they see it while nobody took it over.</param>
    public bool MaySee(CaseRow found, IEnumerable<string>? called = null) =>
        (Stations is null || Stations.Contains(found.StationId)
            || (found is { ClaimedAt: null, ClosedAt: null } && called?.Any(Stations.Contains) == true))
        && (Member.StationId is null || found.ExcludedStations?.Split(',').Contains(Member.StationId) != true);
}
