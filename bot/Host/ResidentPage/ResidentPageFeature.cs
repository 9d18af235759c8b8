namespace IntakeBot.Host.ResidentPage;

/// <summary>The page behind the QR code at the door.</summary>
internal static class ResidentPageFeature
{
    public static IHostApplicationBuilder AddResidentPage(this IHostApplicationBuilder builder) => builder;

    public static WebApplication MapResidentPage(this WebApplication app) => app;
}
