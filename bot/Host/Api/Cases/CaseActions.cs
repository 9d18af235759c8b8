using System.Security.Claims;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Api.Repeats;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Desk.Cases;

namespace IntakeBot.Host.Api.Cases;

/// <summary>What agents of another system do with cases: the same actions as at the desk, by the same services and rules.</summary>
internal static class CaseActions
{
    public static void MapCaseActions(this RouteGroupBuilder v1)
    {
        var one = v1.MapGroup("/cases/{id:guid}").WithTags("actions");
        one.MapPost("/claim", (Guid id, ByAgent body, ApiCaller caller, CaseDoer doer) => doer.DoAsync(caller, id, body.Agent, (cases, user, stop) => cases.ClaimAsync(user, id, stop)))
            .Action("ClaimCase", "Takes the case over: the bot falls silent, and the resident reads that the agent is there. Of two at once one wins; again by the same agent changes nothing.");
        one.MapPost("/say", (Guid id, SayRequest body, ApiCaller caller, CaseDoer doer, HttpContext context) => doer.DoAsync(caller, id, body.Agent, (cases, user, stop) =>
                cases.SayAsync(user, id, body.Text ?? "", context.Request.Headers[RepeatDoor.Header].ToString().Trim(), stop)))
            .Action("SayToResident", "Answers the resident in the same chat, as \"<display name of the key> <name of the agent>\". Only the owner may.");
        one.MapPost("/transfer", (Guid id, TransferRequest body, ApiCaller caller, CaseDoer doer) => doer.DoAsync(caller, id, body.Agent, (cases, user, stop) =>
                cases.TransferAsync(user, id, body.StationId ?? "", body.Comment ?? "", stop)))
            .Action("TransferCase", "Sends the case to another station or level (stationId). The bot answers until somebody there takes it over.");
        one.MapPost("/hand-back", (Guid id, ByAgent body, ApiCaller caller, CaseDoer doer) => doer.DoAsync(caller, id, body.Agent, (cases, user, stop) => cases.HandBackAsync(user, id, stop)))
            .Action("HandCaseBack", "Gives the conversation back to the bot; the case stays open in its station's queue, and the resident is told.");
        one.MapPost("/close", (Guid id, CloseRequest body, ApiCaller caller, CaseDoer doer) => doer.DoAsync(caller, id, body.Agent, (cases, user, stop) =>
                cases.CloseAsync(user, id, body.Outcome ?? "", body.Sentence ?? "", stop)))
            .Action("CloseCase", "Ends the case with an outcome and a sentence for the resident, who is asked whether it is solved.");
    }

    private static void Action(this RouteHandlerBuilder endpoint, string name, string summary) =>
        endpoint.WithName(name).WithSummary(summary).Writes(KeyScopes.CasesWrite).WithMetadata(new MayDependOnVersion()).Produces<CaseNowAnswer>().ProducesProblem(404).ProducesProblem(412);
}

/// <summary>Marks an endpoint that does nothing when the case has changed since the version in If-Match.</summary>
internal sealed record MayDependOnVersion;

/// <summary>Does one thing in an agent's name and answers with the case as it is then, or why it was not done.</summary>
internal sealed class CaseDoer(DeskCases cases, CaseReader reader, CaseShapes shapes)
{
    public async Task<IResult> DoAsync(ApiCaller caller, Guid id, Agent? agent, Func<DeskCases, ClaimsPrincipal, CancellationToken, Task<StaffResult>> action)
    {
        if (agent?.IsGood != true) return ApiProblem.Invalid("agent", "Say who acts: {\"agent\": {\"id\": \"1 to 64 letters, digits, . _ @ -\", \"name\": \"1 to 20 characters\"}}.");
        if (caller.SeenIsBad) return ApiProblem.Of(400, "if-match", "If-Match is not a version.", "Send the ETag of the case as it came.");
        // A call that writes is brought to its end, so that its answer can be repeated.
        var result = await action(cases, caller.As(agent), CancellationToken.None);
        if (result is not StaffResult.Done) return Refused(result);
        return await reader.FindAsync(id) is { } now ? new Tagged(TypedResults.Ok(shapes.Now(now, caller.Key)), now.Version) : ApiProblem.NotFound("case");
    }

    private static IResult Refused(StaffResult result) => result switch
    {
        StaffResult.Taken taken => ApiProblem.Of(409, "taken", $"{taken.OwnerName} has this case.", "Only the owner acts on it; it is free again when it is handed back or transferred."),
        StaffResult.NotOwner => ApiProblem.Of(409, "not-owner", "Nobody has taken this case over.", "Claim it first: POST .../claim with the same agent."),
        StaffResult.Illegal illegal => ApiProblem.Of(409, "illegal-move", $"The case is {illegal.From}; from there it cannot become {illegal.Move}.", "Read the case again: somebody may have been quicker."),
        StaffResult.Outdated => ApiProblem.Of(412, "changed", "The case has changed since the version in If-Match.", "Read it again, look whether the action still fits, and send the new ETag."),
        StaffResult.Invalid { What: "outcome" } => ApiProblem.Invalid("outcome", "Use a code of GET /api/v1/outcomes."),
        StaffResult.Invalid { What: "sentence" } => ApiProblem.Invalid("sentence", "Write a sentence for the resident."),
        StaffResult.Invalid { What: "station" } => ApiProblem.Invalid("stationId", "It must be an active station of GET /api/v1/stations that is not complained of in this case."),
        StaffResult.Invalid { What: "text" } => ApiProblem.Invalid("text", $"Write 1 to {TurnLimits.StaffCharacters} characters."),
        StaffResult.Invalid invalid => ApiProblem.Invalid(invalid.What, "See the description of this call in /openapi/v1.json."),
        _ => ApiProblem.NotFound("case"),
    };

    private sealed class Tagged(IResult result, long version) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ETag = ApiCaller.Tag(version);
            return result.ExecuteAsync(httpContext);
        }
    }
}
