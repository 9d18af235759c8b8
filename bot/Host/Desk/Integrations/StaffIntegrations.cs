using System.Security.Claims;
using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Store;
using IntakeBot.Host.Webhooks;

namespace IntakeBot.Host.Desk.Integrations;

/// <summary>What stands on the page of other systems.</summary>
/// <param name="Failures">By webhook: the last events it did not take.</param>
internal sealed record IntegrationList(IReadOnlyList<ApiKey> Keys, IReadOnlyList<WebhookState> Webhooks, IReadOnlyDictionary<Guid, IReadOnlyList<WebhookMessageRow>> Failures)
{
    public static readonly IntegrationList Nothing = new([], [], new Dictionary<Guid, IReadOnlyList<WebhookMessageRow>>());
}

/// <summary>Administrators keep the keys and webhooks of other systems. Each call checks that an administrator asks; null: somebody else did.</summary>
internal sealed class StaffIntegrations(DeskAccess access, ApiKeys keys, WebhookBook webhooks, WebhookTrial trial)
{
    public Task<IntegrationList?> ListAsync(ClaimsPrincipal user, CancellationToken cancellation = default) => AsAdministratorAsync(user, async () =>
    {
        var states = await webhooks.ListAsync(cancellation);
        var failures = new Dictionary<Guid, IReadOnlyList<WebhookMessageRow>>();
        foreach (var state in states.Where(s => s.Waiting + s.GivenUp > 0)) failures[state.Webhook.Id] = await webhooks.FailuresAsync(state.Webhook.Id, cancellation);
        return new IntegrationList(await keys.ListAsync(cancellation), states, failures);
    });

    public async Task<KeyMade?> AddKeyAsync(ClaimsPrincipal user, NewKey wanted) => await MayAsync(user) ? await keys.AddAsync(wanted) : null;

    public async Task<bool?> EndKeyAsync(ClaimsPrincipal user, string name) => await MayAsync(user) ? await keys.EndAsync(name) : null;

    public Task<WebhookMade?> AddWebhookAsync(ClaimsPrincipal user, NewWebhook wanted) => AsAdministratorAsync(user, () => webhooks.AddAsync(wanted));

    public async Task<bool?> EnableWebhookAsync(ClaimsPrincipal user, Guid id, bool enabled) => await MayAsync(user) ? await webhooks.EnableAsync(id, enabled) : null;

    public async Task<bool?> RemoveWebhookAsync(ClaimsPrincipal user, Guid id) => await MayAsync(user) ? await webhooks.RemoveAsync(id) : null;

    /// <summary>Sends a test event and says what became of it.</summary>
    public async Task<WebhookAnswer?> TestWebhookAsync(ClaimsPrincipal user, Guid id) =>
        await MayAsync(user) && await webhooks.FindAsync(id) is { } webhook ? await trial.RunAsync(webhook) : null;

    public async Task<int?> ResendAsync(ClaimsPrincipal user, Guid id) => await MayAsync(user) ? await webhooks.ResendAsync(id) : null;

    private async Task<T?> AsAdministratorAsync<T>(ClaimsPrincipal user, Func<Task<T>> work)
        where T : class => await MayAsync(user) ? await work() : null;

    private async Task<bool> MayAsync(ClaimsPrincipal user) => await access.ViewerAsync(user) is { IsAdministrator: true };
}
