using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Store;

namespace IntakeBot.Host.Robots;

/// <summary>Of which cases a robot tells.</summary>
internal static class RobotReach
{
    /// <summary>Those of its desk, or of all desks beneath as well; never those that complain of its desk.</summary>
    public static bool Covers(RobotRow robot, CaseRow found, PlacesSnapshot places)
    {
        if (found.ExcludedStations?.Split(',').Contains(robot.StationId) == true) return false;
        return robot.StationId == found.StationId
            || (robot.Area && places.FindStation(robot.StationId) is { } desk && places.Under(desk).Contains(found.StationId));
    }
}
