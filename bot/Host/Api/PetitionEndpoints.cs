using System.Text.Json.Nodes;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Api.Cases;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Security;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Api;

/// <summary>Petitions for other programs (with a key), and their progress for whoever holds the receipt.</summary>
internal static class PetitionEndpoints
{
    public static WebApplication MapPetitions(this WebApplication app)
    {
        var petitions = app.MapGroup("/api/petitions").WithTags("petitions");
        petitions.MapGet("/{receipt}", GetAsync).WithName("GetPetition")
            .WithSummary("The petition (petition/1) with a member `case`: state, station, distance in metres, owner, timeline. Personal data are masked, as with /api/v1/cases.")
            .Produces<PetitionAnswer>().ProducesProblem(404).WithMetadata(new MayUnmask()).Needs(KeyScopes.PetitionsRead);
        petitions.MapGet("/{receipt}/progress", ProgressAsync).WithName("GetProgress").WithMetadata(new LimitedAs(LimitedKind.Progress))
            .WithSummary("What a resident may see. The receipt is the secret; attempts are limited.")
            .Produces<ProgressAnswer>().ProducesProblem(404).ProducesProblem(429);
        app.MapGet("/schemas/petition-1.json", () => Results.Text(PetitionSchema.Text, "application/schema+json")).WithTags("petitions").WithName("PetitionSchema")
            .WithSummary("The contract petition/1 as JSON Schema.");
        return app;
    }

    private static async Task<IResult> GetAsync(
        string receipt, HttpContext context, ApiCaller caller, DeskAccess access, PersonalLooks looks, CaseReader cases, CaseworkStore store, PlacesSource places, IPersonalDataProtector protector)
    {
        if (!Receipt.TryParse(receipt, out var exact)) return NotFound();

        var viewer = await access.ViewerAsync(caller.Itself, context.RequestAborted);
        if (await cases.DetailAsync(exact, context.RequestAborted) is { } detail)
        {
            if (viewer is null || !await access.MaySeeAsync(viewer, detail.Case, context.RequestAborted)) return NotFound();
            var (masked, refused) = await looks.DecideAsync(caller, viewer, detail.Case, "petition", context.RequestAborted);
            if (refused is not null) return refused;
            var answer = detail.Petition is { } petition ? MaskedPetition.Json(petition, masked) : new JsonObject { ["receipt"] = exact };
            answer["case"] = System.Text.Json.JsonSerializer.SerializeToNode(Case(detail, places.Current), ApiJson.Default.CaseAnswer);
            return Results.Json(answer);
        }

        // Stored, and not routed yet: it lies in nobody's area, and there is no timeline to note a look on.
        if (viewer is not { Stations: null }) return NotFound();
        await using var db = store.Open();
        var id = await db.Petitions.Where(p => p.Receipt == exact).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(context.RequestAborted);
        if (id is null || await PetitionStore.FindAsync(db, id.Value, protector, context.RequestAborted) is not { } waiting) return NotFound();
        var received = MaskedPetition.Json(waiting, masked: true);
        received["case"] = new JsonObject { ["state"] = "received" };
        return Results.Json(received);
    }

    private static async Task<IResult> ProgressAsync(string receipt, HttpContext context, CaseReader cases)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!Receipt.TryParse(receipt, out var exact) || await cases.ProgressAsync(exact, context.RequestAborted) is not { } found) return NotFound();
        return Results.Json(
            new ProgressAnswer(
                found.State, found.Station, found.Owner, found.Overdue, ChinaTime.Of(found.SubmittedAt), ChinaTime.Of(found.UpdatedAt), found.Outcome,
                found.ClosingSentence, [.. found.Steps.Select(s => new StepAnswer(ChinaTime.Of(s.At), s.Kind))]),
            ApiJson.Default.ProgressAnswer);
    }

    private static CaseAnswer Case(CaseDetail detail, PlacesSnapshot places)
    {
        var row = detail.Case;
        return new(
            row.State.Code(), new(row.StationId, places.FindStation(row.StationId)?.Name ?? row.StationId), row.Level.Code(), row.Reason,
            row.DistanceM is { } metres ? Math.Round(metres) : null, row.OwnerName, row.Outcome, ChinaTime.Of(row.DueAt),
            [.. detail.Timeline.Select(e => new TimelineAnswer(ChinaTime.Of(e.Event.At), e.Event.Kind, e.Event.FromState?.Code(), e.Event.ToState.Code(), e.Event.ActorName, e.Event.Reason))]);
    }

    private static IResult NotFound() => Results.Problem(statusCode: 404, title: "There is no petition with this receipt.");
}
