using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Store;

namespace IntakeBot.Host.Robots;

/// <summary>Of which cases a robot tells.</summary>
internal static class RobotReach
{
    public static bool Covers(RobotRow robot, CaseRow found, PlacesSnapshot places) => Covers(robot.StationId, robot.Area, found, places);

    /// <summary>Those of a desk, or of all desks beneath as well; never those that complain of that desk.</summary>
    public static bool Covers(string stationId, bool beneath, CaseRow found, PlacesSnapshot places)
    {
        if (found.ExcludedStations?.Split(',').Contains(stationId) == true) return false;
        return stationId == found.StationId || (beneath && places.FindStation(stationId) is { } desk && places.Under(desk).Contains(found.StationId));
    }

    /// <summary>Of a desk called besides the case's own: its own robots. Those of the area were told that nobody took the case over.</summary>
    public static bool IsCalled(RobotRow robot, CaseRow found, IEnumerable<string> calledDesks, PlacesSnapshot places) =>
        calledDesks.Contains(robot.StationId) && !Covers(robot, found, places);
}
