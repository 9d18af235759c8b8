using System.Collections.Concurrent;
using IntakeBot.Host.Delivering;
using IntakeBot.Host.Store;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Webhooks;

/// <summary>Delivers events: at least once, of one case in order.</summary>
internal sealed partial class WebhookPump(
    WebhookSignal signal, WebhookQueue queue, WebhookBook book, WebhookSender sender, IOptions<WebhookOptions> options, TimeProvider clock, ILogger<WebhookPump> log)
    : DeliveryPump<DueWebhook>(signal, options.Value.Poll, clock, log)
{
    private static readonly TimeSpan s_shortestRest = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _tried = new();

    protected override Task<IReadOnlyList<DueWebhook>> DueAsync(CancellationToken stop) => queue.DueAsync(Rests, stop);

    protected override object KeyOf(DueWebhook due) => (due.Webhook.Id, due.Message.CaseId);

    // A slow one takes no more of the places than these; one where nothing gets through takes one.
    protected override bool HasRoom(DueWebhook due, ICollection<object> busy) =>
        busy.Count(key => key is ValueTuple<Guid, Guid> (var webhook, _) && webhook == due.Webhook.Id) < (due.Webhook.FailingSince is null ? WebhookQueue.MostOfOne : 1);

    protected override Task PurgeAsync(CancellationToken stop) => queue.PurgeAsync(stop);

    protected override async Task DeliverAsync(DueWebhook due, CancellationToken stop)
    {
        if (await queue.ClaimAsync(due.Message, stop) is not { } lease) return;
        _tried[due.Webhook.Id] = Clock.GetUtcNow();
        // Not to be cut short by the end of the program: it may have arrived already.
        var answer = book.Open(due.Webhook) is { } target
            ? await sender.PostAsync(target, WebhookBody.IdOf(due.Message.EventSeq), due.Message.Body, CancellationToken.None) : new(WebhookEnd.Sealed);
        var givenUp = await Noting.ExecuteAsync(async _ => await queue.DoneAsync(due, lease, answer), CancellationToken.None);
        if (givenUp) GivenUp(Log, due.Webhook.Id, due.Message.EventSeq, answer.Reason);
        else if (answer.End == WebhookEnd.Gone) Gone(Log, due.Webhook.Id);
        else if (!answer.Delivered && due.Webhook.FailingSince is null) NotTaken(Log, due.Webhook.Id, answer.Reason);
    }

    // However many messages wait for it, one that fails is asked less and less often.
    private bool Rests(WebhookRow webhook)
    {
        if (webhook.FailingSince is not { } since || !_tried.TryGetValue(webhook.Id, out var tried)) return false;
        var rest = (tried - since) / 4;
        return Clock.GetUtcNow() < tried + (rest < s_shortestRest ? s_shortestRest : rest < options.Value.LongestRest ? rest : options.Value.LongestRest);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Webhook} did not take an event ({Reason}); it is tried again")]
    private static partial void NotTaken(ILogger log, Guid webhook, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook {Webhook} answered 410 Gone and is switched off")]
    private static partial void Gone(ILogger log, Guid webhook);

    [LoggerMessage(Level = LogLevel.Error, Message = "Event {Seq} is given up for webhook {Webhook} after three days ({Reason}); the desk can send it again")]
    private static partial void GivenUp(ILogger log, Guid webhook, long seq, string reason);
}
