using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using Polly;
using Polly.Timeout;

namespace IntakeBot.Host.Webhooks;

/// <summary>Posts one event. Nothing is repeated here: what is tried again is decided by the table. Urls may hold secrets: neither logs nor traces see them.</summary>
internal sealed class WebhookSender(IHttpClientFactory clients, IOptions<WebhookOptions> options, TimeProvider clock)
{
    public const string Client = "webhooks";
    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(options.Value.Timeout).Build();

    /// <param name="id">The same for every delivery of one event, so that the receiver knows it again.</param>
    public async Task<WebhookAnswer> PostAsync(WebhookTarget to, string id, string body, CancellationToken cancellation)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        try
        {
            return await _pipeline.ExecuteAsync(async stop =>
            {
                var now = clock.GetUtcNow();
                using var client = clients.CreateClient(Client);
                using var request = new HttpRequestMessage(HttpMethod.Post, to.Url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
                request.Headers.Add("webhook-id", id);
                request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
                request.Headers.Add("webhook-signature", WebhookSecret.Sign(to.Secret, id, now, body));
                request.Headers.UserAgent.ParseAdd("IntakeBot-Webhooks/1");
                // The status is all that counts: the rest is not even read.
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
                return Judge(response.StatusCode);
            }, cancellation);
        }
        catch (TimeoutRejectedException)
        {
            return new(WebhookEnd.Timeout);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException || (failed is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new(failed.GetBaseException() is ForbiddenAddressException ? WebhookEnd.Forbidden : WebhookEnd.Unreachable);
        }
    }

    private static WebhookAnswer Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => new(WebhookEnd.Delivered),
        410 => new(WebhookEnd.Gone),
        var code => new(WebhookEnd.Http, code),
    };
}

/// <summary>Where an event goes, unsealed: never kept, never logged.</summary>
internal sealed record WebhookTarget(Uri Url, string Secret)
{
    public override string ToString() => "webhook";
}
