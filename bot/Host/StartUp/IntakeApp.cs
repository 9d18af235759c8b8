using IntakeBot.Casework;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Api;
using IntakeBot.Host.BotFramework;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Chat;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk;
using IntakeBot.Host.DirectLine;
using IntakeBot.Host.Files;
using IntakeBot.Host.Health;
using IntakeBot.Host.Links;
using IntakeBot.Host.Outbox;
using IntakeBot.Host.Posters;
using IntakeBot.Host.ResidentPage;
using IntakeBot.Host.Robots;
using IntakeBot.Host.Security;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Store;
using IntakeBot.Host.Telemetry;
using IntakeBot.Host.Webhooks;
using IntakeBot.Host.WeChat;

namespace IntakeBot.Host.StartUp;

/// <summary>Puts the program together, feature by feature. Tests build the same application and may change the builder before it is built.</summary>
internal static class IntakeApp
{
    public const string DefaultUrl = "http://localhost:3978";

    /// <exception cref="SettingException">A setting cannot work.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? customise = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = ContentRoot(),
            // Pages and component assets are found by this name, also when a test is the program that runs.
            ApplicationName = typeof(IntakeApp).Assembly.GetName().Name,
        });
        builder.ConfigureHost();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddStore();
        builder.Services.AddCasework(builder.Configuration);
        builder.AddConversations().AddConversationStore(StoreFeature.Options(builder.Configuration).Provider);
        builder.Services.AddSingleton<SignedCodes>();
        builder.Services.AddSingleton<PosterRun>();
        builder.Services.AddSingleton<Devices>();
        builder.AddRateLimits().AddChannels().AddDirectLine().AddFiles().AddOutbox().AddApi().AddHealth().AddTelemetry().AddStaff().AddRobots().AddWebhooks();
        builder.AddDesk().AddResidentPage();
        builder.AddBotFramework();
        builder.AddWeChat();
        customise?.Invoke(builder);

        return builder.Build();
    }

    private static void Map(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseSecurityHeaders();
        app.UseReferencePolicy();
        // A phone that is gone without a word gives its socket back within a minute.
        app.UseWebSockets(new() { KeepAliveInterval = TimeSpan.FromSeconds(20), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
        app.UseRouting();
        app.UseCors();
        // Its limiters lock: only the few doors that are limited go through them, no message does.
        app.UseWhen(context => context.GetEndpoint()?.Metadata.GetMetadata<LimitedAs>() is not null, limited => limited.UseRateLimiter());
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapDirectLine();
        app.MapBotFramework();
        app.MapWeChat();
        app.MapChat();
        app.MapFiles();
        app.MapApi();
        app.MapHealth();
        app.MapTelemetry();
        app.MapResidentPage();
        app.MapDesk();
    }

    /// <summary>Everything that must be there before the first request: schema, keys, places, content; then the routes.</summary>
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancellation = default)
    {
        var services = app.Services;
        // Read and trained while the database is prepared.
        var content = Task.Run(() => services.GetRequiredService<Dialogue.Turns.DialogueEngine>(), cancellation);
        await PrepareStoreAsync(app, cancellation);
        await content;
        Map(app);
    }

    /// <summary>What the verbs need that neither talk nor listen: schema, keys, places.</summary>
    public static async Task PrepareStoreAsync(WebApplication app, CancellationToken cancellation)
    {
        var services = app.Services;
        await using (var db = services.GetRequiredService<HostDbFactory>().CreateDbContext()) await StoreMigrator.MigrateAsync(db, services.GetRequiredService<TimeProvider>(), cancellation);
        await services.StartCaseworkAsync(cancellation);
        await services.GetRequiredService<ServerKeys>().LoadAsync(cancellation);
    }

    // A published program finds its pages beside itself, wherever it is started; a built one finds them in its manifest.
    private static string? ContentRoot() => Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null;
}
