using System.Diagnostics;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IntakeBot.Host.Telemetry;

/// <summary>
/// Traces and metrics go to an OTLP collector when one is named (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>), metrics to
/// <c>/metrics</c> when <c>Telemetry:Prometheus</c> is true. Otherwise nothing is collected and nothing printed.
/// </summary>
internal static class TelemetryFeature
{
    public static IHostApplicationBuilder AddTelemetry(this IHostApplicationBuilder builder)
    {
        Remember();
        var collected = builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        var scraped = builder.Configuration.GetValue<bool>("Telemetry:Prometheus");
        if (!collected && !scraped) return builder;

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("intakebot"));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Spans.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation();
            if (collected) metrics.AddOtlpExporter();
            if (scraped) metrics.AddPrometheusExporter();
        });
        if (!collected) return builder;
        telemetry.WithTracing(traces => traces
            .AddSource(Spans.Name)
            .AddAspNetCoreInstrumentation(web => web.EnrichWithHttpRequest = Redact)
            .AddHttpClientInstrumentation(calls => calls.EnrichWithHttpRequestMessage = Redact)
            .AddNpgsql()
            .AddOtlpExporter());
        return builder;
    }

    public static WebApplication MapTelemetry(this WebApplication app)
    {
        if (app.Configuration.GetValue<bool>("Telemetry:Prometheus")) app.MapPrometheusScrapingEndpoint("/metrics");
        return app;
    }

    /// <summary>Receipts and signed codes are secrets that stand in a path: they never get into a trace.</summary>
    internal static void Redact(Activity span, HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        if (path.StartsWith("/api/petitions/", StringComparison.OrdinalIgnoreCase))
            span.SetTag("url.path", path.EndsWith("/progress", StringComparison.OrdinalIgnoreCase) ? "/api/petitions/{receipt}/progress" : "/api/petitions/{receipt}");
        else if (path.StartsWith("/q/", StringComparison.OrdinalIgnoreCase)) span.SetTag("url.path", "/q/{code}");
    }

    /// <summary>Of a call to others only the host: paths hold conversations of channels, and keys of robots.</summary>
    internal static void Redact(Activity span, HttpRequestMessage request)
    {
        if (request.RequestUri is { IsAbsoluteUri: true } url) span.SetTag("url.full", url.GetLeftPart(UriPartial.Authority) + "/");
    }

    // Even without a collector a petition carries the id of its trace to the case: a collector added tomorrow, or a look into
    // the store, then still finds what belongs together. Ids only, nothing is recorded.
    private static void Remember() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = source => source.Name == Spans.Name,
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    });
}
