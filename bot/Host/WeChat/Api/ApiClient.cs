using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace IntakeBot.Host.WeChat.Api;

/// <summary>
/// One call of WeChat's API: JSON in, <c>errcode</c> out. HTTP 200 is no success there, and the access token stands in the address, so no
/// address is ever written down.
/// </summary>
internal sealed class ApiClient(WeChatSettings settings, IHttpClientFactory clients, ApiCalls calls)
{
    private const int LongestAnswer = 64 * 1024;

    /// <summary>A call that shows something to somebody: sent once, unless it certainly never left.</summary>
    public Task<ApiAnswer> SendAsync<T>(string path, T body, JsonTypeInfo<T> shape, CancellationToken cancellation) => PostAsync(calls.Sending, path, body, shape, cancellation);

    /// <summary>A call that may be made twice.</summary>
    public Task<ApiAnswer> AskAsync<T>(string path, T body, JsonTypeInfo<T> shape, CancellationToken cancellation) => PostAsync(calls.Reading, path, body, shape, cancellation);

    /// <summary>Fetches bytes; what is no file is an answer of the API as any other.</summary>
    /// <param name="take">Given the file while it comes in; may be called again when the connection broke.</param>
    public async Task<(ApiAnswer Answer, T? Taken)> FetchAsync<T>(Uri address, Func<Stream, CancellationToken, Task<T>> take, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await calls.Reading.ExecuteAsync(
                async stop =>
                {
                    using var answer = await Http().GetAsync(address, HttpCompletionOption.ResponseHeadersRead, stop);
                    if ((int)answer.StatusCode >= 500) throw new HttpRequestException("WeChat cannot answer.", null, answer.StatusCode);
                    await using var body = await answer.Content.ReadAsStreamAsync(stop);
                    if (!answer.IsSuccessStatusCode || IsText(answer.Content.Headers.ContentType)) return (Answer(await BoundedAsync(body, stop), answer), (T?)null);
                    return (new ApiAnswer(ApiEnd.Done, 0), await take(body, stop));
                },
                cancellation);
        }
        catch (Exception failed) when (IsExpected(failed, cancellation))
        {
            return (new(ApiEnd.NotSent, 0), null);
        }
    }

    private async Task<ApiAnswer> PostAsync<T>(ResiliencePipeline pipeline, string path, T body, JsonTypeInfo<T> shape, CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, shape);
        try
        {
            return await pipeline.ExecuteAsync(
                async stop =>
                {
                    using var content = new ByteArrayContent(bytes);
                    content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
                    using var answer = await Http().PostAsync(new Uri(settings.ApiBase, path), content, stop);
                    await using var stream = await answer.Content.ReadAsStreamAsync(stop);
                    return Answer(await BoundedAsync(stream, stop), answer);
                },
                cancellation);
        }
        catch (Exception failed) when (IsExpected(failed, cancellation))
        {
            return new(failed is BrokenCircuitException || (failed is HttpRequestException http && ApiCalls.NeverLeft(http)) ? ApiEnd.NotSent : ApiEnd.Unsure, 0);
        }
    }

    private HttpClient Http() => clients.CreateClient(ApiCalls.Client);

    private static bool IsExpected(Exception failed, CancellationToken cancellation) =>
        failed is HttpRequestException or IOException or TimeoutRejectedException or BrokenCircuitException || (failed is OperationCanceledException && !cancellation.IsCancellationRequested);

    private static bool IsText(MediaTypeHeaderValue? type) =>
        type?.MediaType is { } media && (media.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || media.Contains("json", StringComparison.OrdinalIgnoreCase));

    private static ApiAnswer Answer(byte[] body, HttpResponseMessage answer)
    {
        try
        {
            var json = JsonElement.Parse(body);
            if (json.ValueKind == JsonValueKind.Object)
            {
                var code = json.TryGetProperty("errcode", out var given) && given.TryGetInt32(out var number) ? number : 0;
                if (code != 0) return new(ApiEnd.Refused, code, json);
                if (answer.IsSuccessStatusCode) return new(ApiEnd.Done, 0, json);
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // A page of some gateway: judged by its status below.
        }

        return (int)answer.StatusCode is >= 400 and < 500 ? new(ApiEnd.Refused, -(int)answer.StatusCode) : new(ApiEnd.Unsure, 0);
    }

    private static async Task<byte[]> BoundedAsync(Stream stream, CancellationToken stop)
    {
        var buffer = new byte[LongestAnswer];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop);
        return buffer[..length];
    }
}
