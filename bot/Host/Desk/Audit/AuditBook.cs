using System.Security.Claims;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Staff;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Audit;

/// <summary>One look: who, when, at what, why.</summary>
/// <param name="Kind">opened or looked.</param>
/// <param name="What">Code of the value looked at; null: the case was opened.</param>
/// <param name="Why">The reason given.</param>
internal sealed record LookRow(long Seq, DateTimeOffset At, string Actor, string ActorName, Guid CaseId, string Receipt, string StationId, string Kind, string? What, string? Why);

/// <param name="Person">Account that looked.</param>
/// <param name="Day">As China counts days.</param>
internal sealed record LookFilter(string? Person = null, Guid? Case = null, DateOnly? Day = null);

/// <summary>Somebody who looked into many cases within an hour that were not in their hands.</summary>
internal sealed record UnusualLooking(string Actor, string ActorName, int Cases, DateTimeOffset From, DateTimeOffset To);

internal sealed record LookPage(IReadOnlyList<LookRow> Rows, bool More, IReadOnlyList<UnusualLooking> Unusual);

/// <summary>The book of looks at personal data, for leads and above, each for their area.</summary>
internal sealed class AuditBook(DeskAccess access, CaseworkStore store, IPersonalDataProtector protector, TimeProvider time)
{
    public const int PageSize = 100;
    public const int MostExported = 20_000;
    /// <summary>More cases than this within an hour, none of them one's own, is unusual.</summary>
    public const int UsualInAnHour = 30;
    private const int MostCompared = 50_000;
    private static readonly string[] s_kinds = ["opened", "looked"];

    public static bool MayRead(DeskViewer viewer) => viewer.Member.Role is not StaffRole.Clerk;

    /// <returns>null: not for this person.</returns>
    public async Task<LookPage?> ReadAsync(ClaimsPrincipal user, LookFilter filter, int most = PageSize, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { } viewer || !MayRead(viewer)) return null;
        await using var db = store.Open();
        var rows = new List<LookRow>();
        // Each kind is one walk along the index of kind and time.
        foreach (var kind in s_kinds)
        {
            var found = await Looks(db, viewer, filter).Where(l => l.Event.Kind == kind).OrderByDescending(l => l.Event.At).Take(most + 1)
                .Select(l => new { l.Event.Seq, l.Event.At, l.Event.Actor, l.Event.ActorName, l.Case.Id, l.Case.Receipt, l.Case.StationId, l.Event.Reason, l.Event.Comment })
                .ToListAsync(cancellation);
            rows.AddRange(found.Select(l => new LookRow(l.Seq, l.At, l.Actor, l.ActorName ?? l.Actor, l.Id, l.Receipt, l.StationId, kind, l.Reason,
                l.Comment is null ? null : protector.Unprotect(l.Comment))));
        }
        var shown = rows.OrderByDescending(l => l.At).ThenByDescending(l => l.Seq).Take(most).ToList();
        return new(shown, rows.Count > most, await UnusualAsync(db, viewer, filter, cancellation));
    }

    /// <summary>The case of a receipt, if the viewer may see it.</summary>
    public async Task<Guid?> CaseOfAsync(ClaimsPrincipal user, string text, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { } viewer || !Receipt.TryParse(text, out var receipt)) return null;
        await using var db = store.Open();
        return await db.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Receipt == receipt, cancellation) is { } found && viewer.MaySee(found) ? found.Id : null;
    }

    /// <summary>Who looked at anything in the area within the last thirty days.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> PeopleAsync(ClaimsPrincipal user, CancellationToken cancellation = default)
    {
        if (await access.ViewerAsync(user, cancellation) is not { } viewer || !MayRead(viewer)) return [];
        await using var db = store.Open();
        var since = time.GetUtcNow().AddDays(-30);
        var people = await Looks(db, viewer, new()).Where(l => s_kinds.Contains(l.Event.Kind) && l.Event.At > since)
            .GroupBy(l => l.Event.Actor).Select(g => new { g.Key, Name = g.Max(l => l.Event.ActorName) }).ToListAsync(cancellation);
        return [.. people.Select(p => (p.Key, p.Name ?? p.Key)).OrderBy(p => p.Item2, StringComparer.Ordinal)];
    }

    // Of the chosen day, or else of the last twenty-four hours.
    private async Task<IReadOnlyList<UnusualLooking>> UnusualAsync(CaseworkDb db, DeskViewer viewer, LookFilter filter, CancellationToken cancellation)
    {
        var lately = filter with { Case = null };
        var since = filter.Day is null ? time.GetUtcNow().AddDays(-1) : DateTimeOffset.MinValue.AddDays(1);
        var looks = await Looks(db, viewer, lately).Where(l => s_kinds.Contains(l.Event.Kind) && l.Event.At > since && l.Case.OwnerId != l.Event.Actor)
            .OrderByDescending(l => l.Event.At).Take(MostCompared).Select(l => new { l.Event.Actor, l.Event.ActorName, l.Event.At, l.Case.Id }).ToListAsync(cancellation);
        return [.. looks.GroupBy(l => l.Actor).Select(g => Busiest(g.Key, g.Max(l => l.ActorName) ?? g.Key, [.. g.Select(l => (l.At, l.Id)).OrderBy(l => l.At)]))
            .Where(u => u.Cases > UsualInAnHour).OrderByDescending(u => u.Cases)];
    }

    /// <summary>The hour with the most different cases.</summary>
    private static UnusualLooking Busiest(string actor, string name, List<(DateTimeOffset At, Guid Case)> looks)
    {
        var within = new Dictionary<Guid, int>();
        var (first, best) = (0, new UnusualLooking(actor, name, 0, default, default));
        for (var last = 0; last < looks.Count; last++)
        {
            within[looks[last].Case] = within.GetValueOrDefault(looks[last].Case) + 1;
            for (; looks[last].At - looks[first].At > TimeSpan.FromHours(1); first++)
                if (--within[looks[first].Case] == 0) within.Remove(looks[first].Case);
            if (within.Count > best.Cases) best = best with { Cases = within.Count, From = looks[first].At, To = looks[last].At };
        }
        return best;
    }

    private static IQueryable<Look> Looks(CaseworkDb db, DeskViewer viewer, LookFilter filter)
    {
        var cases = db.Cases.AsNoTracking();
        if (viewer.Stations is { } stations) cases = cases.Where(c => stations.Contains(c.StationId));
        if (viewer.Member.StationId is { } own)
            cases = cases.Where(c => c.ExcludedStations == null || !("," + c.ExcludedStations + ",").Contains("," + own + ","));
        if (filter.Case is { } id) cases = cases.Where(c => c.Id == id);
        var events = db.CaseEvents.AsNoTracking();
        if (filter.Person is { } person) events = events.Where(e => e.Actor == person);
        if (filter.Day is { } day)
        {
            var from = new DateTimeOffset(day, TimeOnly.MinValue, ChinaTime.Offset).ToUniversalTime();
            var to = from.AddDays(1);
            events = events.Where(e => e.At >= from && e.At < to);
        }
        return events.Join(cases, e => e.CaseId, c => c.Id, (e, c) => new Look { Event = e, Case = c });
    }

    private sealed class Look
    {
        public required CaseEventRow Event { get; init; }
        public required CaseRow Case { get; init; }
    }
}
