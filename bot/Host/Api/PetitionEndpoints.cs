using System.Text.Json.Nodes;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
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
            .WithSummary("The petition (petition/1) with a member `case`: state, station, distance in metres, owner, timeline. Needs a key with the scope petitions:read.")
            .Produces<PetitionAnswer>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
        petitions.MapGet("/{receipt}/progress", ProgressAsync).WithName("GetProgress").WithMetadata(new LimitedAs(LimitedKind.Progress))
            .WithSummary("What a resident may see. The receipt is the secret; attempts are limited.")
            .Produces<ProgressAnswer>().ProducesProblem(404).ProducesProblem(429);
        app.MapGet("/schemas/petition-1.json", () => Results.Text(PetitionSchema.Text, "application/schema+json")).WithTags("petitions").WithName("PetitionSchema")
            .WithSummary("The contract petition/1 as JSON Schema.");
        return app;
    }

    private static async Task<IResult> GetAsync(
        string receipt, HttpContext context, ApiKeys keys, CaseReader cases, CaseworkStore store, PlacesSource places, IPersonalDataProtector protector)
    {
        var check = await keys.CheckAsync(context.Request, ApiKeys.PetitionsRead, context.RequestAborted);
        if (check is KeyCheck.Missing or KeyCheck.Unknown) return Results.Problem(statusCode: 401, title: "Send an API key: Authorization: Bearer intake_...");
        if (check == KeyCheck.OutOfScope) return Results.Problem(statusCode: 403, title: $"The key lacks the scope {ApiKeys.PetitionsRead}.");
        context.Response.Headers.CacheControl = "no-store";
        if (!Receipt.TryParse(receipt, out var exact)) return NotFound();

        if (await cases.DetailAsync(exact, context.RequestAborted) is { } detail)
        {
            var answer = detail.Petition is { } petition ? JsonNode.Parse(PetitionJson.Write(petition))!.AsObject() : new JsonObject { ["receipt"] = exact };
            answer["case"] = System.Text.Json.JsonSerializer.SerializeToNode(Case(detail, places.Current), ApiJson.Default.CaseAnswer);
            return Results.Json(answer);
        }

        // Stored, and not routed yet.
        await using var db = store.Open();
        var id = await db.Petitions.Where(p => p.Receipt == exact).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(context.RequestAborted);
        if (id is null || await PetitionStore.FindAsync(db, id.Value, protector, context.RequestAborted) is not { } waiting) return NotFound();
        var received = JsonNode.Parse(PetitionJson.Write(waiting))!.AsObject();
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
