using IntakeBot.Casework.Content;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Wording;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Desk.Replies;

namespace IntakeBot.Host.Api.Cases;

/// <summary>Lists that the actions take their codes from.</summary>
internal static class References
{
    public static void MapReferences(this RouteGroupBuilder v1)
    {
        var lists = v1.MapGroup("").WithTags("reference");
        lists.MapGet("/outcomes", (CaseworkContentSource content) => TypedResults.Ok(content.Current.Outcomes.All.Where(o => o.Staff).Select(o => new OutcomeAnswer(o.Code, o.Zh, o.En, o.Settled)).ToList()))
            .WithName("ListOutcomes").Needs(KeyScopes.CasesRead).Produces<List<OutcomeAnswer>>().WithSummary("With which outcomes a case may be closed.");
        lists.MapGet("/categories", (ContentLibrary library) => TypedResults.Ok(library.Current.Catalog.Taxonomy.Leaves.Select(l => new CategoryAnswer(l.Code, l.Name(Languages.Chinese))).ToList()))
            .WithName("ListCategories").Needs(KeyScopes.CasesRead).Produces<List<CategoryAnswer>>().WithSummary("What a case may be about.");
        lists.MapGet("/replies", RepliesAsync).WithName("ListReplies").Needs(KeyScopes.CasesRead).Produces<List<ReplyAnswer>>()
            .WithSummary("Texts that staff of the key's desk send often: the desk's own, everybody's, and those that come with the program.");
        v1.MapGet("/cases/{id:guid}/colleagues", ColleaguesAsync).WithTags("cases").WithName("ListColleagues").Needs(KeyScopes.CasesRead).Produces<List<ColleagueAnswer>>()
            .WithSummary("Who is on duty and may be given the case, those of its own desk first, then the least busy.");
    }

    private static async Task<IResult> RepliesAsync(ApiCaller caller, DeskAccess access, ReplyBook replies, CancellationToken cancellation, string? language = null) =>
        await access.ViewerAsync(caller.Itself, cancellation) is not { } viewer ? ApiProblem.NotFound("area")
            : TypedResults.Ok((await replies.UsableAsync(viewer, language == Languages.English ? Languages.English : Languages.Chinese, cancellation)).Select(r => new ReplyAnswer(r.Code, r.Title, r.Text)).ToList());

    private static async Task<IResult> ColleaguesAsync(Guid id, ApiCaller caller, CaseWork work, CancellationToken cancellation) =>
        TypedResults.Ok((await work.ColleaguesAsync(caller.Itself, id, cancellation)).Select(c => new ColleagueAnswer(c.Member.Id, c.Member.Signature, c.Member.StationId, c.Open)).ToList());
}

/// <param name="Settled">Counts as solved until the resident says otherwise.</param>
public sealed record OutcomeAnswer(string Code, string Zh, string En, bool Settled);
