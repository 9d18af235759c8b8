using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Live;

namespace IntakeBot.Host.Api.Cases;

/// <summary>Cases as another system reads them: what the desk shows to people of the same area.</summary>
internal static class CaseReads
{
    private const int MostAtOnce = 200;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(25);

    public static void MapCaseReads(this RouteGroupBuilder v1)
    {
        var cases = v1.MapGroup("/cases").WithTags("cases");
        cases.MapGet("", ListAsync).WithName("ListCases").Needs(KeyScopes.CasesRead).Produces<CaseListAnswer>().ProducesProblem(422)
            .WithSummary("Cases of the key's area: waiting ones first (what is due first on top), then those in hand, then finished ones, newest first.")
            .WithDescription("`tab`: all (default), station (open ones at the key's own desk), overdue, or mine (those of `agent`). `q` finds by receipt, building or text. Up to 200 a page; send `next` back as `cursor`.");
        cases.MapGet("/{id:guid}", OneAsync).WithName("GetCase").Needs(KeyScopes.CasesRead).Produces<CaseFullAnswer>().ProducesProblem(404)
            .WithMetadata(new MayUnmask())
            .WithSummary("One case: petition, what staff set right, timeline, whether messages reach the resident. ETag is the version.")
            .WithDescription("Personal data are masked. With the scope personal:read and the header Intake-Reason they are not, and the look is noted on the case's timeline with the reason.");
        cases.MapGet("/{id:guid}/transcript", TranscriptAsync).WithName("GetTranscript").Needs(KeyScopes.CasesRead).Produces<TranscriptAnswer>().ProducesProblem(404)
            .WithMetadata(new MayUnmask())
            .WithSummary("What was said after a watermark, in order. With `wait` (seconds, at most 25) the answer comes as soon as something new is said.")
            .WithDescription("Begin with `after=0`, then send the `watermark` of the last answer. Numbers inside messages are masked unless Intake-Reason is given, as with the case.");
        cases.MapGet("/{id:guid}/files/{fileId}", FileAsync).WithName("GetFile").Needs(KeyScopes.CasesRead).Produces(200, contentType: "application/octet-stream").ProducesProblem(404)
            .WithSummary("A photo, recording or document of the case, as it was stored: checked and without metadata. `thumbnail=true` for a small JPEG of a photo.");
    }

    private static async Task<IResult> ListAsync(
        ApiCaller caller, DeskAccess access, QueueReader queue, QueueSearch search, CaseShapes shapes, string? tab = null, string? agent = null, string? q = null, int? limit = null, string? cursor = null,
        CancellationToken cancellation = default)
    {
        var which = QueueTab.All;
        if (tab is not null && (!Enum.TryParse(tab, ignoreCase: true, out which) || !Enum.IsDefined(which) || which == QueueTab.ByStation || char.IsAsciiDigit(tab[0])))
            return ApiProblem.Invalid("tab", "Use all, station, overdue or mine.");
        if (which == QueueTab.Mine && !Agent.IsId(agent)) return ApiProblem.Invalid("agent", "With tab=mine say whose cases: agent=ID, the id your system gives the person.");
        if (limit is < 1 or > MostAtOnce) return ApiProblem.Invalid("limit", $"Use 1 to {MostAtOnce}.");
        if (!Cursors.TryRead(cursor, out var after)) return ApiProblem.Invalid("cursor", "Send `next` of the last answer as it is.");

        var user = agent is not null && Agent.IsId(agent) ? caller.As(new(agent, agent)) : caller.Itself;
        if (await access.ViewerAsync(user, cancellation) is not { } viewer) return ApiProblem.NotFound("area");
        if (!string.IsNullOrWhiteSpace(q)) return TypedResults.Ok(new CaseListAnswer([.. (await search.FindAsync(viewer, q, cancellation)).Rows.Select(row => shapes.Line(row, caller.Key))], null));
        var page = await queue.PageAsync(viewer, which, after, limit ?? QueueReader.PageSize, cancellation: cancellation);
        return TypedResults.Ok(new CaseListAnswer([.. page.Rows.Select(row => shapes.Line(row, caller.Key))], Cursors.Write(page.More)));
    }

    private static async Task<IResult> OneAsync(Guid id, ApiCaller caller, HttpContext context, DeskCases cases, PersonalLooks looks, CaseShapes shapes, CancellationToken cancellation)
    {
        if (await cases.OpenAsync(caller.Itself, id, cancellation) is not { } sheet) return ApiProblem.NotFound("case");
        var (masked, refused) = await looks.DecideAsync(caller, sheet.Viewer, sheet.Case, "petition", cancellation);
        if (refused is not null) return refused;
        if (masked) await cases.NoteOpenedAsync(sheet, cancellation);
        context.Response.Headers.ETag = ApiCaller.Tag(sheet.Case.Version);
        return TypedResults.Ok(shapes.Full(sheet, await cases.ReachAsync(caller.Itself, id, cancellation), caller.Key, masked));
    }

    private static async Task<IResult> TranscriptAsync(
        Guid id, ApiCaller caller, DeskCases cases, PersonalLooks looks, CaseShapes shapes, ChangeFeed feed, long after = 0, int wait = 0, CancellationToken cancellation = default)
    {
        if (after < 0) return ApiProblem.Invalid("after", "Begin with 0, then send the watermark of the last answer.");
        if (wait < 0 || wait > s_longestWait.TotalSeconds) return ApiProblem.Invalid("wait", $"Use 0 to {s_longestWait.TotalSeconds} seconds.");
        if (await cases.OpenAsync(caller.Itself, id, cancellation) is not { } sheet) return ApiProblem.NotFound("case");
        var (masked, refused) = await looks.DecideAsync(caller, sheet.Viewer, sheet.Case, "transcript", cancellation);
        if (refused is not null) return refused;
        if (masked) await cases.NoteOpenedAsync(sheet, cancellation);

        using var changed = feed.Watch(Topics.Conversation, sheet.Case.ConversationId);
        var said = await cases.ReadAsync(caller.Itself, id, after, cancellation);
        if (said is { Activities.Count: 0 } && wait > 0 && await changed.WaitAsync(TimeSpan.FromSeconds(wait), cancellation))
            said = await cases.ReadAsync(caller.Itself, id, after, cancellation);
        return said is null ? ApiProblem.NotFound("case") : TypedResults.Ok(CaseShapes.Transcript(id, said, after, caller.Key, masked));
    }

    private static Task<IResult> FileAsync(Guid id, string fileId, ApiCaller caller, CaseFiles files, HttpContext context, bool thumbnail = false) =>
        files.ServeAsync(caller.Itself, id, fileId, thumbnail, context);
}
