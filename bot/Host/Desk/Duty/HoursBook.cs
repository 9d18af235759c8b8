using System.Security.Claims;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Live;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Duty;

/// <summary>Changes hours and load limit of a station. This process routes by them at once, others within <see cref="PlacesSource.CheckEvery"/>.</summary>
internal sealed class HoursBook(DeskAccess access, CaseworkStore store, WriteGate gate, PlacesSource places, ChangeFeed feed, TimeProvider time)
{
    /// <param name="seen">The hours the change rests upon: when they are others by now, nothing is written.</param>
    /// <returns>null: done.</returns>
    public async Task<HoursProblem?> ChangeAsync(
        ClaimsPrincipal user, Station seen, IReadOnlyList<Shift?> shifts, int limit, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { } viewer || !DutyBoard.MayLead(viewer, seen.Id)) return HoursProblem.NotAllowed;
        if (StationHours.Check(shifts, limit) is { } problem) return problem;
        using (await gate.EnterAsync(cancellation))
        {
            await using var db = store.Open();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            var station = await db.Stations.SingleOrDefaultAsync(s => s.Id == seen.Id && s.Active, cancellation);
            var before = await db.Shifts.Where(s => s.StationId == seen.Id).ToListAsync(cancellation);
            if (station is null || station.LoadLimit != seen.LoadLimit || !Set(before.Select(s => new Shift(s.Days, s.FromMinute, s.ToMinute))).SetEquals(Set(seen.Duty.Shifts))) return HoursProblem.Changed;
            station.LoadLimit = limit;
            db.Shifts.RemoveRange(before);
            db.Shifts.AddRange(shifts.Select(s => new ShiftRow { StationId = seen.Id, Days = s!.Value.Days, FromMinute = s.Value.FromMinute, ToMinute = s.Value.ToMinute }));
            db.PlacesVersions.Add(new PlacesVersionRow { At = time.GetUtcNow(), Reason = $"hours of {seen.Id} by {viewer.Member.Id}" });
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        await places.RefreshAsync(cancellation);
        feed.Publish(Topics.Duty, "");
        return null;
    }

    private static HashSet<Shift> Set(IEnumerable<Shift> shifts) => [.. shifts];
}
