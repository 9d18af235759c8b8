using System.Diagnostics.Metrics;

namespace IntakeBot.Host.Telemetry;

internal static class Meters
{
    private static readonly Meter Meter = new(Spans.Name);

    public static readonly Counter<long> Turns = Meter.CreateCounter<long>("intakebot.turns", description: "Turns committed");
    public static readonly Counter<long> Conflicts = Meter.CreateCounter<long>("intakebot.turns.conflicts", description: "Turns computed again because the conversation had changed");
    public static readonly Counter<long> Limited = Meter.CreateCounter<long>("intakebot.requests.limited", description: "Requests refused by a rate limit");
    public static readonly Counter<long> Relayed = Meter.CreateCounter<long>("intakebot.outbox.sent", description: "Petitions handed to the queue");
    public static readonly Counter<long> RelayFailures = Meter.CreateCounter<long>("intakebot.outbox.failures", description: "Tries to hand over a petition that failed");
    public static readonly Counter<long> Pushed = Meter.CreateCounter<long>("intakebot.channels.pushed", description: "Messages pushed to channels");
    public static readonly Counter<long> PushFailures = Meter.CreateCounter<long>("intakebot.channels.failures", description: "Deliveries to channels that failed unexpectedly");
    public static readonly Histogram<double> RelayDelay = Meter.CreateHistogram<double>("intakebot.outbox.delay", "ms", "From the commit of a petition to the queue");
}
