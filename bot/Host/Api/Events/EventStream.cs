using System.Collections.Concurrent;
using System.Text.Json;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Live;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Api.Events;

/// <summary>One open stream: what happened to the cases of a key's area, in order, each once.</summary>
internal sealed class EventStream(
    ApiCaller caller, HttpResponse response, DeskAccess access, CaseworkStore store, SettledTimeline timeline, StationNames stations, ChangeFeed feed, EventOptions options, TimeProvider clock)
{
    private const int MostAtOnce = 500;
    private const int MostTalks = 1000;
    private const int MostTold = 50_000;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
    private readonly ConcurrentDictionary<string, byte> _talks = new(StringComparer.Ordinal);
    // Whoever was told of a case also hears that it has left the area.
    private readonly HashSet<Guid> _told = [];

    /// <param name="after">The last number the caller has; null: from now on.</param>
    public async Task RunAsync(long? after, CancellationToken stop)
    {
        using var changed = new ChangeSignal();
        using var cases = feed.Subscribe(Topics.Case, _ => changed.Set());
        using var talks = feed.Subscribe(Topics.Conversation, change =>
        {
            if (_talks.Count < MostTalks) _talks[change.Id] = 0;
            changed.Set();
        });
        var from = after ?? await timeline.UpToAsync(stop);
        await response.WriteAsync("retry: 2000\n: from here on\n\n", stop);
        await response.Body.FlushAsync(stop);
        var written = clock.GetTimestamp();
        // The key is asked for again with every look: a stream does not outlive it.
        while (await access.ViewerAsync(caller.Itself, stop) is { } viewer)
        {
            var (next, more) = await TellAsync(viewer, from, stop);
            var told = next > from;
            from = next;
            told |= await TellTalksAsync(viewer, stop);
            if (!told && clock.GetElapsedTime(written) >= options.Heartbeat)
            {
                await response.WriteAsync(": still here\n\n", stop);
                told = true;
            }
            if (told)
            {
                await response.Body.FlushAsync(stop);
                written = clock.GetTimestamp();
            }
            if (!more) await changed.WaitAsync(s_look, stop);
        }
    }

    // How far it got, and whether there is more at once.
    private async Task<(long UpTo, bool More)> TellAsync(DeskViewer viewer, long from, CancellationToken stop)
    {
        var upTo = await timeline.UpToAsync(stop);
        if (upTo <= from) return (from, false);
        await using var db = store.Open();
        var rows = await db.CaseEvents.AsNoTracking().Where(e => e.Seq > from && e.Seq <= upTo).OrderBy(e => e.Seq).Take(MostAtOnce)
            .Join(db.Cases.AsNoTracking(), e => e.CaseId, c => c.Id, (e, c) => new { Entry = e, Case = c }).OrderBy(r => r.Entry.Seq).ToListAsync(stop);
        foreach (var row in rows)
        {
            var (entry, found) = (row.Entry, row.Case);
            if (!CaseEvents.IsTold(entry.Kind)) continue;
            var leaves = entry.Kind is "transferred" or "rerouted" && _told.Contains(found.Id);
            if (!leaves && !await access.MaySeeAsync(viewer, found, stop)) continue;
            if (_told.Count >= MostTold) _told.Clear();
            _told.Add(found.Id);
            await WriteAsync(entry.Kind, entry.Seq, CaseEvents.Of(entry, found, stations.Of(found.StationId), caller.Key.May(KeyScopes.CasesRead)), stop);
        }
        return rows.Count == MostAtOnce ? (rows[^1].Entry.Seq, true) : (upTo, false);
    }

    // Something was said in cases that agents of this key have in hand. No number: it is a hint, the transcript knows it all.
    private async Task<bool> TellTalksAsync(DeskViewer viewer, CancellationToken stop)
    {
        if (_talks.IsEmpty) return false;
        var ids = _talks.Keys.ToList();
        foreach (var id in ids) _talks.TryRemove(id, out _);
        var own = KeyUser.OwnerId(caller.Key.Name, "");
        await using var db = store.Open();
        var found = await db.Cases.AsNoTracking().Where(c => ids.Contains(c.ConversationId) && c.ClosedAt == null && c.OwnerId!.StartsWith(own)).ToListAsync(stop);
        foreach (var row in found.Where(c => viewer.MaySee(c))) await WriteAsync("said", null, new SaidHint(row.Id), stop);
        return found.Count > 0;
    }

    private Task WriteAsync(string kind, long? seq, object data, CancellationToken stop) =>
        response.WriteAsync($"{(seq is { } id ? $"id: {id}\n" : "")}event: {kind}\ndata: {JsonSerializer.Serialize(data, data.GetType(), s_json)}\n\n", stop);
}

/// <summary>Something was said in a case that an agent of this key has in hand.</summary>
public sealed record SaidHint(Guid CaseId);

/// <summary>Settings under <c>Events</c>.</summary>
internal sealed class EventOptions
{
    /// <summary>A comment goes out when nothing else did for so long: proxies close what is silent.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);
    /// <summary>Open streams of one key at each replica.</summary>
    public int StreamsPerKey { get; set; } = 10;
}
