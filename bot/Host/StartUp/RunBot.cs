using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Host.Links;
using IntakeBot.Host.Staff;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IntakeBot.Host.StartUp;

/// <summary>Starts everything, says where it is, and runs until it is stopped.</summary>
internal static class RunBot
{
    public static async Task<int> RunAsync(string[] args)
    {
        var app = IntakeApp.Build(args);
        await using (app)
        {
            await IntakeApp.PrepareAsync(app);
            await app.StartAsync();
            await WelcomeAsync(app, Console.Out);
            // Reading and training leave a lot behind that is never needed again: given back once, while nobody waits.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            await app.WaitForShutdownAsync();
        }

        return 0;
    }

    public static async Task WelcomeAsync(WebApplication app, TextWriter output)
    {
        var url = Url(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>());
        var building = SampleBuilding(app.Services.GetRequiredService<PlacesSource>().Current, app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        await output.WriteLineAsync($"Resident page: {url}/q/{app.Services.GetRequiredService<SignedCodes>().Sign(building)}");
        await output.WriteLineAsync($"Desk: {url}/desk");

        await using var scope = app.Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<NewStaff>().FirstAsync() is { } password)
        {
            await output.WriteLineAsync($"Administrator: {NewStaff.Administrator}");
            await output.WriteLineAsync($"One-time password: {password}");
        }

        await output.FlushAsync();
    }

    /// <summary>A building with a station on duty near by, so that the first try shows the rule and not the exception.</summary>
    internal static string SampleBuilding(PlacesSnapshot places, DateTimeOffset now)
    {
        var gazetteer = places.Gazetteer;
        for (var i = 0; i < gazetteer.BuildingCount; i++)
        {
            if (Router.Route(places, Matter.At(gazetteer, i), now, StationLoads.None).Level == CaseLevel.Station) return gazetteer.BuildingAt(i).Code;
        }

        return gazetteer.BuildingAt(0).Code;
    }

    // What is bound to every address is reached as localhost from here.
    private static string Url(IServerAddressesFeature? addresses) =>
        (addresses?.Addresses.FirstOrDefault() ?? IntakeApp.DefaultUrl).Replace("://[::]", "://localhost", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal)
            .Replace("://*", "://localhost", StringComparison.Ordinal).TrimEnd('/');
}
