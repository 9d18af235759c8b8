using System.Security.Claims;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Staff;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Duty;

/// <summary>One station on the duty page.</summary>
/// <param name="Open">Its hours cover this moment.</param>
/// <param name="Today">Shifts that begin today, in China.</param>
/// <param name="OpenCases">Of these <paramref name="Waiting"/> wait for somebody.</param>
public sealed record DutyLine(
    Station Station, bool Open, IReadOnlyList<DutySessionRow> OnDuty, IReadOnlyList<Shift> Today, IReadOnlyList<Shift> Tomorrow,
    DateTimeOffset? Opens, DateTimeOffset? Closes, int OpenCases, int Waiting, bool MayEdit)
{
    /// <summary>By its hours somebody should be there, and nobody has signed on.</summary>
    public bool Unmanned => Open && OnDuty.Count == 0;
    public bool Full => Station.LoadLimit > 0 && OpenCases >= Station.LoadLimit;
}

/// <param name="Holiday">Name of today's or tomorrow's holiday.</param>
/// <param name="Expected">The holidays of the year of that day are not announced yet.</param>
internal sealed record DutyDay(DateOnly Date, string? Holiday, bool WorkedWeekend, bool Expected);

internal sealed record DutyOverview(IReadOnlyList<DutyLine> Lines, DutyDay Today, DutyDay Tomorrow);

/// <summary>Who is on duty now at the desks of the viewer's area.</summary>
internal sealed class DutyBoard(DeskAccess access, DutyBook book, CaseworkStore store, PlacesSource places, TimeProvider time)
{
    /// <summary>Those who may change hours and sign off somebody else: leads of their station, the levels above of their area.</summary>
    public static bool MayLead(DeskViewer viewer, string stationId) =>
        viewer.Member.Role != StaffRole.Clerk && (viewer.Stations is null || viewer.Stations.Contains(stationId));

    /// <summary>What needs looking at first on top: unmanned ones, then those on duty, then the others by name. null: nobody may look.</summary>
    public async Task<DutyOverview?> ReadAsync(ClaimsPrincipal user, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { } viewer) return null;
        var (snapshot, now) = (places.Current, time.GetUtcNow());
        var stations = snapshot.Stations.Where(s => viewer.Stations?.Contains(s.Id) != false).ToList();
        var sessions = (await book.OnDutyAsync(viewer.Stations, cancellation)).ToLookup(s => s.StationId);
        var loads = await LoadsAsync(viewer, cancellation);
        var (today, tomorrow) = (Day(snapshot.Calendar, now), Day(snapshot.Calendar, now.AddDays(1)));
        var lines = stations.Select(station =>
        {
            var open = snapshot.IsOnDuty(station, now);
            var (cases, waiting) = loads.GetValueOrDefault(station.Id);
            return new DutyLine(station, open, [.. sessions[station.Id]], DutyTimes.On(station.Duty, snapshot.Calendar, today.Date), DutyTimes.On(station.Duty, snapshot.Calendar, tomorrow.Date),
                open ? null : snapshot.OnDutyFrom(station, now), snapshot.OnDutyUntil(station, now), cases, waiting, MayLead(viewer, station.Id));
        });
        return new([.. lines.OrderBy(l => l.Station.Id != viewer.Member.StationId).ThenBy(l => !(l.Unmanned && l.Waiting > 0)).ThenBy(l => l.OnDuty.Count == 0).ThenBy(l => !l.Unmanned)
            .ThenByDescending(l => l.Station.Level).ThenBy(l => l.Station.Id, StringComparer.Ordinal)], today, tomorrow);
    }

    private async Task<Dictionary<string, (int Open, int Waiting)>> LoadsAsync(DeskViewer viewer, CancellationToken cancellation)
    {
        await using var db = store.Open();
        var cases = db.Cases.Where(c => c.ClosedAt == null);
        if (viewer.Stations is { } own) cases = cases.Where(c => own.Contains(c.StationId));
        return await cases.GroupBy(c => c.StationId).Select(g => new { g.Key, Open = g.Count(), Waiting = g.Sum(c => c.ClaimedAt == null ? 1 : 0) })
            .ToDictionaryAsync(g => g.Key, g => (g.Open, g.Waiting), cancellation);
    }

    private static DutyDay Day(DutyCalendar calendar, DateTimeOffset moment)
    {
        var day = DutyCalendar.DayOf(moment);
        return new(day, calendar.HolidayOn(day), calendar.IsWorkedWeekend(day), !calendar.IsAnnounced(day.Year));
    }
}
