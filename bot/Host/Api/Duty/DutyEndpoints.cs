using IntakeBot.Casework.Cases;
using IntakeBot.Host.Api.Cases;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Desk.Duty;

namespace IntakeBot.Host.Api.Duty;

/// <summary>Stations of the key's area with their load, who is at work there, and signing on and off.</summary>
internal static class DutyEndpoints
{
    public static void MapDuty(this RouteGroupBuilder v1)
    {
        var duty = v1.MapGroup("").WithTags("duty");
        duty.MapGet("/stations", StationsAsync).WithName("ListStations").Needs(KeyScopes.DutyRead).Produces<List<StationLoadAnswer>>()
            .WithSummary("Stations and desks of the key's area: hours, load, and who is on duty. Those that should be manned and are not stand first.");
        duty.MapGet("/duty", OnDutyAsync).WithName("ListDuty").Needs(KeyScopes.DutyRead).Produces<List<DutyAnswer>>()
            .WithSummary("Who is on duty now in the key's area.");
        duty.MapPost("/duty/sign-on", SignOnAsync).WithName("SignOn").Writes(KeyScopes.DutyWrite).Produces<SignedOnAnswer>()
            .WithSummary("Begins a shift of the agent at the key's own desk. Whoever acts on cases is seen by that; sign on again every quarter of an hour or so when an agent only waits, or the shift ends by itself.");
        duty.MapPost("/duty/sign-off", SignOffAsync).WithName("SignOff").Writes(KeyScopes.DutyWrite).Produces(204)
            .WithSummary("Ends the agent's shift. Refused while cases are in hand: close them, hand them back or give them to somebody first.");
    }

    private static async Task<IResult> StationsAsync(ApiCaller caller, DutyBoard board, CancellationToken cancellation) =>
        await board.ReadAsync(caller.Itself, cancellation) is not { } seen ? ApiProblem.NotFound("area")
            : TypedResults.Ok(seen.Lines.Select(line => new StationLoadAnswer(
                line.Station.Id, line.Station.Name, line.Station.Level.Code(), new(line.Station.Point.Lat, line.Station.Point.Lon), line.Open, CaseShapes.At(line.Opens), CaseShapes.At(line.Closes), line.OpenCases,
                line.Waiting, line.Station.LoadLimit, line.Full, line.OnDuty.Count)).ToList());

    private static async Task<IResult> OnDutyAsync(ApiCaller caller, DutyBoard board, CancellationToken cancellation) =>
        await board.ReadAsync(caller.Itself, cancellation) is not { } seen ? ApiProblem.NotFound("area")
            : TypedResults.Ok(seen.Lines.SelectMany(line => line.OnDuty.Select(session => new DutyAnswer(
                CaseShapes.Owner(session.StaffId, session.StaffName, caller.Key)!, new(line.Station.Id, line.Station.Name), ChinaTime.Of(session.OnAt)))).ToList());

    private static async Task<IResult> SignOnAsync(ByAgent body, ApiCaller caller, StaffDuty duty) =>
        body.Agent?.IsGood != true ? CaseDoer.AgentMissing()
        : await duty.SignOnAsync(caller.As(body.Agent)) is DutyResult.On on ? TypedResults.Ok(new SignedOnAnswer(on.Waiting)) : NoDesk();

    private static async Task<IResult> SignOffAsync(ByAgent body, ApiCaller caller, StaffDuty duty) =>
        body.Agent?.IsGood != true ? CaseDoer.AgentMissing()
        : await duty.SignOffAsync(caller.As(body.Agent)) switch
        {
            DutyResult.Off => Results.NoContent(),
            DutyResult.InHand inHand => ApiProblem.Of(409, "in-hand", $"{inHand.Count} cases are still in this agent's hands.", "Close them, hand them back or give them to somebody, then sign off. GET /api/v1/cases?tab=mine&agent=ID lists them."),
            _ => NoDesk(),
        };

    private static IResult NoDesk() =>
        ApiProblem.Of(409, "no-desk", "This key is for the whole district and has no desk to work at.", "Ask an administrator for a key of the station or level desk where the agents work.");
}

/// <param name="Level">station, hall, subdistrict or district.</param>
/// <param name="Open">Its hours cover this moment.</param>
/// <param name="OpenCases">Of these `waiting` wait for somebody.</param>
/// <param name="LoadLimit">Open cases up to which routing chooses it; 0: no limit.</param>
/// <param name="OnDuty">How many people have signed on.</param>
public sealed record StationLoadAnswer(
    string Id, string Name, string Level, PointAnswer Point, bool Open, DateTimeOffset? Opens, DateTimeOffset? Closes, int OpenCases, int Waiting, int LoadLimit, bool Full, int OnDuty);

/// <param name="Since">When the shift began.</param>
public sealed record DutyAnswer(OwnerAnswer Who, StationAnswer Station, DateTimeOffset Since);

/// <param name="Waiting">Cases at this desk that nobody has taken over.</param>
public sealed record SignedOnAnswer(int Waiting);
