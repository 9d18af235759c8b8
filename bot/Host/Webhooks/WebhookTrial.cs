using IntakeBot.Host.Store;

namespace IntakeBot.Host.Webhooks;

/// <summary>A test delivery by hand; who makes it hears at once.</summary>
internal sealed class WebhookTrial(WebhookBook book, WebhookSender sender, WebhookQueue queue, WebhookSignal signal, TimeProvider clock)
{
    public async Task<WebhookAnswer> RunAsync(WebhookRow webhook, CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        var answer = book.Open(webhook) is { } target ? await sender.PostAsync(target, $"test_{Guid.CreateVersion7(now):N}", WebhookBody.Test(now), cancellation) : new(WebhookEnd.Sealed);
        await queue.TestedAsync(webhook.Id, answer, cancellation);
        signal.Look();
        return answer;
    }
}
