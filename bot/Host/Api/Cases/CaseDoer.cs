using System.Security.Claims;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Duty;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Conversations;

namespace IntakeBot.Host.Api.Cases;

/// <summary>Marks an endpoint that does nothing when the case has changed since the version in If-Match.</summary>
internal sealed record MayDependOnVersion;

/// <summary>Does one thing in an agent's name and answers with the case as it is then, or why it was not done.</summary>
internal sealed class CaseDoer(CaseReader reader, CaseShapes shapes, DutyBook duty)
{
    public async Task<IResult> DoAsync(ApiCaller caller, Guid id, Agent? agent, Func<ClaimsPrincipal, Task<StaffResult>> action)
    {
        if (agent?.IsGood != true) return AgentMissing();
        if (caller.SeenIsBad) return ApiProblem.Of(400, "if-match", "If-Match is not a version.", "Send the ETag of the case as it came.");
        // A call that writes is brought to its end, so that its answer can be repeated: nothing here is cancelled with the request.
        var result = await action(caller.As(agent));
        if (result is not StaffResult.Done) return Refused(result);
        // Whoever acts is there.
        await duty.SeenAsync(KeyUser.OwnerId(caller.Key.Name, agent.Id));
        return await reader.FindAsync(id) is { } now ? new Tagged(TypedResults.Ok(shapes.Now(now, caller.Key)), now.Version) : ApiProblem.NotFound("case");
    }

    public static IResult AgentMissing() =>
        ApiProblem.Invalid("agent", "Say who acts: {\"agent\": {\"id\": \"1 to 64 letters, digits, . _ @ -\", \"name\": \"1 to 20 characters\"}}.");

    private static IResult Refused(StaffResult result) => result switch
    {
        StaffResult.Taken taken => ApiProblem.Of(409, "taken", $"{taken.OwnerName} has this case.", "Only the owner acts on it; it is free again when it is handed back or transferred."),
        StaffResult.NotOwner => ApiProblem.Of(409, "not-owner", "Nobody has taken this case over.", "Claim it first: POST .../claim with the same agent."),
        StaffResult.Illegal illegal => ApiProblem.Of(409, "illegal-move", $"The case is {illegal.From}; from there it cannot become {illegal.Move}.", "Read the case again: somebody may have been quicker."),
        StaffResult.Outdated => ApiProblem.Of(412, "changed", "The case has changed since it was read.", "Read it again, look whether the action still fits, and send the new ETag, or the value that stands there now."),
        StaffResult.TriesMissing tries => ApiProblem.Of(409, "tries-missing", "The resident was not called often enough for this outcome.", $"Log {tries.Missing} more calls that reached nobody, or choose another outcome."),
        StaffResult.TooMany many => ApiProblem.Of(409, "too-many-in-hand", $"This agent already has {many.Most} cases in hand.", "Close some, hand them back, or let a colleague take it."),
        StaffResult.NotThere => ApiProblem.Of(409, "not-there", "This person is not on duty, or may not have this case.", "GET .../colleagues lists who may be given it now."),
        StaffResult.Unfit unfit => ApiProblem.Invalid(unfit.Field, Fault(unfit.Fault)),
        StaffResult.Invalid { What: "outcome" } => ApiProblem.Invalid("outcome", "Use a code of GET /api/v1/outcomes."),
        StaffResult.Invalid { What: "sentence" } => ApiProblem.Invalid("sentence", "Write a sentence for the resident."),
        StaffResult.Invalid { What: "station" } => ApiProblem.Invalid("stationId", "It must be an active station of GET /api/v1/stations that is not complained of in this case; or give staffId instead."),
        StaffResult.Invalid { What: "staffId" } => ApiProblem.Invalid("staffId", "Give stationId or staffId, not both."),
        StaffResult.Invalid { What: "state" } => ApiProblem.Invalid("state", "Use contacted, handling, ordered, settled or unsettled."),
        StaffResult.Invalid { What: "call" } => ApiProblem.Invalid("number or result", $"number: {string.Join(", ", CallLog.Numbers)}; result: {string.Join(", ", CallLog.Results)}."),
        StaffResult.Invalid { What: "target" } => ApiProblem.Invalid("into", "It must be another open case."),
        StaffResult.Invalid { What: "text" } => ApiProblem.Invalid("text", $"Write 1 to {TurnLimits.StaffCharacters} characters."),
        StaffResult.Invalid invalid => ApiProblem.Invalid(invalid.What, "See the description of this call in /openapi/v1.json."),
        StaffResult.Unknown => ApiProblem.NotFound("case"),
        _ => ApiProblem.Of(409, "refused", "This cannot be done just now.", "Read the case again."),
    };

    private static string Fault(FactFault fault) => fault switch
    {
        FactFault.UnknownField => $"Use one of: {string.Join(", ", CaseFacts.All)}.",
        FactFault.Required => "It cannot be empty.",
        FactFault.Unknown => "There is no such code.",
        FactFault.NotANumber => "Write a number.",
        FactFault.OutOfRange => "The number is too small or too large.",
        FactFault.NotAPhone => "Write a phone number with area code, or with + and its country.",
        _ => "It is too long.",
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
