using IntakeBot.Host.Api.Cases;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Live;
using IntakeBot.Host.Store;
using IntakeBot.Host.Webhooks;

namespace IntakeBot.Host.Api.Hooks;

/// <summary>Webhooks as other systems keep them: those of the key's area.</summary>
internal static class HookEndpoints
{
    private const string Delivery =
        "Each event is posted as JSON (`type`, `timestamp`, `data`) and signed as Standard Webhooks has it: headers webhook-id, webhook-timestamp and webhook-signature, which any of its libraries verifies with the secret. Only a 2xx within 15 seconds counts as taken; redirects are not followed. Events of one case come in order and at least once: drop a webhook-id you know. What fails is sent again after 5 s, 30 s, 2 min, 10 min, 1 h, 6 h, 16 h and then daily, for three days in all. 410 switches the webhook off.";

    public static void MapHooks(this RouteGroupBuilder v1)
    {
        var hooks = v1.MapGroup("/webhooks").WithTags("webhooks");
        hooks.MapGet("", async (ApiCaller caller, HookArea area, CancellationToken cancellation) => TypedResults.Ok(await area.ListAsync(caller, cancellation)))
            .WithName("ListWebhooks").Needs(KeyScopes.WebhooksWrite).Produces<List<WebhookShown>>().WithSummary("Webhooks of the key's area, how they fare and what they did not take.");
        hooks.MapPost("", AddAsync).WithName("AddWebhook").Writes(KeyScopes.WebhooksWrite).Produces<WebhookAdded>(201)
            .WithSummary("Adds a webhook. The secret in the answer is shown this once.").WithDescription(Delivery);
        hooks.MapPatch("/{id:guid}", (Guid id, WebhookChange body, ApiCaller caller, HookArea area) => area.OnAsync(caller, id, async (hook, book, _) =>
            {
                await book.EnableAsync(hook.Id, body.Enabled);
                return Results.NoContent();
            }))
            .WithName("SwitchWebhook").Writes(KeyScopes.WebhooksWrite).Produces(204).ProducesProblem(404).WithSummary("Switches a webhook off or on again; switched on, what waited is tried at once.");
        hooks.MapDelete("/{id:guid}", (Guid id, ApiCaller caller, HookArea area) => area.OnAsync(caller, id, async (hook, book, _) =>
            {
                await book.RemoveAsync(hook.Id);
                return Results.NoContent();
            }))
            .WithName("RemoveWebhook").Writes(KeyScopes.WebhooksWrite).Produces(204).ProducesProblem(404).WithSummary("Removes a webhook and what it was not told yet.");
        hooks.MapPost("/{id:guid}/test", (Guid id, ApiCaller caller, HookArea area) => area.OnAsync(caller, id, async (hook, _, trial) =>
                TypedResults.Ok(await trial.RunAsync(hook) is var answer ? new WebhookTested(answer.Delivered, answer.Delivered ? null : answer.Reason) : null)))
            .WithName("TestWebhook").Writes(KeyScopes.WebhooksWrite).Produces<WebhookTested>().ProducesProblem(404).WithSummary("Posts a test event (`type` test) and says what became of it.");
        hooks.MapPost("/{id:guid}/resend", (Guid id, ApiCaller caller, HookArea area, long? seq) => area.OnAsync(caller, id, async (hook, book, _) => TypedResults.Ok(new WebhookResent(await book.ResendAsync(hook.Id, seq)))))
            .WithName("ResendEvents").Writes(KeyScopes.WebhooksWrite).Produces<WebhookResent>().ProducesProblem(404).WithSummary("Sends again what failed or was given up: one event (`seq`), or all.");
    }

    private static async Task<IResult> AddAsync(NewWebhookRequest body, ApiCaller caller, HookArea area, WebhookBook book)
    {
        var station = string.IsNullOrEmpty(body.StationId) ? caller.Key.StationId : body.StationId;
        if (!await area.CoversAsync(caller, station)) return ApiProblem.Invalid("stationId", "It must be a desk of GET /api/v1/stations: a key cannot hear of more than it sees.");
        var made = await book.AddAsync(new(body.Name ?? "", body.Url, body.Events ?? [], station));
        return made.Problem switch
        {
            null => TypedResults.Created((string?)null, new WebhookAdded(made.Id, made.Secret!)),
            WebhookProblem.NameBad => ApiProblem.Invalid("name", $"Give it a name of at most {WebhookBook.LongestName} characters."),
            WebhookProblem.NameTaken => ApiProblem.Of(409, "name-taken", "There is a webhook with this name already.", "Choose another name."),
            WebhookProblem.EventUnknown => ApiProblem.Invalid("events", $"Use kinds of the timeline: {string.Join(", ", CaseEvents.Kinds)}; or leave it empty for all."),
            WebhookProblem.StationMissing => ApiProblem.Invalid("stationId", "It must be an active station of GET /api/v1/stations."),
            WebhookProblem.TooMany => ApiProblem.Of(409, "too-many", "There are too many webhooks.", "Remove some that nobody needs."),
            _ => ApiProblem.Invalid("url", "It must begin with https:// and lead to a public address; addresses of a closed network have to be allowed by the setting Webhooks:AllowedNetworks."),
        };
    }
}

/// <summary>Which webhooks a key may see and change: those that hear of no more than the key itself sees.</summary>
internal sealed class HookArea(DeskAccess access, WebhookBook book, WebhookTrial trial, CaseShapes shapes)
{
    public async Task<bool> CoversAsync(ApiCaller caller, string? stationId) =>
        await access.ViewerAsync(caller.Itself) is { } viewer && (viewer.Stations is null || (stationId is not null && viewer.Stations.Contains(stationId)));

    public async Task<List<WebhookShown>> ListAsync(ApiCaller caller, CancellationToken cancellation)
    {
        var shown = new List<WebhookShown>();
        foreach (var state in await book.ListAsync(cancellation))
        {
            if (!await CoversAsync(caller, state.Webhook.StationId)) continue;
            var failures = state.Waiting + state.GivenUp == 0 ? [] : await book.FailuresAsync(state.Webhook.Id, cancellation);
            shown.Add(shapes.Webhook(state, failures));
        }
        return shown;
    }

    public async Task<IResult> OnAsync(ApiCaller caller, Guid id, Func<WebhookRow, WebhookBook, WebhookTrial, Task<IResult>> action) =>
        await book.FindAsync(id) is { } hook && await CoversAsync(caller, hook.StationId) ? await action(hook, book, trial) : ApiProblem.NotFound("webhook");
}

/// <param name="Url">Begins with https://.</param>
/// <param name="Events">Kinds of the timeline, e.g. routed, claimed, closed; empty: all.</param>
/// <param name="StationId">Desk whose area it hears of; absent: the key's own.</param>
public sealed record NewWebhookRequest(string Name, string Url, IReadOnlyList<string>? Events = null, string? StationId = null);

/// <param name="Secret">whsec_..., for verifying the signatures. Nobody can read it again.</param>
public sealed record WebhookAdded(Guid Id, string Secret);

public sealed record WebhookChange(bool Enabled);

/// <param name="Reason">Why it did not get through, as a code: http-503, timeout, unreachable, forbidden ...</param>
public sealed record WebhookTested(bool Delivered, string? Reason);

/// <param name="Events">How many are sent again.</param>
public sealed record WebhookResent(int Events);

/// <param name="Url">Without its query, which may hold a secret.</param>
/// <param name="Waiting">Events that are not delivered yet.</param>
/// <param name="GivenUp">Events that were given up after three days.</param>
/// <param name="FailingSince">Since when nothing got through; null: all is well.</param>
/// <param name="Reason">Code of the last failure; gone: the receiver answered 410 and it was switched off.</param>
public sealed record WebhookShown(
    Guid Id, string Name, string Url, IReadOnlyList<string> Events, StationAnswer? Station, bool Enabled, int Waiting, int GivenUp, DateTimeOffset? FailingSince, string? Reason,
    DateTimeOffset? LastDelivered, IReadOnlyList<WebhookFailure> Failures);

/// <param name="NextAt">When it is tried again; null: given up.</param>
public sealed record WebhookFailure(long Seq, Guid CaseId, string Kind, int Attempts, string? Reason, DateTimeOffset? NextAt);
