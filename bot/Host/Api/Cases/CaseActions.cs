using System.Security.Claims;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Api.Repeats;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Presence;

namespace IntakeBot.Host.Api.Cases;

/// <summary>What agents of another system do with cases: the same actions as at the desk, by the same services and rules.</summary>
internal static class CaseActions
{
    public static void MapCaseActions(this RouteGroupBuilder v1)
    {
        var one = v1.MapGroup("/cases/{id:guid}").WithTags("actions");
        one.MapPost("/claim", (Guid id, ByAgent body, ApiCaller caller, CaseDoer doer, DeskCases cases) => doer.DoAsync(caller, id, body.Agent, user => cases.ClaimAsync(user, id)))
            .Action("ClaimCase", "Takes the case over: the bot falls silent, and the resident reads that the agent is there. Of two at once one wins; again by the same agent changes nothing. An agent of a desk's key who has not signed on is on duty at that desk from then on.");
        one.MapPost("/say", (Guid id, SayRequest body, ApiCaller caller, CaseDoer doer, DeskCases cases, HttpContext context) => doer.DoAsync(caller, id, body.Agent, user =>
                cases.SayAsync(user, id, body.Text ?? "", context.Request.Headers[RepeatDoor.Header].ToString().Trim())))
            .Action("SayToResident", "Answers the resident in the same chat, as \"<display name of the key> <name of the agent>\". Only the owner may.");
        one.MapPost("/note", (Guid id, NoteRequest body, ApiCaller caller, CaseDoer doer, CaseWork work) => doer.DoAsync(caller, id, body.Agent, user => work.NoteAsync(user, id, body.Text ?? "")))
            .Action("NoteOnCase", "A word among staff on the timeline; the resident never sees it.");
        one.MapPost("/call", (Guid id, CallRequest body, ApiCaller caller, CaseDoer doer, CaseWork work) => doer.DoAsync(caller, id, body.Agent, user =>
                work.CallAsync(user, id, new(body.Number ?? "", body.Result ?? "", body.Comment))))
            .Action("LogCall", "Logs a call. Before a case is closed as not reached, so many tries must stand there.");
        one.MapPost("/facts", (Guid id, ReviseRequest body, ApiCaller caller, CaseDoer doer, CaseWork work) => doer.DoAsync(caller, id, body.Agent, user =>
                work.ReviseAsync(user, id, new(body.Field ?? "", body.Value, body.Saw))))
            .Action("ReviseFact", "Sets one fact right; both values are kept. `saw` is the value that stood there: when it is not the newest, nothing is changed (412).");
        one.MapPost("/progress", (Guid id, ProgressRequest body, ApiCaller caller, CaseDoer doer, CaseWork work) => doer.DoAsync(caller, id, body.Agent, user =>
                State(body.State) is { } state ? work.AdvanceAsync(user, id, state) : Task.FromResult<StaffResult>(new StaffResult.Invalid("state"))))
            .Action("MarkProgress", "Marks how far the owner has come: contacted, handling, ordered, settled or unsettled.");
        one.MapPost("/transfer", (Guid id, TransferRequest body, ApiCaller caller, CaseDoer doer, DeskCases cases, CaseWork work) => doer.DoAsync(caller, id, body.Agent, user => TransferAsync(cases, work, user, id, body)))
            .Action("TransferCase", "Sends the case to another station or level (stationId), where the bot answers until somebody takes it over; or gives it to a person on duty (staffId), who answers from then on.");
        one.MapPost("/hand-back", (Guid id, ByAgent body, ApiCaller caller, CaseDoer doer, DeskCases cases) => doer.DoAsync(caller, id, body.Agent, user => cases.HandBackAsync(user, id)))
            .Action("HandCaseBack", "Gives the conversation back to the bot; the case stays open in its station's queue, and the resident is told.");
        one.MapPost("/close", (Guid id, CloseRequest body, ApiCaller caller, CaseDoer doer, DeskCases cases) => doer.DoAsync(caller, id, body.Agent, user =>
                cases.CloseAsync(user, id, body.Outcome ?? "", body.Sentence ?? "")))
            .Action("CloseCase", "Ends the case with an outcome and a sentence for the resident, who is asked whether it is solved.");
        one.MapPost("/withdraw", (Guid id, WhyRequest body, ApiCaller caller, CaseDoer doer, CaseWork work) => doer.DoAsync(caller, id, body.Agent, user => work.WithdrawAsync(user, id, body.Why ?? "")))
            .Action("WithdrawCase", "Takes the case back because the resident said so elsewhere, for instance on the phone.");
        one.MapPost("/reopen", (Guid id, WhyRequest body, ApiCaller caller, CaseDoer doer, CaseWork work) => doer.DoAsync(caller, id, body.Agent, user => work.ReopenAsync(user, id, body.Why ?? "")))
            .Action("ReopenCase", "Opens a finished case again, in its station's queue; the resident is told.");
        one.MapPost("/merge", (Guid id, MergeRequest body, ApiCaller caller, CaseDoer doer, CaseWork work) => doer.DoAsync(caller, id, body.Agent, user => work.MergeAsync(user, id, body.Into, body.Comment ?? "")))
            .Action("MergeCase", "Ends a duplicate: its matter is handled in the case `into`, which its resident follows from now on.");
        one.MapPost("/unmerge", (Guid id, WhyRequest body, ApiCaller caller, CaseDoer doer, CaseWork work) => doer.DoAsync(caller, id, body.Agent, user => work.UnmergeAsync(user, id, body.Why)))
            .Action("UnmergeCase", "Takes a merged case out again because it is another matter: it waits at its own station, and its resident is told.");
        one.MapPost("/typing", TypingAsync).WithName("ShowTyping").Needs(KeyScopes.CasesWrite).Produces(204).ProducesProblem(404).ProducesProblem(422)
            .WithSummary("Shows the resident for some seconds that the owner is typing; send it again every three seconds or so while that is true. Needs no Idempotency-Key.");
    }

    private static CaseState? State(string? code) => Enum.GetValues<CaseState>().Where(s => s.Code() == code).Select(s => (CaseState?)s).FirstOrDefault();

    private static async Task<StaffResult> TransferAsync(DeskCases cases, CaseWork work, ClaimsPrincipal user, Guid id, TransferRequest body)
    {
        if (body.StaffId is not { Length: > 0 } person) return await cases.TransferAsync(user, id, body.StationId ?? "", body.Comment ?? "");
        if (body.StationId is { Length: > 0 }) return new StaffResult.Invalid("staffId");
        return (await work.ColleaguesAsync(user, id)).FirstOrDefault(c => c.Member.Id == person) is { } to
            ? await work.TransferToPersonAsync(user, id, to.Member, body.Comment ?? "") : new StaffResult.NotThere(person);
    }

    private static async Task<IResult> TypingAsync(Guid id, ByAgent body, ApiCaller caller, DeskCases cases, StaffTyping typing, CancellationToken cancellation)
    {
        if (body.Agent?.IsGood != true) return CaseDoer.AgentMissing();
        if (await cases.VisibleAsync(caller.As(body.Agent), id, cancellation) is not var (viewer, found)) return ApiProblem.NotFound("case");
        await typing.TypeAsync(found.ConversationId, viewer.Member.Id, cancellation);
        return Results.NoContent();
    }

    private static void Action(this RouteHandlerBuilder endpoint, string name, string summary) =>
        endpoint.WithName(name).WithSummary(summary).Writes(KeyScopes.CasesWrite).WithMetadata(new MayDependOnVersion()).Produces<CaseNowAnswer>().ProducesProblem(404).ProducesProblem(412);
}
