using System.Diagnostics;

namespace IntakeBot.Host.Telemetry;

internal static class Spans
{
    public const string Name = "IntakeBot";

    public static readonly ActivitySource Source = new(Name);
}
