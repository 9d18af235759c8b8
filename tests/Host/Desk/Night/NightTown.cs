using IntakeBot.Casework;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Handoff;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Duty;
using IntakeBot.Host.Links;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntakeBot.Host.Tests.Desk.Night;

/// <summary>
/// The running application on New Year's Eve: three stations within 500 m of a neighbourhood, all others closed. The clock is
/// the real one, put ahead.
/// </summary>
internal sealed class NightTown : IAsyncDisposable
{
    private const int Every = 255;
    private readonly ShiftedTime _time;
    private readonly GeoPoint _centre;

    private NightTown(TestBot bot, ShiftedTime time, IReadOnlyList<string> buildings, GeoPoint centre) =>
        (Bot, _time, Buildings, _centre) = (bot, time, buildings, centre);

    public TestBot Bot { get; }
    /// <summary>Codes of buildings around the centre, nearest first.</summary>
    public IReadOnlyList<string> Buildings { get; }
    /// <summary>100 m away, 18:00 to 23:00, and takes at most five.</summary>
    public string Evening { get; private set; } = "";
    /// <summary>200 m away, always open.</summary>
    public string Always { get; private set; } = "";
    /// <summary>300 m away, 20:00 to 04:00.</summary>
    public string Late { get; private set; } = "";
    public string Subdistrict { get; private set; } = "";
    public string District { get; private set; } = "";

    public DateTimeOffset Now => _time.GetUtcNow();

    public static async Task<NightTown> OpenAsync(string provider, DateTimeOffset begin)
    {
        var time = new ShiftedTime { Ahead = begin - TimeProvider.System.GetUtcNow() };
        var bot = await TestBot.StartAsync(await TestDatabase.CreateAsync(provider), owned: true, builder => builder.Services.AddSingleton<TimeProvider>(time));
        var places = bot.Get<PlacesSource>().Current.Gazetteer;
        var middle = places.FindBuilding(bot.Building)!;
        var near = Enumerable.Range(0, places.BuildingCount).Select(places.BuildingAt)
            .Where(b => b.Community == middle.Community).OrderBy(b => Geodesic.Metres(b.Point, middle.Point)).Take(60).Select(b => b.Code).ToList();
        var town = new NightTown(bot, time, near, middle.Point);
        await town.FurnishAsync();
        return town;
    }

    /// <summary>Puts the clock on to an hour of China, e.g. "2027-01-01 00:05".</summary>
    public Task UntilAsync(string local)
    {
        var left = DateTimeOffset.Parse(local + " +08:00", System.Globalization.CultureInfo.InvariantCulture) - Now;
        return left > TimeSpan.Zero ? AfterAsync(left) : throw new InvalidOperationException($"it is {Now:O} already");
    }

    /// <summary>Puts the clock on. What looks every so often looks at once: it would have, in so long a time.</summary>
    public async Task AfterAsync(TimeSpan time)
    {
        _time.Ahead += time;
        foreach (var clerk in AtTheirPages) await Bot.Get<DutyBook>().SeenAsync(clerk.Member.Id);
        (await Bot.Get<SweepCases>().HandleAsync(Now, default)).ShouldBe(HandlerOutcome.Finished);
        await Bot.App.Services.GetServices<IHostedService>().OfType<AbsentOwners>().Single().LookAsync(default);
    }

    /// <summary>Whose pages are open; others are not seen as time goes by.</summary>
    public List<NightClerk> AtTheirPages { get; } = [];

    public string Code(int building) => Bot.Get<SignedCodes>().Sign(Buildings[building]);

    public async Task<List<CaseRow>> CasesAsync()
    {
        await using var db = Bot.Get<CaseworkStore>().Open();
        return await db.Cases.AsNoTracking().OrderBy(c => c.SubmittedAt).ToListAsync();
    }

    public async Task<CaseRow> CaseAsync(string receipt) => await Running.Until.TrueAsync(async () =>
    {
        await using var db = Bot.Get<CaseworkStore>().Open();
        return (await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Receipt == receipt))!;
    }, row => row is not null);

    /// <summary>Waits until the case is as told: sweeps and watches run by themselves.</summary>
    public async Task<CaseRow> CaseAsync(Guid id, Func<CaseRow, bool> good, double seconds = 30) => await Running.Until.TrueAsync(async () =>
    {
        await using var db = Bot.Get<CaseworkStore>().Open();
        return await db.Cases.AsNoTracking().SingleAsync(c => c.Id == id);
    }, good, seconds);

    public async Task<List<string>> TimelineAsync(Guid id)
    {
        await using var db = Bot.Get<CaseworkStore>().Open();
        return await db.CaseEvents.Where(e => e.CaseId == id).OrderBy(e => e.Seq).Select(e => e.Kind).ToListAsync();
    }

    private async Task FurnishAsync()
    {
        await using (var db = Bot.Get<CaseworkStore>().Open())
        {
            var stations = (await db.Stations.ToListAsync()).Where(s => s.Level == CaseLevel.Station)
                .OrderBy(s => Geodesic.Metres(new(s.Latitude, s.Longitude), _centre)).Take(3).ToList();
            (Evening, Always, Late) = (stations[0].Id, stations[1].Id, stations[2].Id);
            Subdistrict = await db.Stations.Where(s => s.Level == CaseLevel.Subdistrict && s.Subdistrict == stations[0].Subdistrict).Select(s => s.Id).SingleAsync();
            District = await db.Stations.Where(s => s.Level == CaseLevel.District).Select(s => s.Id).SingleAsync();
            foreach (var (station, metres) in stations.Zip([100, 200, 300]))
            {
                // Northwards: a degree of latitude is 111 km everywhere.
                (station.Latitude, station.Longitude) = (_centre.Lat + metres / 111_000.0, _centre.Lon);
            }
            stations[0].LoadLimit = 5;
            var served = await db.Stations.Where(s => s.Level == CaseLevel.Station || s.Level == CaseLevel.Hall).Select(s => s.Id).ToListAsync();
            await db.Shifts.Where(s => served.Contains(s.StationId)).ExecuteDeleteAsync();
            db.Shifts.Add(new() { StationId = Evening, Days = Every, FromMinute = 18 * 60, ToMinute = 23 * 60 });
            db.Shifts.Add(new() { StationId = Always, Days = Every, FromMinute = 0, ToMinute = 1440 });
            db.Shifts.Add(new() { StationId = Late, Days = Every, FromMinute = 20 * 60, ToMinute = 28 * 60 });
            db.PlacesVersions.Add(new() { At = Now, Reason = "New Year's Eve" });
            await db.SaveChangesAsync();
        }
        await Bot.Get<PlacesSource>().RefreshAsync();
    }

    public ValueTask DisposeAsync() => Bot.DisposeAsync();
}
