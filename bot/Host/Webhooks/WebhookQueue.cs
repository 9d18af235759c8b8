using IntakeBot.Host.Delivering;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Webhooks;

/// <summary>The sender's side of the table. Of two replicas one delivers a message; of one case the older event goes first.</summary>
internal sealed class WebhookQueue(HostDbFactory databases, WriteGate gate, IOptions<WebhookOptions> options, TimeProvider clock)
{
    public const int MostOfOne = 3;
    private static readonly TimeSpan s_keep = TimeSpan.FromDays(30);
    private readonly WebhookOptions _options = options.Value;

    /// <param name="rests">Webhooks that are left alone just now.</param>
    public async Task<IReadOnlyList<DueWebhook>> DueAsync(Func<WebhookRow, bool> rests, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        var now = clock.GetUtcNow();
        var ids = await db.WebhookMessages.Where(m => m.NextAt <= now).Select(m => m.WebhookId).Distinct().ToListAsync(cancellation);
        if (ids.Count == 0) return [];
        var due = new List<DueWebhook>();
        foreach (var webhook in await db.Webhooks.AsNoTracking().Where(w => w.Enabled && ids.Contains(w.Id)).ToListAsync(cancellation))
        {
            if (rests(webhook)) continue;
            var messages = await db.WebhookMessages.AsNoTracking()
                .Where(m => m.WebhookId == webhook.Id && m.NextAt <= now
                    && !db.WebhookMessages.Any(older => older.WebhookId == webhook.Id && older.CaseId == m.CaseId && older.NextAt != null && older.EventSeq < m.EventSeq))
                .OrderBy(m => m.NextAt).ThenBy(m => m.EventSeq).Take(MostOfOne).ToListAsync(cancellation);
            due.AddRange(messages.Select(message => new DueWebhook(webhook, message)));
        }
        return due;
    }

    /// <summary>Takes a message for one delivery; null: another replica was faster.</summary>
    public async Task<DateTimeOffset?> ClaimAsync(WebhookMessageRow message, CancellationToken cancellation)
    {
        // Both databases keep milliseconds as they are.
        var until = DateTimeOffset.FromUnixTimeMilliseconds((clock.GetUtcNow() + _options.Lease).ToUnixTimeMilliseconds());
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        var won = await db.WebhookMessages.Where(m => m.Id == message.Id && m.NextAt == message.NextAt)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.NextAt, until).SetProperty(m => m.Attempts, m => m.Attempts + 1), cancellation);
        return won == 1 ? until : null;
    }

    /// <summary>Notes what became of it.</summary>
    /// <returns>True: it is given up.</returns>
    public async Task<bool> DoneAsync(DueWebhook due, DateTimeOffset lease, WebhookAnswer answer)
    {
        var (now, attempts) = (clock.GetUtcNow(), due.Message.Attempts + 1);
        using var held = await gate.EnterAsync(CancellationToken.None);
        await using var db = databases.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var mine = db.WebhookMessages.Where(m => m.Id == due.Message.Id && m.NextAt == lease);
        var givenUp = false;
        if (answer.Delivered)
        {
            await mine.ExecuteUpdateAsync(set => set.SetProperty(m => m.NextAt, (DateTimeOffset?)null).SetProperty(m => m.SentAt, now).SetProperty(m => m.Reason, (string?)null));
        }
        else
        {
            // Who is gone and comes back gets what waited.
            var pause = answer.End == WebhookEnd.Gone ? TimeSpan.Zero : attempts <= _options.Pauses.Count ? Jitter.On(_options.Pauses[attempts - 1]) : (TimeSpan?)null;
            givenUp = pause is null;
            var next = now + pause;
            await mine.ExecuteUpdateAsync(set => set.SetProperty(m => m.NextAt, next).SetProperty(m => m.Reason, answer.Reason));
        }
        await HeardAsync(db.Webhooks.Where(w => w.Id == due.Webhook.Id), answer, now);
        await transaction.CommitAsync();
        return givenUp;
    }

    /// <summary>A test by hand tells as much about the receiver as an event.</summary>
    public async Task TestedAsync(Guid webhook, WebhookAnswer answer, CancellationToken cancellation)
    {
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        await HeardAsync(db.Webhooks.Where(w => w.Id == webhook), answer, clock.GetUtcNow());
    }

    public async Task PurgeAsync(CancellationToken cancellation)
    {
        var before = clock.GetUtcNow() - s_keep;
        using var held = await gate.EnterAsync(cancellation);
        await using var db = databases.CreateDbContext();
        await db.WebhookMessages.Where(m => m.NextAt == null && m.CreatedAt < before).ExecuteDeleteAsync(cancellation);
    }

    private static async Task HeardAsync(IQueryable<WebhookRow> webhook, WebhookAnswer answer, DateTimeOffset now)
    {
        if (answer.Delivered)
            await webhook.ExecuteUpdateAsync(set => set.SetProperty(w => w.FailingSince, (DateTimeOffset?)null).SetProperty(w => w.Reason, (string?)null).SetProperty(w => w.SentAt, now));
        else
            await webhook.ExecuteUpdateAsync(set => set.SetProperty(w => w.FailingSince, w => w.FailingSince ?? now).SetProperty(w => w.Reason, answer.Reason)
                .SetProperty(w => w.Enabled, w => answer.End != WebhookEnd.Gone && w.Enabled));
    }
}

internal sealed record DueWebhook(WebhookRow Webhook, WebhookMessageRow Message);
