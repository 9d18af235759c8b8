using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Content;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace IntakeBot.Casework.Handoff;

/// <summary>
/// The function <c>SweepCases</c>: asks what is due now, never what became due since the last tick, so that a missed or a
/// doubled tick does no harm. Marks cases nobody took over in time, once, and gives cases of stations that are gone to others.
/// </summary>
public sealed partial class SweepCases(
    CaseworkStore store, PlacesSource places, OpenCases open, CaseworkContentSource content, IEnumerable<ICaseSignal> signals, ILogger<SweepCases> log)
{
    /// <summary>At most so many of each kind in one sweep; the next one goes on.</summary>
    private const int Batch = 500;
    private readonly ICaseSignal[] signals = [.. signals];

    public async Task<HandlerOutcome> HandleAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var changed = new List<Guid>();
            foreach (var (id, version) in await StrandedAsync(cancellation).ConfigureAwait(false))
                if (await RerouteAsync(id, version, now, cancellation).ConfigureAwait(false)) changed.Add(id);
            foreach (var id in await OverdueAsync(now, cancellation).ConfigureAwait(false))
                if (await MarkAsync(id, now, cancellation).ConfigureAwait(false)) changed.Add(id);
            foreach (var id in changed)
                foreach (var signal in signals) signal.Changed(id);
            if (changed.Count > 0) LogSwept(changed.Count);
            return HandlerOutcome.Finished;
        }
        catch (Exception failure) when (DbFailures.IsBusy(failure))
        {
            return HandlerOutcome.TooBusy;
        }
        catch (Exception failure) when (DbFailures.IsStore(failure))
        {
            return new HandlerOutcome.Retry(failure.GetType().Name);
        }
    }

    private async Task<List<Guid>> OverdueAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var db = store.Open();
        await using (db.ConfigureAwait(false))
            return await db.Cases.Where(c => c.ClosedAt == null && c.ClaimedAt == null && c.DueAt <= now && c.OverdueAt == null)
                .OrderBy(c => c.DueAt).Take(Batch).Select(c => c.Id).ToListAsync(cancellation).ConfigureAwait(false);
    }

    private Task<bool> MarkAsync(Guid id, DateTimeOffset now, CancellationToken cancellation) => store.InTransactionAsync(null, async db =>
    {
        // Conditional, so that of two sweeps, or a sweep and a claim, one comes first.
        var won = await db.Cases.Where(c => c.Id == id && c.ClosedAt == null && c.ClaimedAt == null && c.OverdueAt == null && c.DueAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.OverdueAt, now).SetProperty(c => c.UpdatedAt, now)
                .SetProperty(c => c.Version, c => c.Version + 1), cancellation).ConfigureAwait(false);
        if (won == 0) return false;
        var state = await db.Cases.Where(c => c.Id == id).Select(c => c.State).SingleAsync(cancellation).ConfigureAwait(false);
        db.CaseEvents.Add(Event(id, "overdue", state, null, now));
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        return true;
    }, cancellation);

    /// <summary>Unclaimed cases at stations that are no longer active.</summary>
    private async Task<List<(Guid Id, long Version)>> StrandedAsync(CancellationToken cancellation)
    {
        var active = places.Current.Stations.Select(s => s.Id).ToList();
        var db = store.Open();
        await using (db.ConfigureAwait(false))
        {
            var found = await db.Cases.Where(c => c.ClosedAt == null && c.ClaimedAt == null && !active.Contains(c.StationId))
                .OrderBy(c => c.DueAt).Take(Batch).Select(c => new { c.Id, c.Version }).ToListAsync(cancellation).ConfigureAwait(false);
            return [.. found.Select(c => (c.Id, c.Version))];
        }
    }

    private async Task<bool> RerouteAsync(Guid id, long version, DateTimeOffset now, CancellationToken cancellation)
    {
        var loads = await open.CountAsync(places.Current, cancellation).ConfigureAwait(false);
        return await RerouteAsync(id, version, loads, now, cancellation).ConfigureAwait(false);
    }

    private Task<bool> RerouteAsync(Guid id, long version, StationLoads loads, DateTimeOffset now, CancellationToken cancellation) => store.InTransactionAsync(null, async db =>
    {
        if (await db.Cases.SingleOrDefaultAsync(c => c.Id == id && c.Version == version && c.ClaimedAt == null, cancellation).ConfigureAwait(false) is not { } row) return false;
        var (snapshot, rules) = (places.Current, content.Current);
        var matter = Stored(row, snapshot);
        var decision = Router.Route(snapshot, matter, now, loads);
        var gone = await db.Stations.Where(s => s.Id == row.StationId).Select(s => s.Name).SingleOrDefaultAsync(cancellation).ConfigureAwait(false);
        row.Reason = rules.Routing.StationGone(gone ?? row.StationId, rules.Routing.Reason(snapshot, matter, decision, now, loads));
        (row.StationId, row.Level, row.PlaceKnown) = (decision.Station.Id, decision.Level, decision.PlaceKnown);
        row.DistanceM = double.IsNaN(decision.Metres) ? null : decision.Metres;
        (row.RoutedAt, row.UpdatedAt, row.OverdueAt, row.DueAt, row.Version) = (now, now, null, now + rules.Targets.ToTakeOver(row.Urgency), version + 1);
        db.CaseEvents.Add(Event(id, "rerouted", row.State, row.Reason, now));
        try
        {
            await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false; // claimed meanwhile
        }
    }, cancellation);

    /// <summary>The matter as the case remembers it; the petition itself may be unreadable here.</summary>
    private static Matter Stored(CaseRow row, PlacesSnapshot places)
    {
        var gazetteer = places.Gazetteer;
        var named = gazetteer.FindCommunity(row.Community);
        var matter = row is { Latitude: { } lat, Longitude: { } lon }
            ? Matter.At(gazetteer, new GeoPoint(lat, lon))
            : new Matter(PlaceSource.None, default, named, named < 0 ? -1 : gazetteer.Communities[named].Subdistrict);
        return matter with { Accused = Accused.FromIds(Exclusions.Of(row), places) };
    }

    private static CaseEventRow Event(Guid id, string kind, CaseState state, string? reason, DateTimeOffset now) => new()
    {
        CaseId = id,
        At = now,
        Actor = Actor.SystemId,
        Kind = kind,
        FromState = state,
        ToState = state,
        Reason = reason,
        Origin = "timer",
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Swept: {Count} cases marked overdue or rerouted")]
    private partial void LogSwept(int count);
}
