using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Dialogue.Content;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Security;

namespace IntakeBot.Host.Channels;

/// <summary>
/// The one inner door of all channels that things are pushed to: an activity in, what was answered out. It opens the conversation, keeps its
/// address, knows repetitions and limits.
/// </summary>
internal sealed class ChannelDoor(
    TurnPipeline turns, LiveConversations conversations, ChannelAddresses addresses, MessageLimits limits, HostTexts texts, ContentLibrary library, ServerKeys keys, TimeProvider clock)
{
    /// <summary>32 hex digits: the same for the same thread, and nobody can tell the thread from it.</summary>
    public string ConversationId(string channel, string account) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(keys.Codes, Encoding.UTF8.GetBytes($"conversation/{channel}/{account}")).AsSpan(0, 16));

    /// <summary>16 hex digits in place of a channel's own name of a person, where that is personal data.</summary>
    public string Pseudonym(string channel, string user) => ConversationId(channel, "user " + user)[..16];

    /// <summary>A message of the resident. A conversation that is new is opened first, and the greeting belongs to the answer.</summary>
    public async Task<DoorAnswer> TakeAsync(ChannelMessage message, CancellationToken cancellation)
    {
        var id = ConversationId(message.Channel, message.Account);
        var live = conversations.Get(id);
        var said = message.Said!;
        if (said.Type == "message" && !limits.Allows(id) && !limits.IsEmergency(said.Text)) return TooFast(id, said.Locale ?? message.Locale);

        Activity written;
        byte[] json;
        try
        {
            written = TurnWriting.FromResident(said, TurnWriting.NewId(clock), id, message.UserId, message.Channel, clock.GetUtcNow());
            json = ActivityBytes.Of(written);
        }
        catch (Exception unwritable) when (unwritable is JsonException or InvalidOperationException or ArgumentException)
        {
            return new(DoorEnd.Unwritable, id, [], Carried: false, Waits: false);
        }

        IReadOnlyList<NumberedActivity> before = [];
        var input = new TurnInput
        {
            Said = written,
            SaidJson = json,
            ForEngine = PlaceAtTheDoor.InWgs84(written),
            ClientKey = message.ClientKey,
            MayWait = message.MayWait,
            InBody = message.InBody,
            Effects = Address(live, message),
        };
        var answer = TurnAnswer.Of(TurnEnd.AlreadyOpen);
        if (await conversations.KnowAsync(live, cancellation) is null) answer = await turns.RunAsync(id, input with { Begins = Beginning(message), Greeting = Opened(message) }, cancellation);
        else if (message.Building is not null) before = (await OpenAsync(message, cancellation)).Answers;
        if (answer.End == TurnEnd.AlreadyOpen) answer = await turns.RunAsync(id, input, cancellation);
        if (answer.End == TurnEnd.Committed) live.Address = message.Address;
        return answer.End == TurnEnd.Committed
            ? new(DoorEnd.Taken, id, [.. before, .. answer.Activities.Where(a => !ReferenceEquals(a.Json, json))], answer.Carried, live.Waits)
            : await OtherwiseAsync(id, answer, cancellation);
    }

    /// <summary>
    /// Somebody came in: greeted when new or back after a while; at the door of another building the conversation moves there.
    /// </summary>
    public async Task<DoorAnswer> OpenAsync(ChannelMessage message, CancellationToken cancellation)
    {
        var id = ConversationId(message.Channel, message.Account);
        var live = conversations.Get(id);
        var input = new TurnInput { InBody = message.InBody, Effects = Address(live, message) };
        if (await conversations.KnowAsync(live, cancellation) is null)
        {
            var begun = await turns.RunAsync(id, input with { Begins = Beginning(message), ForEngine = Opened(message) }, cancellation);
            if (begun.End == TurnEnd.Committed) live.Address = message.Address;
            if (begun.End != TurnEnd.AlreadyOpen) return await OpenedAsync(live, begun, cancellation);
        }

        var key = message.ClientKey is { } given ? "opened/" + given : null;
        var away = TimeSpan.FromMinutes(library.Current.Catalog.Settings.ReturnAfterMinutes);
        var moved = message.Building is not null && (await conversations.KnowAsync(live, cancellation))?.Building != message.Building;
        var answer = await turns.RunAsync(
            id,
            moved
                ? input with { Building = message.Building, ForEngine = HostEvents.Scanned(), ClientKey = key }
                : input with { ForEngine = HostEvents.Opened(), ClientKey = key, Guard = known => known is { OwnerId: null, State: { } state } && clock.GetUtcNow() - state.LastAt >= away },
            cancellation);
        // Just here a moment ago: nothing needs to be said.
        return answer.End == TurnEnd.Refused ? new(DoorEnd.Taken, id, [], Carried: true, live.Waits) : await OpenedAsync(live, answer, cancellation);
    }

    private static Beginning Beginning(ChannelMessage message) => new(message.Building, message.Channel, message.UserId, null, Pushes: true);

    private static Activity Opened(ChannelMessage message) => HostEvents.Opened() with { Locale = message.Locale is { Length: <= 20 } locale ? locale : null };

    private IReadOnlyList<CommitEffect> Address(LiveConversation live, ChannelMessage message) =>
        live.Address is { } kept && kept.AsSpan().SequenceEqual(message.Address) ? [] : [addresses.Keep(live.Id, message.Address, clock.GetUtcNow())];

    private async Task<DoorAnswer> OpenedAsync(LiveConversation live, TurnAnswer answer, CancellationToken cancellation) => answer.End == TurnEnd.Committed
        ? new(DoorEnd.Taken, live.Id, answer.Activities, answer.Carried, live.Waits)
        : await OtherwiseAsync(live.Id, answer, cancellation);

    private async Task<DoorAnswer> OtherwiseAsync(string id, TurnAnswer answer, CancellationToken cancellation)
    {
        if (answer.End != TurnEnd.Repeated) return new(DoorEnd.Busy, id, [], Carried: false, Waits: false);
        var all = (await conversations.ReadAsync(id, 0, cancellation))!;
        var first = all.Activities.Where(a => ActivityBytes.Read(a.Json) is { From.Role: not "user" } said && said.ReplyToId == answer.ActivityId);
        return new(DoorEnd.Repeated, id, [.. first], Carried: true, all.Waits);
    }

    private DoorAnswer TooFast(string id, string? locale)
    {
        var language = conversations.Get(id).Known?.State?.Language ?? locale;
        var said = new Activity { Type = "message", Text = texts.Say("tooFast", language), Locale = language, From = new() { Id = TurnWriting.BotId, Role = "bot" } };
        return new(DoorEnd.TooFast, id, [new(0, ActivityBytes.Of(said))], Carried: true, Waits: false);
    }
}
