using System.Diagnostics.Metrics;
using IntakeBot.Casework;

namespace IntakeBot.Functions.Telemetry;

internal static class IntakeMeters
{
    private static readonly Meter Meter = new(TelemetrySetUp.Name);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("intake.function.duration", "s", "Time to handle one message or tick");

    public static void Ended(string function, HandlerOutcome outcome, TimeSpan took) => Duration.Record(
        took.TotalSeconds, new KeyValuePair<string, object?>("function", function), new KeyValuePair<string, object?>("outcome", outcome.GetType().Name));
}
