using System.Buffers;
using System.Text;
using System.Text.Json;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Live;
using IntakeBot.Host.Presence;
using IntakeBot.Host.Security;

namespace IntakeBot.Host.DirectLine;

/// <summary>Sending and polling.</summary>
internal sealed partial class ActivityEndpoints(
    DirectLineAccess access, LiveConversations conversations, TurnPipeline turns, MessageLimits limits, HostTexts texts, ChangeFeed feed, PresenceHints hints, ReadMarks marks, TimeProvider clock,
    ILogger<ActivityEndpoints> log)
{
    /// <summary>The client's page has shown the conversation up to the watermark in <c>channelData.intake.seen</c>.</summary>
    private const string Seen = "intake/seen";

    /// <summary>
    /// Polling. A client gives up for good on 401 and on any 5xx here, so neither is ever answered: trouble of ours reads as
    /// "nothing new".
    /// </summary>
    public async Task PollAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var granted = access.Of(context, id);
        if (granted.Error is { } error)
        {
            await (error.Status == 401 ? DirectLineError.Expired : error).WriteAsync(context);
            return;
        }

        var after = Watermark(context.Request);
        ActivitySet? set;
        IReadOnlyList<NumberedActivity> hinted = [];
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            limit.CancelAfter(ClientPatience.Poll);
            set = await conversations.ReadAsync(id, after, limit.Token).WaitAsync(limit.Token);
            if (set is not null) hinted = await hints.OfAsync(id, PresenceHints.Known(context.Request), set.Watermark, limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception failed) when (!context.RequestAborted.IsCancellationRequested)
        {
            PollFailed(log, id, failed);
            set = new([], after);
        }

        if (set is null)
        {
            await DirectLineError.NotFound.WriteAsync(context);
            return;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        ActivityBytes.WriteSet(context.Response.BodyWriter, [.. set.Activities, .. hinted], set.Watermark);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public async Task PostAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var granted = access.Of(context, id);
        if (granted.Error is { } error)
        {
            await error.WriteAsync(context);
            return;
        }

        var (activity, problem) = await IncomingActivity.ReadAsync(context.Request);
        if (problem is not null) await DirectLineError.Of(problem).WriteAsync(context);
        // Files come through upload only: whatever a plain message claims to carry is not ours.
        else if (activity!.Type == "message" && !limits.Allows(id) && !limits.IsEmergency(activity.Text)) await TooFast(id, activity.Locale).WriteAsync(context);
        else await TakeAsync(context, id, granted, activity with { Attachments = null });
    }

    /// <summary>In the language of the conversation, as far as it is known.</summary>
    public DirectLineError TooFast(string conversationId, string? locale) =>
        new(429, "TooManyRequests", texts.Say("tooFast", conversations.Get(conversationId).Known?.State?.Language ?? locale));

    /// <summary>Runs the turn of a message that has passed the limits, and answers its id.</summary>
    public async Task TakeAsync(HttpContext context, string conversationId, Access granted, Activity activity)
    {
        var newId = TurnWriting.NewId(clock);
        if (activity.Type != "message")
        {
            // What else is no message is not for us, and no error.
            if (activity.Type == "typing") feed.Publish(Topics.Typing, conversationId);
            else if (activity is { Type: "event", Name: Seen } && IncomingActivity.Seen(activity) is { } seen) marks.SeenByResident(conversationId, seen);
            await AnswerAsync(context, newId);
            return;
        }

        var user = granted.Claims!.User ?? activity.From?.Id;
        if (granted.Claims.User is null && TokenUser.Refusal(user) is { } refusal)
        {
            await refusal.WriteAsync(context);
            return;
        }

        TurnInput input;
        try
        {
            var said = TurnWriting.FromResident(activity, newId, conversationId, user ?? "resident", "webchat", clock.GetUtcNow());
            input = new() { Said = said, SaidJson = ActivityBytes.Of(said), ForEngine = PlaceAtTheDoor.InWgs84(said), MayWait = true, Seen = IncomingActivity.Seen(activity), ClientKey = IncomingActivity.ClientKey(activity) };
        }
        catch (Exception unwritable) when (unwritable is JsonException or InvalidOperationException or ArgumentException)
        {
            await DirectLineError.Of(ActivityProblem.HalfCharacter).WriteAsync(context);
            return;
        }

        await RunAsync(context, conversationId, input);
    }

    private async Task RunAsync(HttpContext context, string conversationId, TurnInput input)
    {
        TurnAnswer answer;
        try
        {
            // Once it is here it is taken in, whether or not its sender waits for the answer.
            answer = await turns.RunAsync(conversationId, input, CancellationToken.None).WaitAsync(ClientPatience.Post, clock, context.RequestAborted);
        }
        catch (TimeoutException)
        {
            await DirectLineError.Busy.WriteAsync(context);
            return;
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            TurnFailed(log, conversationId, failed);
            await DirectLineError.Rejected.WriteAsync(context);
            return;
        }

        await (answer.End switch
        {
            TurnEnd.Committed or TurnEnd.Repeated => AnswerAsync(context, answer.ActivityId!),
            TurnEnd.Unknown => DirectLineError.NotFound.WriteAsync(context),
            _ => DirectLineError.Busy.WriteAsync(context),
        });
    }

    internal static long Watermark(HttpRequest request) =>
        long.TryParse(request.Query["watermark"].ToString(), System.Globalization.NumberStyles.None, null, out var watermark) ? watermark : 0;

    private static async Task AnswerAsync(HttpContext context, string id)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        var output = context.Response.BodyWriter;
        output.Write("{\"id\":\""u8);
        EncodingExtensions.GetBytes(Encoding.ASCII, id, output);
        output.Write("\"}"u8);
        await output.FlushAsync(context.RequestAborted);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A poll of conversation {Conversation} failed")]
    private static partial void PollFailed(ILogger log, string conversation, Exception failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "A turn of conversation {Conversation} failed")]
    private static partial void TurnFailed(ILogger log, string conversation, Exception failed);
}
