using System.Net;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Live;
using IntakeBot.Host.Outbox;

namespace IntakeBot.Host.BotFramework;

/// <summary>The channels of the Bot Framework: activities come to <c>POST /api/messages</c>, answers go to the channel's Connector.</summary>
internal static class BotFrameworkFeature
{
    public const string Path = "/api/messages";
    public const string MetadataClient = "botframework.metadata";

    /// <exception cref="StartUp.SettingException">Settings that cannot work.</exception>
    public static WebApplicationBuilder AddBotFramework(this WebApplicationBuilder builder)
    {
        if (BotFrameworkSettings.From(builder.Configuration, builder.Environment.IsDevelopment()) is not { } settings) return builder;
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(s => new ChannelKeys(Keys(s, settings.Metadata)));
        services.AddSingleton(s => new EntraKeys(Keys(s, settings.EntraMetadata)));
        services.AddSingleton<TokenCheck>();
        services.AddSingleton<ConnectorTokens>();
        services.AddSingleton<ConnectorClient>();
        services.AddSingleton<LastHeard>();
        services.AddSingleton<IncomingFiles>();
        services.AddSingleton<HandoffReports>();
        if (builder.Configuration.GetValue("BotFramework:HandoffEvents", true))
        {
            services.AddSingleton<HandoffNews>();
            services.AddSingleton<ICaseListener>(s => s.GetRequiredService<HandoffNews>());
            services.AddHostedService(s => s.GetRequiredService<HandoffNews>());
        }

        services.AddSingleton<ConnectorPush>();
        services.AddSingleton<IPushChannel>(s => s.GetRequiredService<ConnectorPush>());
        services.AddSingleton<PatientTurns>();
        services.AddHostedService(s => s.GetRequiredService<PatientTurns>());
        services.AddSingleton<MessagesEndpoint>();
        foreach (var client in (string[])[MetadataClient, ConnectorTokens.Client, ConnectorClient.Client])
        {
            services.AddHttpClient(client, http => http.Timeout = Timeout.InfiniteTimeSpan)
                // A redirect would carry secrets to where nobody allowed them to go.
                .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    ConnectTimeout = TimeSpan.FromSeconds(3),
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    AutomaticDecompression = DecompressionMethods.All,
                })
                .RemoveAllLoggers();
        }

        var reachable = new PublicAddresses(loopback: settings.Development);
        services.AddHttpClient(IncomingFiles.Client, http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                // A proxy would look the name up again by itself.
                UseProxy = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                ConnectCallback = reachable.ConnectAsync,
            })
            .AddHttpMessageHandler(s => new RetriedRequests(s.GetRequiredService<TimeProvider>()))
            .RemoveAllLoggers();
        return builder;
    }

    public static WebApplication MapBotFramework(this WebApplication app)
    {
        if (app.Services.GetService<MessagesEndpoint>() is not { } messages) return app;
        app.MapMethods(Path, ["HEAD"], () => Results.Ok()).ExcludeFromDescription();
        app.MapPost(Path, messages.PostAsync).ExcludeFromDescription();
        // Said here, because the pages' own routes would say something else.
        app.Map(Path, (HttpContext context) =>
        {
            context.Response.Headers.Allow = "HEAD, POST";
            return Results.StatusCode(405);
        }).ExcludeFromDescription();
        return app;
    }

    private static SigningKeys Keys(IServiceProvider services, string metadata)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        return new(
            metadata, services.GetRequiredService<IHttpClientFactory>().CreateClient(MetadataClient), OutgoingCalls.Pipeline(clock, TimeSpan.FromSeconds(4)),
            httpsOnly: !services.GetRequiredService<BotFrameworkSettings>().Development, clock, services.GetRequiredService<ILogger<SigningKeys>>());
    }
}
