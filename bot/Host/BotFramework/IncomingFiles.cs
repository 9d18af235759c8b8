using System.Net;
using System.Text.Json;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Files;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// Fetches what a message carries, into the same store as every upload. The address comes from a stranger: https only, public
/// addresses only, bounded in size and time, and our token goes along only to hosts that may have it.
/// </summary>
internal sealed partial class IncomingFiles(IHttpClientFactory http, ConnectorTokens tokens, BotFrameworkSettings settings, Uploads uploads, TimeProvider clock, ILogger<IncomingFiles> log) : IDisposable
{
    public const string Client = "botframework.files";
    private const int Most = 10;
    private const int MostRedirects = 3;
    private const string TeamsFile = "application/vnd.microsoft.teams.file.download.info";
    private static readonly TimeSpan s_atMost = TimeSpan.FromSeconds(30);
    // A night on which a whole street sends videos must not fill the disk with half of them.
    private readonly SemaphoreSlim _atOnce = new(8, 8);

    /// <param name="filesBase">Scheme and host of our own addresses.</param>
    public async Task<FilesTaken> TakeAsync(Received received, string filesBase, CancellationToken cancellation)
    {
        var (files, missed) = (new List<Attachment>(), 0);
        foreach (var attachment in received.Activity.Attachments ?? [])
        {
            // Cards and copies of the text as HTML are no files.
            if (attachment is null || Source(attachment) is not { } source) continue;
            var file = files.Count + missed < Most ? await TakeOneAsync(received, source, cancellation) : null;
            if (file is null) missed++;
            else files.Add(file.At(filesBase + file.Path, attachment.Name is { Length: <= 200 } name ? name : null));
        }

        return new(files, missed);
    }

    public void Dispose() => _atOnce.Dispose();

    private static string? Source(Attachment attachment) =>
        (attachment.ContentType == TeamsFile ? attachment.Content.Member("downloadUrl").Text() : null) ?? attachment.ContentUrl;

    private async Task<UploadedFile?> TakeOneAsync(Received received, string source, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(s_atMost, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            if (source.StartsWith("data:", StringComparison.Ordinal)) return await InlineAsync(received, source, stop.Token);
            await _atOnce.WaitAsync(stop.Token);
            try
            {
                return await FetchAsync(received, source, stop.Token);
            }
            finally
            {
                _atOnce.Release();
            }
        }
        catch (Exception failed) when (!cancellation.IsCancellationRequested
            && failed is HttpRequestException or IOException or OperationCanceledException or TimeoutRejectedException or BrokenCircuitException or FormatException or JsonException)
        {
            NotFetched(log, received.ConversationId, failed.GetType().Name);
            return null;
        }
    }

    private async Task<UploadedFile?> FetchAsync(Received received, string source, CancellationToken stop)
    {
        for (var redirects = 0; redirects <= MostRedirects && Open(source) is { } url; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (settings.ServiceHosts.Allows(url) && await tokens.GetAsync(null, stop) is { } token) request.Headers.Authorization = new("Bearer", token);
            using var answer = await http.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            if (answer.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest && answer.Headers.Location is { } next)
            {
                source = new Uri(url, next).AbsoluteUri;
                continue;
            }

            if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentLength > Uploads.LargestFile) return null;
            await using var content = await answer.Content.ReadAsStreamAsync(stop);
            return (await uploads.TakeAsync(received.ConversationId, content, stop)).File;
        }

        return null;
    }

    private async Task<UploadedFile?> InlineAsync(Received received, string source, CancellationToken stop)
    {
        var comma = source.IndexOf(";base64,", StringComparison.Ordinal);
        if (comma is < 0 or > 100) return null;
        using var content = new MemoryStream(Convert.FromBase64String(source[(comma + 8)..]));
        return (await uploads.TakeAsync(received.ConversationId, content, stop)).File;
    }

    private Uri? Open(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var url) && url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (settings.Development && url is { Scheme: "http", IsLoopback: true }))
            ? url
            : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "A file of conversation {Conversation} could not be fetched ({Error})")]
    private static partial void NotFetched(ILogger log, string conversation, string error);
}

/// <param name="Missed">Announced, and not to be had or not to be kept.</param>
internal sealed record FilesTaken(IReadOnlyList<Attachment> Files, int Missed);
