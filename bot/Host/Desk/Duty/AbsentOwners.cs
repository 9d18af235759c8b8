using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Live;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Duty;

/// <summary>
/// A resident must not talk to somebody who went home: whoever was not seen for long after the station's hours is signed off, and open cases
/// of people whose session has ended go back to the queue. Taking a case over signs on, so that this holds for everybody but agents of a key for the
/// whole district, who have no shifts.
/// </summary>
internal sealed partial class AbsentOwners(
    DutyBook book, StaffDuty duty, CaseworkStore store, PlacesSource places, ChangeFeed feed, TimeProvider clock, ILogger<AbsentOwners> log) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);
    /// <summary>At a desk that never closes nobody works longer: the page was left open.</summary>
    private static readonly TimeSpan s_longestUnseen = TimeSpan.FromHours(12);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(s_every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception failed) when (failed is not OperationCanceledException)
                {
                    LookFailed(log, failed);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    /// <summary>Looks once; as often and from as many processes as one likes.</summary>
    internal async Task LookAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        foreach (var session in await book.OnDutyAsync(null, stop))
        {
            var unseen = now - session.SeenAt;
            if (unseen < duty.AbsentAfter || (IsOpen(session.StationId, now) && unseen < s_longestUnseen)) continue;
            if (!await book.SignOffAsync(session.StaffId, DutyEnds.Absent, stop)) continue;
            feed.Publish(Topics.Duty, "");
            SignedOff(log, session.StationId);
        }
        foreach (var gone in await GoneAsync(now, stop))
            if (await duty.ReleaseAllAsync(gone, null, null, stop) is > 0 and var count) Released(log, count, gone.StationId);
    }

    /// <summary>The last sessions of owners of open cases who are not at work.</summary>
    private async Task<List<DutySessionRow>> GoneAsync(DateTimeOffset now, CancellationToken stop)
    {
        await using var db = store.Open();
        var owners = await db.Cases.Where(c => c.OwnerId != null && c.ClosedAt == null).Select(c => c.OwnerId!).Distinct().ToListAsync(stop);
        var sessions = await db.DutySessions.AsNoTracking().Where(s => owners.Contains(s.StaffId)).ToListAsync(stop);
        return [.. sessions.GroupBy(s => s.StaffId).Where(own => own.All(s => s.OffAt is not null)).Select(own => own.MaxBy(s => s.OnAt)!)
            // Somebody who only looks in again within the hours may go on with it.
            .Where(last => last.OffBy is DutyEnds.Absent or DutyEnds.Lead || !IsOpen(last.StationId, now))];
    }

    private bool IsOpen(string station, DateTimeOffset now) => places.Current.FindStation(station) is { } found && places.Current.IsOnDuty(found, now);

    [LoggerMessage(Level = LogLevel.Information, Message = "Somebody at {Station} was not seen for long and is signed off")]
    private static partial void SignedOff(ILogger log, string station);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} cases of somebody who is gone wait again at {Station}")]
    private static partial void Released(ILogger log, int count, string station);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Who is absent could not be looked at; the next look tries again")]
    private static partial void LookFailed(ILogger log, Exception failed);
}
