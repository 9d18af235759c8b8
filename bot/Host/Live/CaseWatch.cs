using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Conversations;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Live;

/// <summary>
/// Reads the timeline of all cases as it grows: changes made by other processes become signals here, residents hear when nobody
/// took their matter over in time, and those who follow a matter how it goes.
/// </summary>
internal sealed partial class CaseWatch(
    CaseworkStore store, PlacesSource places, Followers followers, LateNews late, ChangeFeed feed, TurnPipeline turns, IEnumerable<ICaseListener> listeners, IConfiguration configuration, TimeProvider clock, ILogger<CaseWatch> log) : BackgroundService
{
    // Rows become visible in the order of their commits, not of their numbers: the last few are looked at again.
    private const int Overlap = 256;
    private static readonly TimeSpan MissedWhileDown = TimeSpan.FromHours(2);
    private static readonly HashSet<string> s_news = new(StringComparer.Ordinal) { "claimed", "closed", "overdue", "withdrawn", "reopened", "merged", "unmerged" };
    private readonly HashSet<long> _seen = [];
    private long _highest;

    // Only where other processes write does anybody wait for this.
    private TimeSpan Every => store.Options.Provider == StoreProvider.Postgres || configuration["Queue:Provider"] is "azure"
        ? TimeSpan.FromMilliseconds(200)
        : TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Every, clock);
        var began = false;
        try
        {
            do
            {
                try
                {
                    if (!began) await BeginAsync(stoppingToken);
                    began = true;
                    await LookAsync(stoppingToken);
                }
                catch (Exception failed) when (failed is not OperationCanceledException)
                {
                    LookFailed(log, failed);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task BeginAsync(CancellationToken stop)
    {
        await using var db = store.Open();
        var from = clock.GetUtcNow() - MissedWhileDown;
        _highest = await db.CaseEvents.Where(e => e.At < from).MaxAsync(e => (long?)e.Seq, stop) ?? 0;
    }

    private async Task LookAsync(CancellationToken stop)
    {
        await using var db = store.Open();
        var after = _highest - Overlap;
        var events = await db.CaseEvents.Where(e => e.Seq > after).OrderBy(e => e.Seq).Select(e => new { e.Seq, e.CaseId, e.Kind, e.At }).ToListAsync(stop);
        var followed = await followers.AmongAsync([.. events.Where(e => s_news.Contains(e.Kind) && !_seen.Contains(e.Seq)).Select(e => e.CaseId)], stop);
        foreach (var entry in events)
        {
            if (!_seen.Add(entry.Seq)) continue;
            _highest = Math.Max(_highest, entry.Seq);
            // Every replica reads the same timeline: none need be told.
            feed.Repeat(Topics.Case, entry.CaseId.ToString());
            try
            {
                if (entry.Kind is "overdue" or "called") await late.TellAsync(db, entry.CaseId, entry.Kind, entry.Seq, entry.At, stop);
                if (s_news.Contains(entry.Kind) && followed.Contains(entry.CaseId)) await TellFollowersAsync(db, entry.CaseId, entry.Kind, entry.Seq, entry.At, stop);
                foreach (var listener in listeners) await listener.HeardAsync(new(entry.Seq, entry.CaseId, entry.Kind), stop);
            }
            catch
            {
                _seen.Remove(entry.Seq);
                throw;
            }
        }

        if (_seen.Count > 4 * Overlap) _seen.RemoveWhere(seq => seq <= _highest - Overlap);
    }

    // The keys make all of this once per conversation and timeline entry, whoever looks and however often.
    private async Task TellFollowersAsync(CaseworkDb db, Guid caseId, string kind, long seq, DateTimeOffset at, CancellationToken stop)
    {
        var found = await db.Cases.Where(c => c.Id == caseId).Select(c => new { c.ConversationId, c.ClaimedAt, c.StationId, c.MergedInto }).SingleOrDefaultAsync(stop);
        if (found is null || (kind == "overdue" && found.ClaimedAt is not null) || (kind == "merged" && found.MergedInto is null)) return;
        if (kind == "unmerged")
        {
            await TellApartAsync(db, caseId, found.ConversationId, seq, at, stop);
            return;
        }
        var into = kind == "merged" ? found.MergedInto : null;
        var news = HostEvents.Followed(new(caseId, kind, Name(found.StationId), into));
        foreach (var follower in await followers.OfAsync(caseId, at, stop))
        {
            if (follower == found.ConversationId) continue;
            // Who followed the duplicate follows from now on what it was merged into.
            IReadOnlyList<CommitEffect> effects = into is { } target ? [Followers.Add(target, follower, at)] : [];
            await turns.RunAsync(follower, new() { ForEngine = news, ClientKey = $"followed/{seq}", Effects = effects }, stop);
        }
    }

    // Who followed a case before it was merged follows it again, and no longer what it was merged into.
    private async Task TellApartAsync(CaseworkDb db, Guid caseId, string own, long seq, DateTimeOffset at, CancellationToken stop)
    {
        var receipt = await db.CaseEvents.Where(e => e.Seq == seq).Select(e => e.Reason).SingleAsync(stop);
        var left = await db.Cases.Where(c => c.Receipt == receipt).Select(c => new { c.Id, c.StationId }).SingleOrDefaultAsync(stop);
        if (left is null) return;
        var news = HostEvents.Followed(new(left.Id, "unmerged", Name(left.StationId), caseId));
        foreach (var follower in await followers.OfAsync(caseId, at, stop))
            if (follower != own) await turns.RunAsync(follower, new() { ForEngine = news, ClientKey = $"followed/{seq}", Effects = [Followers.Remove(left.Id, follower)] }, stop);
    }

    private string Name(string station) => places.Current.FindStation(station)?.Name ?? station;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The timeline could not be read; the next look tries again")]
    private static partial void LookFailed(ILogger log, Exception failed);
}
