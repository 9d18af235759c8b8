using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Live;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Robots;

/// <summary>
/// Reads the timeline of all cases and puts what robots have to tell into their table: once for each robot and entry, whoever
/// looks and however often. What was missed while everything was down is found at the next start.
/// </summary>
internal sealed partial class RobotWatch(
    CaseworkStore casework, HostDbFactory databases, WriteGate gate, PlacesSource places, ChangeFeed feed, RobotSignal signal, IOptions<RobotOptions> options,
    TimeProvider clock, ILogger<RobotWatch> log) : BackgroundService
{
    // Rows become visible in the order of their commits, not of their numbers: the last few are looked at again.
    private const int Overlap = 256;
    private static readonly TimeSpan s_missedWhileDown = TimeSpan.FromHours(2);
    private static readonly TimeSpan s_together = TimeSpan.FromMilliseconds(100);
    private static readonly string[] s_arrivals = ["routed", "rerouted", "transferred"];
    /// <summary>Kinds of timeline entries that robots tell of.</summary>
    public static readonly string[] Kinds = [.. s_arrivals, "overdue", "called", "reopened", "unmerged", "supplemented"];
    private readonly HashSet<long> _seen = [];
    private long? _highest;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var changed = new RobotSignal();
        using var subscription = feed.Subscribe(Topics.Case, _ => changed.Look());
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await LookAsync(stoppingToken)) signal.Look();
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                LookFailed(log, failed);
            }
            await changed.WaitAsync(options.Value.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Many cases in one moment are one look.
            await Task.Delay(s_together, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>There is something new to tell.</returns>
    private async Task<bool> LookAsync(CancellationToken stop)
    {
        await using var db = databases.CreateDbContext();
        var robots = await db.Robots.AsNoTracking().Where(r => r.Enabled).ToListAsync(stop);
        if (robots.Count == 0) return false;
        await using var cases = casework.Open();
        var events = await FreshAsync(cases, stop);
        if (events.Count == 0) return false;
        var ids = events.Select(e => e.CaseId).Distinct().ToList();
        var rows = await cases.Cases.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, stop);
        var called = await CalledAsync(cases, [.. events.Where(e => e.Kind == "called").Select(e => e.CaseId).Distinct()], stop);
        // Steps taken in one moment call several desks: each is told once.
        var news = events.Where(e => rows.ContainsKey(e.CaseId)).SelectMany(e => News(e, rows[e.CaseId], robots, called[(e.CaseId, e.At)]).Select(message => (e.At, Message: message)))
            .DistinctBy(n => n.Message.Kind == "called" ? (n.Message.RobotId, n.Message.CaseId, n.At.UtcTicks) : (n.Message.RobotId, n.Message.CaseId, n.Message.EventSeq))
            .Select(n => n.Message).ToList();
        var added = news.Count > 0 && await AddAsync(db, news, stop);
        _seen.UnionWith(events.Select(e => e.Seq));
        _highest = Math.Max(_highest!.Value, events.Max(e => e.Seq));
        if (_seen.Count > 4 * Overlap) _seen.RemoveWhere(seq => seq <= _highest - Overlap);
        return added;
    }

    private async Task<List<CaseEventRow>> FreshAsync(CaseworkDb cases, CancellationToken stop)
    {
        var from = clock.GetUtcNow() - s_missedWhileDown;
        _highest ??= await cases.CaseEvents.Where(e => e.At < from).MaxAsync(e => (long?)e.Seq, stop) ?? 0;
        var after = _highest - Overlap;
        var events = await cases.CaseEvents.AsNoTracking().Where(e => e.Seq > after && Kinds.Contains(e.Kind) && e.At >= from).OrderBy(e => e.Seq).ToListAsync(stop);
        events.RemoveAll(e => _seen.Contains(e.Seq));
        return events;
    }

    /// <summary>Desks called besides a case's own, by case and moment; of a case somebody took over meanwhile there are none.</summary>
    private static async Task<ILookup<(Guid, DateTimeOffset), string>> CalledAsync(CaseworkDb cases, List<Guid> ids, CancellationToken stop) =>
        (ids.Count == 0 ? [] : await cases.CaseDesks.AsNoTracking().Where(d => ids.Contains(d.CaseId)).ToListAsync(stop))
            .ToLookup(d => (d.CaseId, d.CalledAt), d => d.StationId);

    private IEnumerable<RobotMessageRow> News(CaseEventRow entry, CaseRow found, List<RobotRow> robots, IEnumerable<string> called)
    {
        // What is added to an ordinary matter, its owner reads at the desk; that it was merged by mistake, somebody has to look at.
        if (entry.Kind == "supplemented" && (found.ClosedAt is not null || (found.Urgency == "normal" && entry.Reason != SupplementMarks.AnotherMatter))) return [];
        // Of a case that has moved on, the desk it came to last is told.
        if (s_arrivals.Contains(entry.Kind) && entry.At < found.RoutedAt) return [];
        var now = clock.GetUtcNow();
        var snapshot = places.Current;
        var concerned = robots.Where(robot => robot.CreatedAt <= entry.At
            && (entry.Kind == "called" ? RobotReach.IsCalled(robot, found, called, snapshot) : RobotReach.Covers(robot, found, snapshot)));
        return concerned.Select(robot => new RobotMessageRow
        {
            RobotId = robot.Id,
            CaseId = found.Id,
            EventSeq = entry.Seq,
            Kind = entry.Kind,
            Emergency = found.Urgency == "emergency",
            CreatedAt = now,
            NextAt = now,
        });
    }

    private async Task<bool> AddAsync(HostDb db, List<RobotMessageRow> news, CancellationToken stop)
    {
        var entries = news.Select(m => m.EventSeq).Distinct().ToList();
        using var held = await gate.EnterAsync(stop);
        var known = (await db.RobotMessages.Where(m => entries.Contains(m.EventSeq)).Select(m => new { m.RobotId, m.EventSeq }).ToListAsync(stop))
            .Select(m => (m.RobotId, m.EventSeq)).ToHashSet();
        news.RemoveAll(m => known.Contains((m.RobotId, m.EventSeq)));
        if (news.Count == 0) return false;
        db.RobotMessages.AddRange(news);
        await db.SaveChangesAsync(stop);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What robots have to tell could not be noted; the next look tries again")]
    private static partial void LookFailed(ILogger log, Exception failed);
}
