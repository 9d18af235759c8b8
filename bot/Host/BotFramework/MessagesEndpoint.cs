using IntakeBot.Host.Channels;

namespace IntakeBot.Host.BotFramework;

/// <summary>The door: who is it, is it an activity, may they send it. Nothing is done before all three are answered.</summary>
internal sealed class MessagesEndpoint(TokenCheck tokens, BotFrameworkSettings settings)
{
    private static readonly ActivityProblem s_unauthorized = new(401, "Unauthorized", "The request is not authorized.");

    public async Task PostAsync(HttpContext context)
    {
        if (await tokens.CheckAsync(context.Request, context.RequestAborted) is not { } caller)
        {
            await s_unauthorized.WriteAsync(context);
            return;
        }

        var (activity, error) = await IncomingActivity.ReadAsync(context.Request);
        if (error is null && string.IsNullOrEmpty(activity!.ChannelId)) error = ActivityProblem.Wrong("The activity has no channelId.");
        if (error is null && (!caller.MaySend(activity!) || settings.ServiceHosts.Open(activity!.ServiceUrl) is null)) error = s_unauthorized;
        if (error is not null)
        {
            await error.WriteAsync(context);
            return;
        }

        context.Response.StatusCode = 200;
    }
}
