using IntakeBot.Casework;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Handoff;
using IntakeBot.Casework.Parking;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;
using IntakeBot.Functions.Live;
using IntakeBot.Functions.Running;

namespace IntakeBot.Functions.StartUp;

/// <summary>The handlers of casework under the names of their folders.</summary>
internal static class Handlers
{
    /// <exception cref="SettingException">The store's settings are wrong.</exception>
    public static void Add(IServiceCollection services, IConfiguration configuration, string folder)
    {
        services.AddCasework(configuration);
        if (Store(configuration) is { Provider: StoreProvider.Postgres } store)
        {
            services.AddSingleton(s => new CaseNotices(store, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<CaseNotices>>()));
            services.AddSingleton<ICaseSignal>(s => s.GetRequiredService<CaseNotices>());
            services.AddHostedService(s => s.GetRequiredService<CaseNotices>());
        }
        services.AddSingleton(s =>
        {
            var time = s.GetRequiredService<TimeProvider>();
            var route = s.GetRequiredService<RoutePetition>();
            var park = s.GetRequiredService<ParkPoison>();
            var sweep = s.GetRequiredService<SweepCases>();
            return new FunctionSet(folder,
                (nameof(RoutePetition), (message, cancellation) => route.HandleAsync(message!, cancellation)),
                (nameof(ParkPoison), (message, cancellation) => park.HandleAsync(message!, cancellation)),
                (nameof(SweepCases), (_, cancellation) => sweep.HandleAsync(time.GetUtcNow(), cancellation)));
        });
    }

    private static StoreOptions Store(IConfiguration configuration)
    {
        try
        {
            return StoreOptions.From(configuration);
        }
        catch (InvalidOperationException wrong)
        {
            throw new SettingException(wrong.Message);
        }
    }
}
