using IntakeBot.Host.Desk;
using IntakeBot.Host.Live;
using IntakeBot.Host.ResidentPage;

namespace IntakeBot.Host.StartUp;

/// <summary>Puts the program together, feature by feature. Tests build the same application and may change the builder before it is built.</summary>
internal static class IntakeApp
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? customise = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<ChangeFeed>();
        builder.AddDesk().AddResidentPage();
        customise?.Invoke(builder);

        var app = builder.Build();
        app.MapResidentPage();
        app.MapDesk();
        return app;
    }
}
