using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Handoff;

/// <summary>
/// Waiting cases of desks that have closed, for the night or for good, go to who is on duty now. The other way round nothing moves: what a
/// level's desk has taken on while everything was closed stays there when a station opens, because somebody looks at it already and a
/// move would start its clock anew. Only once nobody took it over in time is the station called as well (<see cref="NewlyOnDuty"/>).
/// </summary>
internal static class Rerouting
{
    public static Task<IReadOnlyList<WaitingCase>> FindAsync(WaitingCases waiting, SweepNow at, CancellationToken cancellation)
    {
        var places = at.Places;
        // The district's desk is the last one: it keeps what it has, also when its roster has a gap.
        var manned = places.Stations.Where(s => places.IsOnDuty(s, at.Now) || s.Index == places.DistrictDesk).Select(s => s.Id).ToList();
        return waiting.FindAsync(cases => cases.Where(c => !manned.Contains(c.StationId)), cancellation);
    }

    public static async Task<bool> MoveAsync(CaseworkDb db, CaseRow row, SweepNow at, OpenCases open)
    {
        var (places, words) = (at.Places, at.Rules.Routing);
        var matter = StoredMatter.Of(row, places);
        var decision = Router.Route(places, matter, at.Now, at.Loads);
        if (decision.Station.Id == row.StationId) return false;

        var why = words.Reason(places, matter, decision, at.Now, at.Loads);
        var closed = places.FindStation(row.StationId);
        row.Reason = closed is not null
            ? words.StationClosed(closed.Name, why)
            : words.StationGone(await db.Stations.Where(s => s.Id == row.StationId).Select(s => s.Name).SingleOrDefaultAsync().ConfigureAwait(false) ?? row.StationId, why);
        (row.StationId, row.Level, row.PlaceKnown) = (decision.Station.Id, decision.Level, decision.PlaceKnown);
        row.DistanceM = double.IsNaN(decision.Metres) ? null : decision.Metres;
        (row.RoutedAt, row.UpdatedAt) = (at.Now, at.Now);
        // The desk has its full time, as with every transfer. What is late already stays late, and its escalation goes on.
        if (row.OverdueAt is null && row.DueAt > at.Now) row.DueAt = at.Now + at.Rules.Targets.ToTakeOver(row.Urgency);
        await db.CaseDesks.Where(d => d.CaseId == row.Id && d.StationId == row.StationId).ExecuteDeleteAsync().ConfigureAwait(false);
        db.CaseEvents.Add(at.Event(row, "rerouted", row.Reason));
        open.Add(row.StationId);
        return true;
    }
}
