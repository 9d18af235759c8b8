using Microsoft.AspNetCore.Http.Features;

namespace IntakeBot.Host.DirectLine;

/// <summary>What goes wrong behind the door is answered in the documented shape, and never twice.</summary>
internal sealed partial class DirectLineDoor(ILogger<DirectLineDoor> log)
{
    public RequestDelegate Guard(RequestDelegate handler) => async context =>
    {
        try
        {
            await handler(context);
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await new DirectLineError(bad.StatusCode, "BadSyntax", "The request is broken or too large.").WriteAsync(context);
        }
        catch (Exception failed) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            Failed(log, Route(context), failed);
            await DirectLineError.Trouble.WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to be answered.
        }
    };

    /// <summary>
    /// For opening and reconnecting: Microsoft's client takes any status from 400 for the end and tries again only after a broken
    /// connection, so that is what trouble of ours looks like.
    /// </summary>
    public RequestDelegate GuardUnbroken(RequestDelegate handler) => Guard(async context =>
    {
        try
        {
            await handler(context);
        }
        catch (Exception failed) when (failed is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            Failed(log, Route(context), failed);
            context.Abort();
        }
    });

    // The pattern, not the path: a path may hold what is nobody's business.
    private static string Route(HttpContext context) => (context.Features.Get<IEndpointFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "-";

    [LoggerMessage(Level = LogLevel.Error, Message = "Direct Line {Route} failed")]
    private static partial void Failed(ILogger log, string route, Exception failed);
}
