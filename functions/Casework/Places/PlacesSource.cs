using IntakeBot.Casework.Content;
using IntakeBot.Casework.Places.Sample;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace IntakeBot.Casework.Places;

/// <summary>
/// Holds the snapshot everybody reads. Stations and shifts live in the database; a change adds a row to
/// <c>places_versions</c>, and within 20 seconds, or at once through <see cref="RefreshAsync"/>, the snapshot is swapped.
/// </summary>
public sealed partial class PlacesSource(CaseworkStore store, CaseworkContentSource content, TimeProvider time, ILogger<PlacesSource> log) : IDisposable
{
    public static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim loading = new(1, 1);
    private volatile PlacesSnapshot? current;
    private ITimer? timer;

    /// <exception cref="InvalidOperationException">Nothing was loaded yet.</exception>
    public PlacesSnapshot Current => current ?? throw new InvalidOperationException("the places are not loaded yet");

    public bool IsLoaded => current is not null;

    /// <summary>Raised after a swap.</summary>
    public event Action<PlacesSnapshot>? Swapped;

    /// <summary>
    /// Loads the first snapshot; seeds the stations of the sample district when the database has none.
    /// </summary>
    /// <param name="buildingsFile">A CSV of real buildings; null: the generated sample.</param>
    public async Task LoadAsync(string? buildingsFile, CancellationToken cancellation)
    {
        var sample = SampleDistrict.Generate(content.Current);
        var gazetteer = buildingsFile is null ? sample.Gazetteer : BuildingsCsv.Read(buildingsFile, content.Current);
        var db = store.Open();
        await using (db.ConfigureAwait(false))
        {
            if (!await db.Stations.AnyAsync(cancellation).ConfigureAwait(false))
                await PlacesSeed.WriteAsync(db, SampleStations.Of(content.Current, sample), time.GetUtcNow(), cancellation).ConfigureAwait(false);
            await SwapAsync(db, gazetteer, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Starts looking for changes.</summary>
    public void Watch() => timer ??= time.CreateTimer(_ => _ = CheckAsync(), null, CheckEvery, CheckEvery);

    /// <summary>Reads stations and rosters again if they changed; true when the snapshot was swapped.</summary>
    public async Task<bool> RefreshAsync(CancellationToken cancellation = default)
    {
        await loading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var db = store.Open();
            await using (db.ConfigureAwait(false))
            {
                if (await VersionAsync(db, cancellation).ConfigureAwait(false) == Current.Version) return false;
                await SwapAsync(db, Current.Gazetteer, cancellation).ConfigureAwait(false);
                return true;
            }
        }
        finally
        {
            loading.Release();
        }
    }

    public void Dispose()
    {
        timer?.Dispose();
        loading.Dispose();
    }

    private async Task CheckAsync()
    {
        try
        {
            if (await RefreshAsync().ConfigureAwait(false)) LogSwapped(Current.Version, Current.Stations.Count);
        }
#pragma warning disable CA1031 // a timer has nobody to throw to; the old snapshot stays and the next tick tries again
        catch (Exception unavailable)
#pragma warning restore CA1031
        {
            LogUnavailable(unavailable);
        }
    }

    private async Task SwapAsync(CaseworkDb db, Gazetteer gazetteer, CancellationToken cancellation)
    {
        // The version is read first: a change in between is then seen at the next check.
        var version = await VersionAsync(db, cancellation).ConfigureAwait(false);
        var stations = await db.Stations.AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false);
        var shifts = (await db.Shifts.AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false))
            .ToLookup(s => s.StationId, s => new Shift(s.Days, s.FromMinute, s.ToMinute));
        int Community(string? code) => gazetteer.Communities.Index().Where(c => c.Item.Code == code).Select(c => c.Index).FirstOrDefault(-1);
        int Subdistrict(string? code) => gazetteer.Subdistricts.Index().Where(s => s.Item.Code == code).Select(s => s.Index).FirstOrDefault(-1);

        var snapshot = new PlacesSnapshot(gazetteer, stations.Select(s => new Station(s.Id, s.Name, s.Level, Community(s.Community),
            Subdistrict(s.Subdistrict), new GeoPoint(s.Latitude, s.Longitude), s.LoadLimit, s.Active, s.Synthetic, new DutyHours(shifts[s.Id]))),
            content.Current.Calendar, version);
        current = snapshot;
        Swapped?.Invoke(snapshot);
    }

    private static async Task<long> VersionAsync(CaseworkDb db, CancellationToken cancellation) =>
        await db.PlacesVersions.MaxAsync(v => (long?)v.Id, cancellation).ConfigureAwait(false) ?? 0;

    [LoggerMessage(Level = LogLevel.Information, Message = "Places version {Version} is in use: {Stations} active stations")]
    private partial void LogSwapped(long version, int stations);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Places could not be read again; the old ones stay")]
    private partial void LogUnavailable(Exception unavailable);
}
