using System.Buffers;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.WeChat;

namespace IntakeBot.Host.BotFramework;

/// <summary>Delivers what is said in conversations of the Bot Framework's channels.</summary>
internal sealed class ConnectorPush(ConnectorClient connector, LastHeard heard, HostTexts texts) : IPushChannel
{
    private static readonly TimeSpan s_throttled = TimeSpan.FromSeconds(5), s_noToken = TimeSpan.FromSeconds(10), s_unauthorized = TimeSpan.FromMinutes(1);
    private static readonly byte[] s_typing = ActivityBytes.Of(new Activity { Type = "typing" });

    // WeChat has a sender of its own; what is not pushed at all never comes here.
    public bool Serves(string channel) => channel != WeChatFeature.Channel;

    public bool Holds(string conversationId) => false;

    public async Task<PushResult> SendAsync(PushTarget to, IReadOnlyList<NumberedActivity> activities, CancellationToken cancellation)
    {
        var address = ConnectorAddress.Read(to.Address);
        var (upTo, reason) = (activities[0].Seq - 1, (string?)null);
        foreach (var activity in activities)
        {
            var said = ActivityBytes.Read(activity.Json);
            var answer = await SendAsync(address, activity.Json, said.ReplyToId is null ? null : heard.Of(to.ConversationId), cancellation);
            switch (answer.End)
            {
                case ConnectorEnd.Delivered:
                    break;
                case ConnectorEnd.Uncertain:
                    reason = "uncertain";
                    break;
                case ConnectorEnd.Refused:
                    // A channel that knows no events: nothing is lost to the resident.
                    if (said.Type != "event") reason = "refused";
                    break;
                case ConnectorEnd.Later:
                    return new(upTo, answer.After ?? s_throttled, answer.Throttled ? "throttled" : "unreachable");
                case ConnectorEnd.NoToken:
                    return new(upTo, s_noToken, "no-token");
                case ConnectorEnd.Unauthorized:
                    return new(upTo, s_unauthorized, "unauthorized");
                case ConnectorEnd.Gone:
                    return new(activities[^1].Seq, Reason: "gone");
                case ConnectorEnd.Forbidden:
                    return new(activities[^1].Seq, Reason: "not-allowed");
                default:
                    throw new InvalidOperationException($"A Connector's answer that nobody knows: {answer.End}.");
            }

            upTo = activity.Seq;
        }

        return new(upTo, Reason: reason);
    }

    /// <summary>Sends what no pump will; whether it arrives is not followed up.</summary>
    public async Task SayAsync(Received received, IReadOnlyList<NumberedActivity> activities, CancellationToken cancellation)
    {
        foreach (var activity in activities) await SendAsync(received.Address, activity.Json, received.Activity.Id, cancellation);
    }

    public Task TypeAsync(PushTarget to, CancellationToken cancellation) => TypeAsync(ConnectorAddress.Read(to.Address), cancellation);

    /// <summary>Shows that somebody writes.</summary>
    public Task TypeAsync(ConnectorAddress to, CancellationToken cancellation) => SendAsync(to, s_typing, null, cancellation);

    /// <summary>A sentence of the program itself, outside the transcript.</summary>
    /// <param name="key">Of <c>wording/host.*.yaml</c>.</param>
    public byte[] Sentence(string key, string? language) => ActivityBytes.Of(new Activity { Type = "message", Text = texts.Say(key, language), Locale = language });

    private Task<ConnectorAnswer> SendAsync(ConnectorAddress to, byte[] activity, string? replyTo, CancellationToken cancellation)
    {
        var dressed = new ArrayBufferWriter<byte>(activity.Length + 512);
        to.Dress(dressed, activity, replyTo);
        return connector.SendAsync(to, replyTo, dressed.WrittenMemory, cancellation);
    }
}
