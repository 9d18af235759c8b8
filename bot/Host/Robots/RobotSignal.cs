using IntakeBot.Host.Delivering;

namespace IntakeBot.Host.Robots;

/// <summary>There is news for robots in the table.</summary>
internal sealed class RobotSignal : LookSignal;
