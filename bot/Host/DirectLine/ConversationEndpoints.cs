using System.Security.Cryptography;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;

namespace IntakeBot.Host.DirectLine;

/// <summary>Tokens, opening, reconnecting.</summary>
internal sealed class ConversationEndpoints(
    DirectLineAccess access, ConversationTokens tokens, OpenConversation open, LiveConversations conversations, TimeProvider clock)
{
    private const int LongestParameters = 16 * 1024;
    private const int MostOrigins = 10;
    private const int LongestOrigin = 200;

    /// <summary>A token for a new conversation, for the secret only. Nothing is begun by it.</summary>
    public async Task GenerateAsync(HttpContext context)
    {
        var granted = access.Of(context, null);
        if (granted.Error is not null || !granted.Secret)
        {
            await (granted.Error ?? DirectLineError.Forbidden).WriteAsync(context);
            return;
        }

        var (given, error) = await ParametersAsync(context);
        if (error is not null)
        {
            await error.WriteAsync(context);
            return;
        }

        var claims = New() with { User = given!.User?.Id is { Length: > 0 } user ? user : null, Origins = given.TrustedOrigins };
        await WriteAsync(context, 200, new(claims.ConversationId, tokens.Issue(claims), ConversationTokens.LifetimeSeconds));
    }

    public async Task RefreshAsync(HttpContext context)
    {
        var granted = access.Of(context, null);
        if (granted.Error is { } error) await error.WriteAsync(context);
        else if (granted.Secret) await DirectLineError.Forbidden.WriteAsync(context);
        else await WriteAsync(context, 200, new(granted.Claims!.ConversationId, tokens.Issue(granted.Claims), ConversationTokens.LifetimeSeconds));
    }

    /// <summary>Opens the token's conversation; 201 when it begins now, 200 when it was open.</summary>
    public async Task StartAsync(HttpContext context)
    {
        var granted = access.Of(context, null);
        var (given, error) = granted.Error is { } refused ? (null, refused) : await ParametersAsync(context);
        if (error is not null)
        {
            await error.WriteAsync(context);
            return;
        }

        var claims = granted.Secret ? New() with { Origins = given!.TrustedOrigins } : granted.Claims!;
        if (claims.User is null && given!.User?.Id is { Length: > 0 } user)
        {
            if (!granted.Secret && TokenUser.Refusal(user) is { } refusal)
            {
                await refusal.WriteAsync(context);
                return;
            }

            claims = claims with { User = user };
        }

        var begun = await ClientPatience.UntilItWorksAsync(
            cancellation => open.RunAsync(claims, given!.Locale, "webchat", cancellation), ClientPatience.Open, clock, context.RequestAborted);
        await WriteAsync(context, begun ? 201 : 200, new(
            claims.ConversationId, tokens.Issue(claims), ConversationTokens.LifetimeSeconds, StreamUrl(context.Request, claims, 0)));
    }

    /// <summary>A new stream for an open conversation, continuing after the watermark.</summary>
    public async Task ReconnectAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var granted = access.Of(context, id);
        if (granted.Error is { } error)
        {
            await error.WriteAsync(context);
            return;
        }

        if (await ClientPatience.UntilItWorksAsync(
            cancellation => conversations.KnowAsync(conversations.Get(id), cancellation), ClientPatience.Open, clock, context.RequestAborted) is null)
        {
            conversations.Drop(id);
            await DirectLineError.NotFound.WriteAsync(context);
            return;
        }

        await WriteAsync(context, 200, new(
            id, tokens.Issue(granted.Claims!), ConversationTokens.LifetimeSeconds, StreamUrl(context.Request, granted.Claims!, ActivityEndpoints.Watermark(context.Request))));
    }

    public static Task SessionAsync(HttpContext context) =>
        context.Response.WriteAsJsonAsync(new SessionBody(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))), DirectLineJson.Default.SessionBody);

    public ConversationToken New() => new() { Use = ConversationToken.Chat, ConversationId = TurnWriting.NewId(clock) };

    private string StreamUrl(HttpRequest request, ConversationToken claims, long watermark) =>
        $"{(request.IsHttps ? "wss" : "ws")}://{request.Host}/v3/directline/conversations/{claims.ConversationId}/stream?watermark={watermark}&t={tokens.IssueStream(claims)}";

    private static async Task<(TokenParameters? Given, DirectLineError? Error)> ParametersAsync(HttpContext context)
    {
        if (await BodyReader.ReadAsync(context.Request, LongestParameters) is not { } body) return (null, DirectLineError.TooLarge);
        if (body.AsSpan().Trim(" \r\n\t"u8).IsEmpty) return (new(), null);
        var given = BodyReader.Parse(body, DirectLineJson.Default.TokenParameters, out var problem);
        if (given is null) return (null, DirectLineError.Malformed(problem!));
        if (given.User?.Id?.Length > TokenUser.LongestId) return (null, DirectLineError.Wrong($"A user id has at most {TokenUser.LongestId} characters."));
        if (given.TrustedOrigins is { } origins && (origins.Count > MostOrigins || origins.Any(o => o is not { Length: > 0 and <= LongestOrigin })))
            return (null, DirectLineError.Wrong($"Name at most {MostOrigins} trusted origins of at most {LongestOrigin} characters."));
        return (given, null);
    }

    private static Task WriteAsync(HttpContext context, int status, ConversationBody body)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(body, DirectLineJson.Default.ConversationBody);
    }
}
