using System.Net;
using IntakeBot.Functions.Declarations;
using IntakeBot.Functions.Invocations;
using IntakeBot.Functions.Polling;
using IntakeBot.Functions.Running;
using IntakeBot.Functions.Telemetry;
using Microsoft.Extensions.Hosting;

namespace IntakeBot.Functions.StartUp;

/// <summary>Puts the program together, in either mode.</summary>
internal static class FunctionsApp
{
    /// <summary>Where a Functions host finds host.json and the function folders; so do we.</summary>
    private static string Folder => AppContext.BaseDirectory;

    /// <summary>A Functions host gives a stopped handler 5 seconds.</summary>
    private static readonly TimeSpan HandlerGrace = TimeSpan.FromSeconds(4);

    public static WebApplication Build(string[] args, RunMode mode, CancellationToken stopping)
    {
        var builder = WebApplication.CreateBuilder(args);
        LogOutput.Configure(builder.Logging);
        var host = HostFile.Read(Folder, key => builder.Configuration["AzureFunctionsJobHost:" + key]);
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(host);
        services.AddSingleton<WorkHealth>();
        services.AddSingleton<Preparation>();
        services.AddSingleton(s => new FunctionRunner(host.Deadline, s.GetRequiredService<WorkHealth>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<FunctionRunner>>()));
        Handlers.Add(services, builder.Configuration, Folder);
        TelemetrySetUp.Add(services, builder.Configuration);

        if (mode.Port is { } port)
        {
            services.Configure<HostOptions>(o => o.ShutdownTimeout = HandlerGrace);
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Limits.MaxRequestBodySize = InvocationEndpoints.MaxBodyBytes;
                kestrel.Listen(IPAddress.Loopback, port);
            });
        }
        else
        {
            var polling = PollingOptions.From(builder.Configuration, host);
            services.AddSingleton(polling);
            services.AddSingleton<QueuePipelines>();
            services.AddHostedService<PollingService>();
            services.Configure<HostOptions>(o => o.ShutdownTimeout = polling.Grace + TimeSpan.FromSeconds(5));
            if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.WebHost.UseUrls("http://127.0.0.1:7072");
        }

        var app = builder.Build();
        HealthEndpoints.Map(app);
        if (mode.IsHandler)
            InvocationEndpoints.Map(app, app.Services.GetRequiredService<FunctionSet>(), app.Services.GetRequiredService<FunctionRunner>(), stopping);
        return app;
    }

    /// <summary>
    /// As a handler the port is bound only when a first invocation would succeed: the Functions host takes any answer for
    /// "ready". Alone, health is served at once, and the polling waits for the rest.
    /// </summary>
    public static async Task StartAsync(WebApplication app, RunMode mode, CancellationToken stopping)
    {
        if (mode.IsHandler)
        {
            await app.Services.GetRequiredService<Preparation>().RunAsync(stopping).ConfigureAwait(false);
            app.Services.GetRequiredService<WorkHealth>().IsReady();
        }
        await app.StartAsync(stopping).ConfigureAwait(false);
    }
}
