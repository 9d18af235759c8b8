using IntakeBot.Host.Channels;

namespace IntakeBot.Host.DirectLine;

/// <summary>A refusal in the documented shape: <c>{"error":{"code","message"}}</c>.</summary>
internal sealed record DirectLineError(int Status, string Code, string Message)
{
    public static readonly DirectLineError NoHeader = new(401, "MissingProperty", "Send an Authorization header: Bearer, one space, the token.");
    public static readonly DirectLineError Expired = new(403, "TokenExpired", "The token has expired. Get a new one.");
    public static readonly DirectLineError Forbidden = new(403, "BadArgument", "The token is not valid for this.");
    public static readonly DirectLineError ForeignOrigin = new(403, "OriginNotTrusted", "The token may not be used from this page.");
    public static readonly DirectLineError NotFound = new(404, "ConversationNotFound", "There is no such conversation.");
    public static readonly DirectLineError TooLarge = Of(ActivityProblem.TooLarge);
    public static readonly DirectLineError Busy = new(503, "ServiceError", "The conversation is busy. Send it again.");
    public static readonly DirectLineError Rejected = new(502, "BotRejectedActivity", "The bot could not handle the activity. Send it again.");
    public static readonly DirectLineError Trouble = new(500, "ServiceError", "Something failed on our side. Send it again.");

    public static DirectLineError Of(ActivityProblem problem) => new(problem.Status, problem.Code, problem.Message);
    public static DirectLineError Malformed(string why) => Of(ActivityProblem.Malformed(why));
    public static DirectLineError Wrong(string why) => Of(ActivityProblem.Wrong(why));

    public Task WriteAsync(HttpContext context)
    {
        if (Status is 429 or 503) context.Response.Headers.RetryAfter = "1";
        return new ActivityProblem(Status, Code, Message).WriteAsync(context);
    }
}
