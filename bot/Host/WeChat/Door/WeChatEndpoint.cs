using IntakeBot.Host.Channels;
using IntakeBot.Host.WeChat.Wire;

namespace IntakeBot.Host.WeChat.Door;

/// <summary>The address that is entered at WeChat: GET proves that it is ours, POST brings messages.</summary>
internal sealed partial class WeChatEndpoint(Envelope envelope, PassiveAnswers answers, TimeProvider clock, ILogger<WeChatEndpoint> log)
{
    // WeChat's own messages stay below a few kilobytes.
    private const int LongestBody = 128 * 1024;

    public async Task VerifyAsync(HttpContext context)
    {
        if (envelope.Echo(context.Request.Query) is not { } echo)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(echo, context.RequestAborted);
    }

    public async Task ReceiveAsync(HttpContext context)
    {
        try
        {
            await TakeAsync(context);
        }
        catch (Exception failed) when (failed is OperationCanceledException or IOException)
        {
            // WeChat hung up, or sent less than it announced; it comes again.
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        catch (Exception failed)
        {
            DeliveryFailed(log, failed);
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private async Task TakeAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        if (!envelope.Admits(request.Query))
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (await BodyReader.ReadAsync(request, LongestBody) is not { } body)
        {
            response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        if (envelope.Open(request.Query, body) is not { } opened)
        {
            response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (opened.Members is null || InboundMessage.Of(opened.Members) is not { } message)
        {
            // Signed, so it is WeChat's; brought again it would be no better.
            NotAMessage(log);
            await WriteAsync(context, "success"u8.ToArray(), "text/plain; charset=utf-8");
            return;
        }

        var answer = await answers.AnswerAsync(message, $"{request.Scheme}://{request.Host}", context.RequestAborted);
        if (answer.IsLater) response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        else if (answer.Text is null) await WriteAsync(context, "success"u8.ToArray(), "text/plain; charset=utf-8");
        else await answer.Ended(await WriteAsync(context, envelope.Close(ReplyXml.Text(message, answer.Text, clock.GetUtcNow()), opened), "text/xml; charset=utf-8"));
    }

    /// <returns>true: WeChat had not hung up before all was written.</returns>
    private static async Task<bool> WriteAsync(HttpContext context, byte[] body, string contentType)
    {
        try
        {
            context.Response.ContentType = contentType;
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
            await context.Response.CompleteAsync();
            return !context.RequestAborted.IsCancellationRequested;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A signed delivery of WeChat held no message that could be read")]
    private static partial void NotAMessage(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery of WeChat failed")]
    private static partial void DeliveryFailed(ILogger log, Exception failed);
}
