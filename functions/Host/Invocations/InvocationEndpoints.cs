using IntakeBot.Casework;
using IntakeBot.Functions.Running;

namespace IntakeBot.Functions.Invocations;

/// <summary>The routes a Functions host calls: <c>GET /</c> until it is answered, then <c>POST /NAME</c> for every invocation.</summary>
internal static class InvocationEndpoints
{
    /// <summary>A queue message is at most 64 KiB; the host sends it up to three times over, escaped.</summary>
    public const int MaxBodyBytes = 4 * 1024 * 1024;

    public static void Map(WebApplication app, FunctionSet functions, FunctionRunner runner, CancellationToken stopping)
    {
        app.MapGet("/", () => Results.Text("ok"));
        foreach (var function in functions.All)
            app.MapPost($"/{function.Name}", context => InvokeAsync(context, function, runner, stopping));
    }

    private static async Task InvokeAsync(HttpContext context, IntakeFunction function, FunctionRunner runner, CancellationToken stopping)
    {
        var answer = await AnswerAsync(context, function, runner, stopping).ConfigureAwait(false);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(answer.Body, CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task<InvocationAnswer> AnswerAsync(HttpContext context, IntakeFunction function, FunctionRunner runner, CancellationToken stopping)
    {
        string? message = null;
        if (function.File.Queue is not null)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
            message = InvocationRequest.MessageText(body.GetBuffer().AsSpan(0, (int)body.Length), function.File.Binding);
            if (message is null) return InvocationAnswer.NoEnvelope;
        }
        // Not tied to the connection: work in hand is finished even when the host hangs up, and a second delivery finds it done.
        return InvocationAnswer.Of(await runner.RunAsync(function, message, stopping, CancellationToken.None).ConfigureAwait(false));
    }
}
