using System.Diagnostics;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Places;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Staff;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Load.Queue;

/// <summary>Everything that is measured on one filled store.</summary>
internal sealed class QueueBench(WebApplication app, int readings)
{
    private static readonly string[] s_searches = ["拖欠工资", "塘尾 押金", "半夜装修", "没有这样的事"];
    private readonly List<(string Role, StaffAccount Account, string Password)> _people = [];
    private readonly List<(string Role, DeskViewer Viewer)> _viewers = [];

    /// <summary>Hires one person of each role and fills the store.</summary>
    /// <returns>How long the filling took.</returns>
    public async Task<TimeSpan> PrepareAsync(int cases, CancellationToken cancellation)
    {
        var places = app.Services.GetRequiredService<PlacesSource>().Current;
        var station = places.Stations.First(s => s.Level == CaseLevel.Station);
        foreach (var (role, desk) in (ValueTuple<StaffRole, Station?>[])
        [
            (StaffRole.Clerk, station), (StaffRole.Lead, station), (StaffRole.Subdistrict, places.Stations.First(s => s.Level == CaseLevel.Subdistrict && s.Subdistrict == station.Subdistrict)),
            (StaffRole.District, places.Stations.First(s => s.Level == CaseLevel.District)), (StaffRole.Administrator, null),
        ])
        {
            await HireAsync(role, desk?.Id, cancellation);
        }
        var began = Stopwatch.GetTimestamp();
        await QueueStore.FillAsync(app.Services, cases, TimeProvider.System.GetUtcNow(), _people[0].Account.Id, station.Id);
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Counts and rows, every role and list, each reading one page deeper.</summary>
    public Task<IReadOnlyList<QueueFigure>> ReadAsync(bool filters = true) => QueueMeasure.ReadAsync(app.Services.GetRequiredService<QueueReader>(), _viewers, readings, filters);

    /// <summary>Pages as a browser opens them: the document, its circuit, and the list with its rows.</summary>
    /// <returns>The document alone, and all of it until the list is there.</returns>
    public async Task<(IReadOnlyList<QueueFigure> Documents, IReadOnlyList<QueueFigure> Lists)> BrowseAsync(CancellationToken cancellation, params IReadOnlyList<string> tabs)
    {
        var server = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var protocol = app.Services.GetServices<IHubProtocol>().First(p => p.Name == "blazorpack");
        var (documents, lists) = (new List<QueueFigure>(), new List<QueueFigure>());
        foreach (var (role, account, password) in _people.Where(person => person.Role is "clerk" or "subdistrict" or "district"))
        {
            using var browser = await QueueBrowser.SignInAsync(server, protocol, account.UserName!, password, cancellation);
            foreach (var tab in tabs)
            {
                var took = new List<(double Document, double List)>();
                for (var reading = -10; reading < readings; reading++)
                {
                    var (document, list) = await browser.OpenAsync("/desk?tab=" + tab, cancellation);
                    if (reading >= 0) took.Add((document.TotalMilliseconds, list.TotalMilliseconds));
                }
                documents.Add(QueueFigure.Of(role, tab, took.Select(t => t.Document)));
                lists.Add(QueueFigure.Of(role, tab, took.Select(t => t.List)));
            }
        }
        return (documents, lists);
    }

    /// <summary>Search for words, which opens sealed petitions; the page goes on answering meanwhile.</summary>
    public async Task<IReadOnlyList<QueueFigure>> SearchAsync(CancellationToken cancellation)
    {
        var search = app.Services.GetRequiredService<QueueSearch>();
        var figures = new List<QueueFigure>();
        foreach (var (role, viewer) in _viewers)
        {
            var took = new List<double>();
            // Nothing is promised of it, and one takes as long as twenty lists.
            for (var reading = 0; reading < Math.Max(1, readings / 4); reading++)
            {
                var began = Stopwatch.GetTimestamp();
                await search.FindAsync(viewer, s_searches[reading % s_searches.Length], cancellation);
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            figures.Add(QueueFigure.Of(role, "words in the text", took));
        }
        return figures;
    }

    private async Task HireAsync(StaffRole role, string? station, CancellationToken cancellation)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var (account, password) = (new StaffAccount("load-" + role.ToString().ToLowerInvariant()) { DisplayName = "李工", Role = role, StationId = station }, NewStaff.Password());
        if (!(await scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>().CreateAsync(account, password)).Succeeded)
            throw new InvalidOperationException("An account for the measurement could not be made.");
        _people.Add((role.ToString().ToLowerInvariant(), account, password));
        _viewers.Add((role.ToString().ToLowerInvariant(), await app.Services.GetRequiredService<DeskAccess>().ViewerAsync(account, cancellation)));
    }
}
