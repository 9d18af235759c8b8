using IntakeBot.Host.Live;
using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Webhooks;

/// <summary>Events of cases for foreign systems that want to be called.</summary>
internal static class WebhooksFeature
{
    /// <exception cref="SettingException">A setting that must not be used in earnest, or that makes no sense.</exception>
    public static IHostApplicationBuilder AddWebhooks(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        if (builder.Configuration.GetValue<bool>("Webhooks:AllowInsecure") && !builder.Environment.IsDevelopment())
            throw new SettingException("Webhooks:AllowInsecure is for trying out: leave it out, or start with --environment Development.");
        var addresses = new SafeAddresses(builder.Configuration);
        services.Configure<WebhookOptions>(builder.Configuration.GetSection("Webhooks"));
        services.AddSingleton(addresses);
        // Redirects are not followed, no proxy is asked: both could lead to where nobody may be called. Loggers would write urls.
        services.AddHttpClient(WebhookSender.Client, client => client.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(2), ConnectCallback = addresses.ConnectAsync,
            });
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookSignal>();
        services.AddSingleton<WebhookBook>();
        services.AddSingleton<WebhookQueue>();
        services.AddSingleton<WebhookTrial>();
        services.AddSingleton<ICaseListener, WebhookWatch>();
        services.AddHostedService<WebhookPump>();
        return builder;
    }
}
