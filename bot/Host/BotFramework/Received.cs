using System.Security.Cryptography;
using System.Text;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Channels;
using IntakeBot.Host.WeChat;

namespace IntakeBot.Host.BotFramework;

/// <summary>An activity that may come in, read as the inner door wants it.</summary>
internal sealed record Received
{
    private const int LongestKey = 120;

    public required Activity Activity { get; init; }
    public required ConnectorAddress Address { get; init; }
    /// <summary>The channel's name in petitions.</summary>
    public required string Channel { get; init; }
    /// <summary>The thread: the service's host and the conversation there. The path of a service URL is moved now and then.</summary>
    public required string Account { get; init; }
    public string ConversationId { get; init; } = "";
    /// <summary>How long its sender has waited when it was read.</summary>
    public TimeSpan Waited { get; init; }
    /// <summary>The answer travels with the response.</summary>
    public bool InBody => Activity.DeliveryMode == "expectReplies" || Activity.Type == "invoke";

    /// <summary>
    /// By which a repetition is known: the client's own id, which stays the same when it sends again, else the channel's. null: neither
    /// is there.
    /// </summary>
    public string? Key { get; private init; }
    /// <summary>
    /// The signed code of a building: <c>channelData.intake.building</c>, the value of an event <c>intake/building</c>, or the text
    /// <c>/start CODE</c>, as deep links of messengers send it. Empty: a start without one.
    /// </summary>
    public string? Code { get; private init; }

    /// <returns>null: it names no conversation.</returns>
    /// <exception cref="InvalidOperationException">A text holds half a character.</exception>
    public static Received? From(Activity activity, Uri service) => activity is not { Conversation.Id.Length: > 0, ChannelId: { } channel } ? null : new()
    {
        Activity = activity,
        Address = new(activity.ServiceUrl!, channel, activity.Conversation, activity.Recipient, activity.From),
        Channel = NameOf(channel),
        Account = $"{service.GetLeftPart(UriPartial.Authority)} {activity.Conversation.Id}",
        Key = KeyOf(activity),
        Code = CodeOf(activity),
    };

    /// <summary>Who came in: the first added member that is not the bot.</summary>
    public ChannelAccount? Newcomer => Activity.MembersAdded?.FirstOrDefault(member => member?.Id is { Length: > 0 } id && id != Activity.Recipient?.Id);

    /// <summary>Only says that somebody begins: no message to the bot.</summary>
    public bool OnlyStarts => StartOf(Activity) is not null;

    private static string? KeyOf(Activity activity) => IncomingActivity.ClientKey(activity) is { } own ? "c/" + own
        : activity.Id is { Length: > 0 } id ? "a/" + (id.Length <= LongestKey ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))))
        : null;

    private static string? CodeOf(Activity activity) => activity is { Type: "event", Name: "intake/building" }
        ? activity.Value.Text() ?? activity.Value.Member("building").Text() ?? ""
        : StartOf(activity) ?? activity.Intake("building").Text();

    private static string? StartOf(Activity activity) =>
        activity is { Type: "message", Text: { Length: <= 100 } text } && text.Trim() is var said && said.StartsWith("/start", StringComparison.OrdinalIgnoreCase) && (said.Length == 6 || said[6] == ' ')
            ? said[6..].Trim()
            : null;

    // Petitions allow few characters in a channel's name; "wechat" is a channel of our own.
    private static string NameOf(string channelId)
    {
        var name = channelId.ToLowerInvariant();
        if (name == WeChatFeature.Channel) return "wechat.botframework";
        return name.Length is > 0 and <= 40 && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-') ? name : "botframework";
    }
}
