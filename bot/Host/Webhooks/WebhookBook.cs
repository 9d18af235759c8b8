using System.Text;
using IntakeBot.Casework.Places;
using IntakeBot.Host.Live;
using IntakeBot.Host.Security;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Webhooks;

/// <param name="Events">Kinds it wants; empty: all.</param>
/// <param name="StationId">Desk whose area it hears of; null: the whole district.</param>
internal sealed record NewWebhook(string Name, string? Url, IReadOnlyCollection<string> Events, string? StationId)
{
    // A record would print its url, which may hold a secret.
    public override string ToString() => Name;
}

/// <summary>Why a webhook was not added. Expected failures: values.</summary>
internal enum WebhookProblem
{
    NameBad,
    NameTaken,
    UrlBad,
    EventUnknown,
    StationMissing,
    TooMany,
}

/// <param name="Secret">Shown this once; null when there is a problem.</param>
internal sealed record WebhookMade(Guid Id, string? Secret, WebhookProblem? Problem)
{
    public override string ToString() => Problem?.ToString() ?? "made";
}

/// <param name="Waiting">Events that are not delivered yet.</param>
/// <param name="GivenUp">Events that were given up.</param>
/// <param name="Flagged">It has been failing for long, or was switched off because the receiver is gone: somebody has to look after it.</param>
internal sealed record WebhookState(WebhookRow Webhook, int Waiting, int GivenUp, bool Flagged);

/// <summary>The list of webhooks. Who may change it is the caller's business.</summary>
internal sealed class WebhookBook(
    HostDbFactory databases, WriteGate gate, Seal seal, PlacesSource places, SafeAddresses addresses, WebhookSignal signal, IOptions<WebhookOptions> options, TimeProvider clock)
{
    public const int LongestName = 40;
    private const int Most = 100;
    private const int LastFailures = 20;

    public async Task<IReadOnlyList<WebhookState>> ListAsync(CancellationToken cancellation = default)
    {
        await using var db = databases.CreateDbContext();
        var counts = await db.WebhookMessages.Where(m => m.SentAt == null).GroupBy(m => m.WebhookId)
            .Select(g => new { g.Key, Waiting = g.Count(m => m.NextAt != null), GivenUp = g.Count(m => m.NextAt == null) }).ToDictionaryAsync(g => g.Key, cancellation);
        return [.. (await db.Webhooks.AsNoTracking().ToListAsync(cancellation)).OrderBy(w => w.Name, StringComparer.Ordinal)
            .Select(w => new WebhookState(w, counts.GetValueOrDefault(w.Id)?.Waiting ?? 0, counts.GetValueOrDefault(w.Id)?.GivenUp ?? 0, IsFlagged(w)))];
    }

    public async Task<WebhookRow?> FindAsync(Guid id, CancellationToken cancellation = default)
    {
        await using var db = databases.CreateDbContext();
        return await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, cancellation);
    }

    public async Task<WebhookRow?> FindAsync(string name, CancellationToken cancellation = default)
    {
        await using var db = databases.CreateDbContext();
        return await db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Name == name, cancellation);
    }

    public async Task<WebhookMade> AddAsync(NewWebhook wanted, CancellationToken cancellation = default)
    {
        var name = wanted.Name.Trim();
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl)) return Refused(WebhookProblem.NameBad);
        if (!addresses.IsUrl(wanted.Url, out var url)) return Refused(WebhookProblem.UrlBad);
        if (wanted.Events.Any(kind => !CaseEvents.Kinds.Contains(kind))) return Refused(WebhookProblem.EventUnknown);
        if (wanted.StationId is { } station && places.Current.FindStation(station) is not { Active: true }) return Refused(WebhookProblem.StationMissing);

        var (now, secret) = (clock.GetUtcNow(), WebhookSecret.Make());
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        if (await db.Webhooks.AnyAsync(w => w.Name == name, cancellation)) return Refused(WebhookProblem.NameTaken);
        if (await db.Webhooks.CountAsync(cancellation) >= Most) return Refused(WebhookProblem.TooMany);
        var row = new WebhookRow
        {
            Id = Guid.CreateVersion7(now),
            Name = name,
            Url = url.AbsoluteUri,
            Secret = seal.Close(Encoding.UTF8.GetBytes(secret)),
            Events = string.Join(' ', wanted.Events.Distinct()),
            StationId = wanted.StationId,
            Enabled = true,
            CreatedAt = now,
        };
        db.Webhooks.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellation);
            return new(row.Id, secret, null);
        }
        catch (DbUpdateException) when (Exists(name))
        {
            return Refused(WebhookProblem.NameTaken);
        }
    }

    /// <summary>Switched on again it starts anew: what waited is tried at once.</summary>
    public async Task<bool> EnableAsync(Guid id, bool enabled, CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        using (await gate.EnterAsync(cancellation))
        {
            await using var db = databases.CreateDbContext();
            if (await db.Webhooks.Where(w => w.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(w => w.Enabled, enabled).SetProperty(w => w.FailingSince, (DateTimeOffset?)null).SetProperty(w => w.Reason, (string?)null), cancellation) == 0) return false;
            if (enabled) await db.WebhookMessages.Where(m => m.WebhookId == id && m.NextAt > now).ExecuteUpdateAsync(set => set.SetProperty(m => m.NextAt, now), cancellation);
        }
        signal.Look();
        return true;
    }

    public async Task<bool> RemoveAsync(Guid id, CancellationToken cancellation = default)
    {
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        await db.WebhookMessages.Where(m => m.WebhookId == id).ExecuteDeleteAsync(cancellation);
        return await db.Webhooks.Where(w => w.Id == id).ExecuteDeleteAsync(cancellation) == 1;
    }

    /// <summary>Events that did not get through at the last try, newest first.</summary>
    public async Task<IReadOnlyList<WebhookMessageRow>> FailuresAsync(Guid id, CancellationToken cancellation = default)
    {
        await using var db = databases.CreateDbContext();
        return await db.WebhookMessages.AsNoTracking().Where(m => m.WebhookId == id && m.SentAt == null && m.Reason != null).OrderByDescending(m => m.EventSeq).Take(LastFailures).ToListAsync(cancellation);
    }

    /// <summary>Sends events again that failed or were given up: one, or all of them.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ResendAsync(Guid id, long? seq = null, CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        int sent;
        using (await gate.EnterAsync(cancellation))
        {
            await using var db = databases.CreateDbContext();
            sent = await db.WebhookMessages.Where(m => m.WebhookId == id && m.SentAt == null && m.Reason != null && (seq == null || m.EventSeq == seq))
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.NextAt, now).SetProperty(m => m.Attempts, 0), cancellation);
        }
        signal.Look();
        return sent;
    }

    /// <returns>null when it cannot be unsealed any more.</returns>
    public WebhookTarget? Open(WebhookRow webhook) =>
        seal.Open(webhook.Secret) is { } secret && addresses.IsUrl(webhook.Url, out var url) ? new(url, Encoding.UTF8.GetString(secret)) : null;

    /// <summary>An url as it may be shown: without its query, which may hold a secret.</summary>
    public static string Shown(WebhookRow webhook) => new Uri(webhook.Url).GetLeftPart(UriPartial.Path);

    private bool IsFlagged(WebhookRow webhook) =>
        webhook.Reason is not null && (!webhook.Enabled || webhook.FailingSince <= clock.GetUtcNow() - options.Value.FlagAfter);

    private static WebhookMade Refused(WebhookProblem problem) => new(Guid.Empty, null, problem);

    private bool Exists(string name)
    {
        using var db = databases.CreateDbContext();
        return db.Webhooks.Any(w => w.Name == name);
    }
}
