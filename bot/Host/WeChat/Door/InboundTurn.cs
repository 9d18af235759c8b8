using System.Text.Json;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.WeChat.Api;
using IntakeBot.Host.WeChat.Quota;
using IntakeBot.Host.WeChat.Wire;

namespace IntakeBot.Host.WeChat.Door;

/// <summary>One message, from what WeChat sent to the committed turn. May be run again: everything in it knows repetitions.</summary>
internal sealed class InboundTurn(InboundReader reader, ChannelDoor door, Quotas quotas, Pushes pushes, LiveConversations conversations, HostTexts texts)
{
    public string ConversationId(InboundMessage message) => door.ConversationId(WeChatFeature.Channel, message.FromUserName);

    public string Text(string conversationId, string key) => texts.Say(key, conversations.Get(conversationId).Known?.State?.Language);

    /// <exception cref="TurnBusyException">To be run again in a moment.</exception>
    public async Task<TurnResult> RunAsync(InboundMessage message, string conversationId, string filesBase, Delivery delivery, CancellationToken cancellation)
    {
        var meaning = await reader.ReadAsync(message, conversationId, filesBase, cancellation);
        DoorAnswer? answer = null;
        switch (meaning.Kind)
        {
            case MeaningKind.Says or MeaningKind.Taps:
                answer = await door.TakeAsync(Inner(message, meaning) with { Said = meaning.Said, MayWait = meaning.Kind == MeaningKind.Says }, cancellation);
                break;
            case MeaningKind.Came:
                answer = await door.OpenAsync(Inner(message, meaning), cancellation);
                break;
            case MeaningKind.Left:
                await quotas.LeftAsync(conversationId);
                return default;
            case MeaningKind.Agrees or MeaningKind.Disagrees:
                await quotas.AgreedAsync(conversationId, meaning.Kind == MeaningKind.Agrees);
                return default;
            case MeaningKind.Refused:
                delivery.Say(Text(conversationId, meaning.Text!));
                break;
            case MeaningKind.Nothing:
                return default;
        }

        if (answer?.End == DoorEnd.Busy) throw new TurnBusyException();
        await HeardAsync(message, conversationId);
        // What waited for a budget goes now, also when nobody waits for this answer any more.
        await pushes.HurryAsync(conversationId);

        if (Own(answer, meaning, conversationId) is { } own) delivery.Say(own);
        return new(answer, IsHeard: true);
    }

    /// <summary>Opens the budget of messages that WeChat gives for it. The same message again opens nothing.</summary>
    public Task HeardAsync(InboundMessage message, string conversationId)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(message.CreateTime);
        return message.IsEvent ? quotas.CameAsync(conversationId, at) : quotas.WroteAsync(conversationId, at);
    }

    // What is said outside the transcript, if anything is.
    private string? Own(DoorAnswer? answer, Meaning meaning, string conversationId) => answer switch
    {
        { End: DoorEnd.Unwritable } => Text(conversationId, "wechat.unsupported"),
        { End: DoorEnd.TooFast, Answers: [var said, ..] } => ActivityBytes.Read(said.Json).Text,
        _ when meaning.UnknownCode => Text(conversationId, "wrongCode"),
        // Whoever scans again a moment later sees that it worked.
        { Answers.Count: 0 } when meaning.Kind == MeaningKind.Came => Text(conversationId, "wechat.here"),
        _ => null,
    };

    private ChannelMessage Inner(InboundMessage message, Meaning meaning) => new()
    {
        Channel = WeChatFeature.Channel,
        Account = message.FromUserName,
        UserId = "wx-" + door.Pseudonym(WeChatFeature.Channel, message.FromUserName),
        Address = JsonSerializer.SerializeToUtf8Bytes(new(message.FromUserName), WeChatJson.Relaxed.WeChatAddress),
        ClientKey = message.Key,
        Building = meaning.Building,
    };
}

/// <summary>The conversation was changed by others over and over.</summary>
internal sealed class TurnBusyException : Exception;
