using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Live;
using IntakeBot.Host.Robots;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Webhooks;

/// <summary>
/// Puts what happened to cases into the table of every webhook that wants it: once for each webhook and entry, whoever hears it and
/// however often.
/// </summary>
internal sealed class WebhookWatch(HostDbFactory databases, CaseworkStore casework, WriteGate gate, PlacesSource places, WebhookSignal signal, TimeProvider clock) : ICaseListener
{
    private const string InsertSql = """
        INSERT INTO webhook_messages (webhook_id, event_seq, case_id, kind, created_at, next_at, attempts, body)
        VALUES (@webhook_id, @event_seq, @case_id, @kind, @now, @now, 0, @body) ON CONFLICT DO NOTHING
        """;

    public async Task HeardAsync(CaseNews news, CancellationToken cancellation)
    {
        if (!CaseEvents.IsTold(news.Kind)) return;
        await using var db = databases.CreateDbContext();
        var webhooks = await db.Webhooks.AsNoTracking().Where(w => w.Enabled).ToListAsync(cancellation);
        if (webhooks.Count == 0) return;

        await using var cases = casework.Open();
        var entry = await cases.CaseEvents.AsNoTracking().SingleOrDefaultAsync(e => e.Seq == news.Seq, cancellation);
        var found = await cases.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == news.CaseId, cancellation);
        if (entry is null || found is null) return;
        // What was before it a webhook does not want.
        webhooks.RemoveAll(w => w.CreatedAt > entry.At || !Wants(w, news.Kind));
        if (webhooks.Count == 0) return;

        var called = found.ClaimedAt is null ? await cases.CaseDesks.Where(d => d.CaseId == found.Id).Select(d => d.StationId).ToListAsync(cancellation) : [];
        // Who was told of a case also hears that it has left the area.
        var told = news.Kind is not ("transferred" or "rerouted") ? []
            : await db.WebhookMessages.Where(m => m.CaseId == found.Id).Select(m => m.WebhookId).Distinct().ToListAsync(cancellation);
        var chosen = webhooks.Where(w => Covers(w, found, called) || told.Contains(w.Id)).ToList();
        if (chosen.Count == 0) return;

        var body = WebhookBody.Of(CaseEvents.Of(entry, found, places.Current.FindStation(found.StationId)?.Name ?? found.StationId, receipt: false));
        using var held = await gate.EnterAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        foreach (var webhook in chosen)
        {
            await using var insert = Sql.Command(db.Database.GetDbConnection(), null, InsertSql);
            Sql.Add(insert, "webhook_id", webhook.Id);
            Sql.Add(insert, "event_seq", entry.Seq);
            Sql.Add(insert, "case_id", found.Id);
            Sql.Add(insert, "kind", entry.Kind);
            Sql.Add(insert, "now", clock.GetUtcNow());
            Sql.Add(insert, "body", body);
            if (await insert.ExecuteNonQueryAsync(cancellation) == 1) signal.Look();
        }
    }

    private static bool Wants(WebhookRow webhook, string kind) => webhook.Events.Length == 0 || webhook.Events.Split(' ').Contains(kind);

    // The same areas as people of these desks have: the own one, and of a subdistrict's or the district's desk all beneath.
    private bool Covers(WebhookRow webhook, CaseRow found, List<string> called)
    {
        if (webhook.StationId is not { } id) return true;
        var snapshot = places.Current;
        if (snapshot.FindStation(id) is not { } desk) return false;
        var beneath = desk.Level is CaseLevel.Subdistrict or CaseLevel.District;
        if (RobotReach.Covers(id, beneath, found, snapshot)) return true;
        return found.ExcludedStations?.Split(',').Contains(id) != true && called.Any(c => c == id || (beneath && snapshot.Under(desk).Contains(c)));
    }
}
