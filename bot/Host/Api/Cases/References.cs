using IntakeBot.Casework.Content;
using IntakeBot.Host.Api.Keys;

namespace IntakeBot.Host.Api.Cases;

/// <summary>Lists that the actions take their codes from.</summary>
internal static class References
{
    public static void MapReferences(this RouteGroupBuilder v1)
    {
        v1.MapGet("/outcomes", (CaseworkContentSource content) => TypedResults.Ok(content.Current.Outcomes.All.Where(o => o.Staff).Select(o => new OutcomeAnswer(o.Code, o.Zh, o.En, o.Settled)).ToList()))
            .WithTags("reference").WithName("ListOutcomes").Needs(KeyScopes.CasesRead).Produces<List<OutcomeAnswer>>()
            .WithSummary("With which outcomes a case may be closed.");
    }
}

/// <param name="Settled">Counts as solved until the resident says otherwise.</param>
public sealed record OutcomeAnswer(string Code, string Zh, string En, bool Settled);
