using System.Diagnostics;

namespace IntakeBot.Casework;

internal static class Telemetry
{
    public static readonly ActivitySource Source = new("IntakeBot");
}
