using System.Security.Cryptography;
using System.Text;
using IntakeBot.Host.Api.Keys;
using Microsoft.AspNetCore.Http.Features;

namespace IntakeBot.Host.Api.Repeats;

/// <summary>Marks an endpoint whose calls carry an Idempotency-Key.</summary>
internal sealed record Repeatable;

/// <summary>
/// A call that writes may be sent again after a lost connection: the same key and body are answered with the first answer and do
/// nothing. What was begun is brought to its end even when the caller is gone, so that there is an answer to repeat.
/// </summary>
internal sealed class RepeatDoor(ApiAnswers answers) : IMiddleware
{
    public const string Header = "Idempotency-Key";
    private const int LongestKey = 100;
    private const int LongestBody = 64 * 1024;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var repeat = context.Request.Headers[Header].ToString().Trim();
        if (repeat.Length is 0 or > LongestKey)
        {
            await ApiProblem.Of(400, "idempotency-key", $"Send the header {Header} with at most {LongestKey} characters.", "Make one for each thing you want done, e.g. a UUID, and send the same one again when you repeat the call.").ExecuteAsync(context);
            return;
        }
        if (await ReadAsync(context) is not { } hash)
        {
            await ApiProblem.Of(413, "too-large", $"The body is longer than {LongestBody} bytes.").ExecuteAsync(context);
            return;
        }

        var key = context.Features.GetRequiredFeature<ApiKey>().Name;
        switch (await answers.BeginAsync(key, repeat, hash, context.RequestAborted))
        {
            case Beginning.Answered answered:
                context.Response.Headers["Idempotent-Replayed"] = "true";
                await WriteAsync(context, answered.First);
                break;
            case Beginning.Different:
                await ApiProblem.Of(422, "idempotency-key", $"This {Header} was used for another call.", "Make a new one for each thing you want done.").ExecuteAsync(context);
                break;
            case Beginning.Running:
                context.Response.Headers.RetryAfter = "1";
                await ApiProblem.Of(409, "running", "The first call with this key is still being worked on.", "Send it again after a second.").ExecuteAsync(context);
                break;
            default:
                await RunAsync(context, next, key, repeat);
                break;
        }
    }

    private async Task RunAsync(HttpContext context, RequestDelegate next, string key, string repeat)
    {
        var wire = context.Response.Body;
        using var written = new MemoryStream();
        context.Response.Body = written;
        context.RequestAborted = CancellationToken.None;
        var kept = false;
        try
        {
            await next(context);
            kept = context.Response.StatusCode < 500;
        }
        finally
        {
            context.Response.Body = wire;
            if (!kept) await answers.ForgetAsync(key, repeat);
        }

        var answer = new FirstAnswer(context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.ETag.ToString() is { Length: > 0 } tag ? tag : null, written.ToArray());
        // The door before this one has words for what could not be read; that is no answer to keep.
        if (answer is { Status: >= 400, ContentType: null })
        {
            await answers.ForgetAsync(key, repeat);
            return;
        }
        if (kept) await answers.KeepAsync(key, repeat, answer);
        await wire.WriteAsync(answer.Body);
    }

    private static async Task WriteAsync(HttpContext context, FirstAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        if (answer.ETag is { } tag) context.Response.Headers.ETag = tag;
        await context.Response.Body.WriteAsync(answer.Body);
    }

    // null: too long.
    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        context.Request.EnableBuffering(LongestBody, LongestBody + 1);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}\n"));
        var buffer = new byte[8192];
        var total = 0;
        try
        {
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            {
                if ((total += read) > LongestBody) return null;
                hash.AppendData(buffer, 0, read);
            }
        }
        catch (IOException) when (total > LongestBody - buffer.Length)
        {
            return null;
        }
        context.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
