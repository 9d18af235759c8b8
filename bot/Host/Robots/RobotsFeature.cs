using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Robots;

internal static class RobotsFeature
{
    /// <exception cref="SettingException">A setting that must not be used in earnest.</exception>
    public static IHostApplicationBuilder AddRobots(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        if (builder.Configuration.GetValue<bool>("Robots:AllowLoopback") && !builder.Environment.IsDevelopment())
            throw new SettingException("Robots:AllowLoopback is for trying out: leave it out, or start with --environment Development.");
        services.Configure<RobotOptions>(builder.Configuration.GetSection("Robots"));
        // Redirects are not followed: they could lead away from the hosts that may be called. Loggers would write addresses.
        services.AddHttpClient(RobotSender.Client, RobotSender.Configure).RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5) });
        services.AddSingleton<RobotSender>();
        services.AddSingleton<RobotText>();
        services.AddSingleton<RobotBook>();
        services.AddSingleton<RobotQueue>();
        services.AddSingleton<RobotSignal>();
        services.AddSingleton<RobotTrial>();
        services.AddSingleton<RobotNotes>();
        services.AddHostedService<RobotWatch>();
        services.AddHostedService<RobotPump>();
        return builder;
    }
}
