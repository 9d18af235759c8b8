using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IntakeBot.Functions.Telemetry;

/// <summary>
/// Spans are always made, so that a petition's trace (its envelope's <c>traceparent</c>) goes on through the case even when nobody collects; they are sent when
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.
/// </summary>
internal static class TelemetrySetUp
{
    public const string Name = "IntakeBot";

    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        var collected = !string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("intakebot-functions"))
            .WithTracing(tracing =>
            {
                tracing.AddSource(Name);
                if (!collected) return;
                // The host's pings would be the bulk of all spans.
                tracing.AddAspNetCoreInstrumentation(o => o.Filter = context => HttpMethods.IsPost(context.Request.Method));
                tracing.AddNpgsql().AddOtlpExporter();
            })
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Name);
                if (collected) metrics.AddOtlpExporter();
            });
    }
}
