using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Handoff;

/// <summary>
/// A case that is late and that no station on duty nearby has: when a shift begins, or a station has room again, the nearest one is called
/// as well. Whoever has it keeps it, so nothing is lost and no clock starts anew.
/// </summary>
internal sealed class NewlyOnDuty
{
    private const int MostAtOnce = 2000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private DateTimeOffset lookedAt;
    private string lookedWith = "";

    /// <summary>Looks whenever other stations are on duty than at the last look, and every minute besides, because room comes and goes.</summary>
    public async Task<IReadOnlyList<WaitingCase>> FindAsync(WaitingCases waiting, SweepNow at, CancellationToken cancellation)
    {
        var (places, now) = (at.Places, at.Now);
        var onDuty = $"{places.Version}:" + string.Concat(places.Stations.Select(s => places.IsOnDuty(s, now) ? '1' : '0'));
        if (onDuty == lookedWith && (now - lookedAt).Duration() < Every) return [];
        var late = await waiting.ReadAsync(async (db, cases) => await cases.Where(c => c.OverdueAt != null && c.EscalationStep > 0 && c.Latitude != null)
            .OrderBy(c => c.DueAt).Take(MostAtOnce).Select(c => new { Case = c, Desks = db.CaseDesks.Where(d => d.CaseId == c.Id).Select(d => d.StationId).ToList() })
            .AsNoTracking().ToListAsync(cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        (lookedAt, lookedWith) = (now, onDuty);
        return [.. late.Where(c => Find(c.Case, c.Desks, at) is not null).Select(c => new WaitingCase(c.Case.Id, c.Case.Version))];
    }

    public static async Task<bool> CallAsync(CaseworkDb db, CaseRow row, SweepNow at)
    {
        var called = await db.CaseDesks.Where(d => d.CaseId == row.Id).Select(d => d.StationId).ToListAsync().ConfigureAwait(false);
        if (Find(row, called, at) is not var (station, metres)) return false;
        db.CaseDesks.Add(EscalationSweep.Call(row, station.Id, metres, at.Now));
        db.CaseEvents.Add(at.Event(row, "called", at.Words.CameOnDuty(station, metres)));
        row.UpdatedAt = at.Now;
        return true;
    }

    private static (Station Station, double Metres)? Find(CaseRow row, List<string> called, SweepNow at)
    {
        var matter = StoredMatter.Of(row, at.Places);
        if (!matter.HasPoint) return null;
        var have = called.Append(row.StationId).ToHashSet(StringComparer.Ordinal);
        var served = at.Places.Near(matter.Point, Router.CircleMetres).Any(near => have.Contains(near.Station.Id) && at.Places.IsOnDuty(near.Station, at.Now));
        return served ? null : Escalation.Neighbour(matter, have, at.Places, at.Loads, at.Now);
    }
}
