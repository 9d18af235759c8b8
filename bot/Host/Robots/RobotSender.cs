using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using Polly;
using Polly.Timeout;

namespace IntakeBot.Host.Robots;

/// <summary>
/// Posts one message. Nothing is repeated here: these webhooks know no idempotency key, and what is tried again is decided by
/// the table. Addresses are secrets: neither logs nor traces see them.
/// </summary>
internal sealed class RobotSender(IHttpClientFactory clients, IOptions<RobotOptions> options, TimeProvider clock)
{
    public const string Client = "robots";
    private const int LongestAnswer = 16 * 1024;
    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(options.Value.Timeout).Build();

    public async Task<RobotAnswer> PostAsync(RobotTarget to, string text, bool alarm, CancellationToken cancellation)
    {
        var product = RobotProduct.Of(to.Kind);
        if (!RobotAddress.IsAllowed(product, to.Webhook, options.Value)) return new(RobotEnd.Address);
        using var untraced = SuppressInstrumentationScope.Begin();
        try
        {
            return await _pipeline.ExecuteAsync(async stop =>
            {
                var now = clock.GetUtcNow();
                using var client = clients.CreateClient(Client);
                using var request = new HttpRequestMessage(HttpMethod.Post, product.Target(to.Webhook, to.Secret, now)) { Content = JsonContent.Create(product.Body(text, alarm, to.Secret, now)) };
                using var response = await client.SendAsync(request, stop);
                return Judge(product, response.StatusCode, await response.Content.ReadAsByteArrayAsync(stop));
            }, cancellation);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or TimeoutRejectedException || (failed is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new(RobotEnd.Unreachable);
        }
    }

    public static void Configure(HttpClient client)
    {
        client.MaxResponseContentBufferSize = LongestAnswer;
        client.Timeout = Timeout.InfiniteTimeSpan;
    }

    private static RobotAnswer Judge(RobotProduct product, HttpStatusCode status, byte[] body)
    {
        var said = Said(product, body);
        if (said.End != RobotEnd.Unreadable && (said.End != RobotEnd.Delivered || (int)status < 300)) return said;
        return (int)status switch
        {
            429 => new(RobotEnd.Rate, 429),
            >= 500 => new(RobotEnd.Unreachable, (int)status),
            >= 300 => new(RobotEnd.Refused, (int)status),
            _ => new(RobotEnd.Unreadable),
        };
    }

    private static RobotAnswer Said(RobotProduct product, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return product.Read(json.RootElement);
        }
        catch (JsonException)
        {
            return new(RobotEnd.Unreadable);
        }
    }
}

/// <summary>Where a message goes, unsealed: never kept, never logged.</summary>
internal sealed record RobotTarget(RobotKind Kind, Uri Webhook, string? Secret)
{
    public override string ToString() => Kind.Code();
}
