using IntakeBot.Functions.Running;

namespace IntakeBot.Functions.StartUp;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: 503 until work began, then 200; "degraded" and what is away.</summary>
internal static class HealthEndpoints
{
    public static void Map(WebApplication app)
    {
        var health = app.Services.GetRequiredService<WorkHealth>();
        app.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        app.MapGet("/health/ready", () => Results.Json(
            new { status = !health.Ready ? "starting" : health.Troubles.Count > 0 ? "degraded" : "ready", troubles = health.Troubles },
            statusCode: health.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable));
    }
}
