using System.Text.Json;
using System.Text.Json.Serialization;
using IntakeBot.Casework.Places;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Links;
using IntakeBot.Host.Live;

namespace IntakeBot.Host.BotFramework;

/// <summary>
/// The door: who is it, is it an activity, may they send it. Nothing is done before all three are answered. Then every type finds its
/// way, and those that mean nothing here are taken without a word.
/// </summary>
internal sealed class MessagesEndpoint(
    TokenCheck tokens, BotFrameworkSettings settings, ChannelDoor door, PatientTurns turns, ConnectorPush push, Pushes pushes, IncomingFiles files, HandoffReports reports, LastHeard heard,
    LiveConversations conversations, SignedCodes codes, PlacesSource places, ChangeFeed feed, TimeProvider clock)
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(8);
    private static readonly ActivityProblem s_unauthorized = new(401, "Unauthorized", "The request is not authorized.");
    private static readonly ActivityProblem s_full = new(503, "ServiceError", "The bot is overloaded. Send it again.");
    private static readonly ActivityProblem s_noSuchInvoke = new(501, "NotImplemented", "The bot knows no such invoke.");

    public async Task PostAsync(HttpContext context)
    {
        var began = clock.GetTimestamp();
        if (await tokens.CheckAsync(context.Request, context.RequestAborted) is not { } caller)
        {
            await s_unauthorized.WriteAsync(context);
            return;
        }

        var (activity, problem) = await IncomingActivity.ReadAsync(context.Request);
        if (problem is null && string.IsNullOrEmpty(activity!.ChannelId)) problem = ActivityProblem.Wrong("The activity has no channelId.");
        var service = problem is null && caller.MaySend(activity!) ? settings.ServiceHosts.Open(activity!.ServiceUrl) : null;
        if (problem is null && service is null) problem = s_unauthorized;
        if (problem is not null)
        {
            await problem.WriteAsync(context);
            return;
        }

        (var received, problem) = Read(activity!, service!);
        if (problem is null) await TakeAsync(context, received! with { ConversationId = door.ConversationId(received.Channel, received.Account), Waited = clock.GetElapsedTime(began) });
        else await problem.WriteAsync(context);
    }

    private static (Received?, ActivityProblem?) Read(Activity activity, Uri service)
    {
        try
        {
            return Received.From(activity, service) is { } received ? (received, null) : (null, ActivityProblem.Wrong("The activity names no conversation."));
        }
        catch (InvalidOperationException)
        {
            return (null, ActivityProblem.HalfCharacter);
        }
    }

    private Task TakeAsync(HttpContext context, Received received) => received.Activity.Type switch
    {
        // What is said there is read by others: nothing is taken down.
        "message" or "conversationUpdate" when received.Activity.Conversation!.IsGroup == true => InGroupAsync(context, received),
        "message" when received.OnlyStarts => OpenAsync(context, received, received.Activity.From),
        "message" => MessageAsync(context, received),
        "conversationUpdate" when received.Newcomer is { } newcomer => OpenAsync(context, received, newcomer),
        "event" when received.Code is not null => OpenAsync(context, received, received.Activity.From),
        "event" when received.Activity.Name == HandoffNews.Status => AnswerAsync(context, received, new(stop => reports.TakeAsync(received, UserId(received, received.Activity.From?.Id), stop))),
        "invoke" => InvokeAsync(context, received),
        "typing" => TypingAsync(context, received),
        // messageReaction, installationUpdate, endOfConversation and whatever else there may be.
        _ => NothingAsync(context, received),
    };

    private Task MessageAsync(HttpContext context, Received received)
    {
        // Files come by way of the store only, and nothing that a resident sends offers answers.
        var said = received.Activity with { Attachments = null, SuggestedActions = null };
        var message = Message(received, received.Activity.From) with { Said = said, MayWait = !received.InBody };
        if (received.Activity.Attachments is not { Count: > 0 }) return AnswerAsync(context, received, new(stop => door.TakeAsync(message, stop)));

        var filesBase = $"{context.Request.Scheme}://{context.Request.Host}";
        FilesTaken? taken = null;
        ChannelTurn turn = null!;
        turn = new(async stop =>
        {
            taken ??= IsKnown(received) ? new([], 0) : await files.TakeAsync(received, filesBase, stop);
            if (taken.Missed > 0) turn.Besides = "fileMissed";
            return await door.TakeAsync(message with { Said = said with { Attachments = taken.Files.Count > 0 ? taken.Files : null } }, stop);
        });
        return AnswerAsync(context, received, turn);
    }

    private Task OpenAsync(HttpContext context, Received received, ChannelAccount? who)
    {
        var message = Message(received with { Address = received.Address with { User = who } }, who);
        return AnswerAsync(context, received, new(stop => door.OpenAsync(message, stop)) { Besides = received.Code is { Length: > 0 } && message.Building is null ? "wrongCode" : null });
    }

    private async Task AnswerAsync(HttpContext context, Received received, ChannelTurn turn)
    {
        if (turns.Full)
        {
            await s_full.WriteAsync(context);
            return;
        }

        heard.Note(received.ConversationId, received.Activity.Id);
        if (await turns.RunAsync(received, turn, received.Waited) is not { } answer)
        {
            if (received.InBody) await MessageBody.WriteAsync(context, received, [new(0, push.Sentence("late", received.Activity.Locale))]);
            else context.Response.StatusCode = 202;
            return;
        }

        if (answer.End == DoorEnd.Unwritable)
        {
            await ActivityProblem.HalfCharacter.WriteAsync(context);
            return;
        }

        NumberedActivity[] more = turn.Besides is { } key ? [new(0, push.Sentence(key, received.Activity.Locale))] : [];
        if (received.InBody)
        {
            await InBodyAsync(context, received, answer, more);
            return;
        }

        if (answer.End == DoorEnd.TooFast && heard.MayComplain(received.ConversationId)) more = [.. answer.Answers];
        if (more.Length > 0) turns.SayLater(received, more);
        if (answer.Waits) _ = push.TypeAsync(received.Address, CancellationToken.None);
    }

    private Task InGroupAsync(HttpContext context, Received received)
    {
        NumberedActivity[] said = received.Activity.Type == "message" ? [new(0, push.Sentence("notInGroups", received.Activity.Locale))] : [];
        if (received.InBody) return MessageBody.WriteAsync(context, received, said);
        if (said.Length > 0 && heard.MayComplain(received.ConversationId)) turns.SayLater(received, said);
        return Task.CompletedTask;
    }

    private async Task InBodyAsync(HttpContext context, Received received, DoorAnswer answer, NumberedActivity[] more)
    {
        // Something older waits for a Connector that may not even be there: then the body brings all of it, in order.
        var claim = answer is { End: DoorEnd.Taken, Carried: false } ? await pushes.ClaimAsync(answer.ConversationId, s_lease, CancellationToken.None) : null;
        var written = await IsWrittenAsync(context, received, [.. claim?.Activities ?? (answer.Carried ? answer.Answers : []), .. more]);
        if (claim is not null) await pushes.DoneAsync(claim, written ? new(claim.To) : new(claim.From, TimeSpan.Zero));
        else if (!written) await turns.PushInsteadAsync(received, answer);
    }

    private static async Task<bool> IsWrittenAsync(HttpContext context, Received received, NumberedActivity[] activities)
    {
        try
        {
            await MessageBody.WriteAsync(context, received, activities);
            return !context.RequestAborted.IsCancellationRequested;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private ChannelMessage Message(Received received, ChannelAccount? who) => new()
    {
        Channel = received.Channel,
        Account = received.Account,
        UserId = UserId(received, who?.Id),
        Address = received.Address.ToBytes(),
        ClientKey = received.Key,
        Building = codes.Open(received.Code) is { } code ? places.Current.Gazetteer.FindBuilding(code)?.Code : null,
        Locale = received.Activity.Locale,
        InBody = received.InBody,
    };

    // Some channels name people by their e-mail address or telephone number.
    private string UserId(Received received, string? id) =>
        id is not { Length: > 0 } ? "resident"
        : id.Length > 200 || id.AsSpan().ContainsAny('@', '+') || id.All(c => char.IsAsciiDigit(c) || c is ' ' or '-') ? "user-" + door.Pseudonym(received.Channel, id)
        : id;

    // Taken in before: its files need not be fetched once more.
    private bool IsKnown(Received received) => received.Key is { } key && conversations.Get(received.ConversationId).Known?.Answered.ContainsKey(key) == true;

    // The one invoke that Microsoft's SDK answers for every bot.
    private static Task InvokeAsync(HttpContext context, Received received) => received.Activity.Name == "healthCheck"
        ? context.Response.WriteAsJsonAsync(new HealthCheckBody(new(true, ["Health check succeeded."])), EndpointJson.Default.HealthCheckBody)
        : s_noSuchInvoke.WriteAsync(context);

    private Task TypingAsync(HttpContext context, Received received)
    {
        feed.Publish(Topics.Typing, received.ConversationId);
        return NothingAsync(context, received);
    }

    private static Task NothingAsync(HttpContext context, Received received) => received.InBody ? MessageBody.WriteAsync(context, received, []) : Task.CompletedTask;
}

/// <summary>Answer to the invoke <c>healthCheck</c>.</summary>
internal sealed record HealthCheckBody(HealthResults HealthResults);
internal sealed record HealthResults(bool Success, string[] Messages);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthCheckBody))]
internal sealed partial class EndpointJson : JsonSerializerContext;
