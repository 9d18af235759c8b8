using IntakeBot.Host.Channels;
using IntakeBot.Host.WeChat.Api;
using IntakeBot.Host.WeChat.Door;
using IntakeBot.Host.WeChat.Quota;
using IntakeBot.Host.WeChat.Wording;

namespace IntakeBot.Host.WeChat;

/// <summary>The service account. Where none is set up nothing of it is there, not even its address.</summary>
internal static class WeChatFeature
{
    /// <summary>Name of the channel in conversations and petitions.</summary>
    public const string Channel = "wechat";

    public static IHostApplicationBuilder AddWeChat(this IHostApplicationBuilder builder)
    {
        if (WeChatSettings.From(builder.Configuration, builder.Environment.IsDevelopment()) is not { } settings) return builder;

        var services = builder.Services;
        services.AddSingleton(settings);
        // The access token stands in addresses: they are not logged, and nowhere followed to.
        services.AddHttpClient(ApiCalls.Client, http => http.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(3) });
        services.AddSingleton<ApiCalls>();
        services.AddSingleton<ApiClient>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<WeChatApi>();
        services.AddSingleton<Quotas>();
        services.AddSingleton<TextForm>();
        services.AddSingleton<OutgoingTexts>();
        services.AddSingleton<Notices>();
        services.AddSingleton<Holds>();
        services.AddSingleton<WeChatPush>();
        services.AddSingleton<IPushBudget, WeChatBudget>();
        services.AddSingleton<IPushChannel>(s => s.GetRequiredService<WeChatPush>());
        services.AddSingleton<MediaIntake>();
        services.AddSingleton<InboundReader>();
        services.AddSingleton<InboundTurn>();
        services.AddSingleton<Deliveries>();
        services.AddHostedService(s => s.GetRequiredService<Deliveries>());
        services.AddSingleton<Envelope>();
        services.AddSingleton<PassiveAnswers>();
        services.AddSingleton<WeChatEndpoint>();
        return builder;
    }

    public static WebApplication MapWeChat(this WebApplication app)
    {
        if (app.Services.GetService<WeChatEndpoint>() is not { } endpoint) return app;
        // Routing takes the closing slash or leaves it, and never redirects: a redirect breaks WeChat's verification.
        app.MapGet("/wechat", endpoint.VerifyAsync).ExcludeFromDescription();
        app.MapPost("/wechat", endpoint.ReceiveAsync).ExcludeFromDescription();
        return app;
    }
}
