namespace IntakeBot.Host.Desk;

/// <summary>The staff's pages.</summary>
internal static class DeskFeature
{
    public static IHostApplicationBuilder AddDesk(this IHostApplicationBuilder builder) => builder;

    public static WebApplication MapDesk(this WebApplication app) => app;
}
