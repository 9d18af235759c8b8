using System.Collections.Concurrent;
using System.Globalization;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Live;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Api.Events;

/// <summary>Server-sent events (HTML standard, section 9.2) of the cases of a key's area.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this RouteGroupBuilder v1) =>
        v1.MapGet("/events", (HttpContext context, ApiCaller caller, OpenStreams streams, long? after) => streams.ServeAsync(context, caller, after))
            .WithTags("events").WithName("StreamEvents").Needs(KeyScopes.EventsRead).Produces<CaseEvent>(200, "text/event-stream").ProducesProblem(422)
            .WithSummary("What happens to the cases of the key's area, as server-sent events; any EventSource client reads it.")
            .WithDescription("Each event is an entry of a case's timeline: `id` is its number, `event` its kind (routed, claimed, transferred, closed ...), `data` as described here. After a lost connection the client sends Last-Event-ID and goes on without a gap and without repeats, also at another replica and after a restart; a program that keeps the number itself may begin with `after`. The receipt is only there for keys that may also read cases. `said` comes without a number: something was said in a case that an agent of this key has in hand, read its transcript. A comment comes every 15 seconds.");
}

/// <summary>The open streams of this replica, bounded per key.</summary>
internal sealed class OpenStreams(
    DeskAccess access, CaseworkStore store, SettledTimeline timeline, StationNames stations, ChangeFeed feed, IOptions<EventOptions> options, IHostApplicationLifetime life, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);

    public async Task<IResult> ServeAsync(HttpContext context, ApiCaller caller, long? after)
    {
        var last = context.Request.Headers["Last-Event-ID"].ToString();
        if (last.Length > 0)
        {
            if (!long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var seen)) return ApiProblem.Invalid("Last-Event-ID", "Send the id of the last event as it came, or leave the header out.");
            after = seen;
        }
        if (after < 0) return ApiProblem.Invalid("after", "Send the number of the last event, or 0 for everything there ever was.");
        var name = caller.Key.Name;
        if (_open.AddOrUpdate(name, 1, (_, n) => n + 1) > options.Value.StreamsPerKey)
        {
            Leave(name);
            return ApiProblem.Of(429, "too-many", "This key has too many open streams.", $"Close some: {options.Value.StreamsPerKey} are allowed at a time.");
        }
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
            await new EventStream(caller, context.Response, access, store, timeline, stations, feed, options.Value, clock).RunAsync(after, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The caller went, or the program stops; it comes again with the last number.
        }
        finally
        {
            Leave(name);
        }
        return Results.Empty;
    }

    private void Leave(string name) => _open.AddOrUpdate(name, 0, (_, n) => n - 1);
}
