using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Handoff;
using IntakeBot.Casework.Parking;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntakeBot.Casework;

public static class CaseworkServices
{
    /// <summary>
    /// Registers casework. The host adds what is its own: an <see cref="IPersonalDataProtector"/> (only where cases are read
    /// or moved by people) and any number of <see cref="ICaseSignal"/>. Configuration: <c>Store:*</c>, <c>Data:Directory</c>,
    /// <c>Places:BuildingsFile</c>, <c>Casework:ContentDirectory</c>.
    /// </summary>
    public static IServiceCollection AddCasework(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(configuration);
        services.AddLogging();
        services.TryAddSingleton(_ => StoreOptions.From(configuration));
        services.TryAddSingleton<CaseworkStore>();
        services.TryAddSingleton<StoreTransactions, OwnTransactions>();
        services.TryAddSingleton(_ => new CaseworkContentSource(CaseworkContent.Load(configuration["Casework:ContentDirectory"] ?? CaseworkContent.DefaultDirectory)));
        services.TryAddSingleton<PlacesSource>();
        // Made by hand, so that a host without a protector still passes the container's check at start.
        services.TryAddSingleton(s => new CaseService(s.GetRequiredService<CaseworkStore>(), s.GetRequiredService<CaseworkContentSource>(),
            s.GetRequiredService<PlacesSource>(), s.GetRequiredService<IPersonalDataProtector>(), s.GetServices<ICaseSignal>(), s.GetRequiredService<TimeProvider>(), s.GetService<ICategoryBook>()));
        services.TryAddSingleton(s => new CaseReader(
            s.GetRequiredService<CaseworkStore>(), s.GetRequiredService<PlacesSource>(), s.GetRequiredService<IPersonalDataProtector>()));
        services.TryAddSingleton<OpenCases>();
        services.TryAddSingleton<RoutePetition>();
        services.TryAddSingleton<ParkPoison>();
        services.TryAddSingleton<SweepCases>();
        services.TryAddSingleton<DutyBook>();
        return services;
    }

    /// <summary>
    /// Before the first message: migrates the store, seeds stations into an empty one, loads the places and watches them.
    /// </summary>
    public static async Task StartCaseworkAsync(this IServiceProvider services, CancellationToken cancellation = default)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var db = services.GetRequiredService<CaseworkStore>().Open();
        await using (db.ConfigureAwait(false)) await StoreMigrator.MigrateAsync(db, time, cancellation).ConfigureAwait(false);

        var places = services.GetRequiredService<PlacesSource>();
        var file = services.GetRequiredService<IConfiguration>()["Places:BuildingsFile"];
        await places.LoadAsync(string.IsNullOrWhiteSpace(file) ? null : file, cancellation).ConfigureAwait(false);
        places.Watch();
    }
}
