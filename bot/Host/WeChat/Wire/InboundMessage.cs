using System.Globalization;

namespace IntakeBot.Host.WeChat.Wire;

/// <summary>One message or event of WeChat, as its document on receiving messages has them. Members keep WeChat's names.</summary>
internal sealed record InboundMessage
{
    private const int LongestName = 128;
    private const int LongestText = 16 * 1024;
    private readonly IReadOnlyDictionary<string, string> _members;

    private InboundMessage(IReadOnlyDictionary<string, string> members) => _members = members;

    /// <summary>Our account's original id: what an answer comes from.</summary>
    public required string ToUserName { get; init; }
    /// <summary>The openid. It names a person: not for logs, addresses or queues.</summary>
    public required string FromUserName { get; init; }
    /// <summary>Seconds since 1970.</summary>
    public required long CreateTime { get; init; }
    public required string MsgType { get; init; }
    /// <summary>A 64-bit number, kept as text; events have none.</summary>
    public string? MsgId { get; private init; }
    public string? Event => IsEvent ? this["Event"] : null;
    public bool IsEvent => MsgType == "event";

    /// <summary>A member by WeChat's name; empty when it is absent.</summary>
    public string this[string name] => _members.TryGetValue(name, out var text) ? text.Length <= LongestText ? text : text[..LongestText] : "";

    /// <summary>The same for a repetition: MsgId; of events who, when and what.</summary>
    public string Key => MsgId is { } id ? $"wechat/{id}" : $"wechat/{CreateTime}/{Short(this["Event"])}/{Short(this["EventKey"])}";

    public double? Number(string name) =>
        double.TryParse(this[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string Short(string text) => text.Length <= LongestName ? text : text[..LongestName];

    /// <returns>null: it lacks what every message has.</returns>
    public static InboundMessage? Of(IReadOnlyDictionary<string, string> members)
    {
        if (Name("ToUserName") is not { } to || Name("FromUserName") is not { } from || Name("MsgType") is not { } type
            || !members.TryGetValue("CreateTime", out var time) || !long.TryParse(time, NumberStyles.None, null, out var seconds) || seconds > 253402300799)
            return null;
        var id = Name("MsgId");
        if (type != "event" && id is null) return null;
        return new(members) { ToUserName = to, FromUserName = from, CreateTime = seconds, MsgType = type, MsgId = type == "event" ? null : id };

        string? Name(string member) => members.TryGetValue(member, out var text) && text.Length is > 0 and <= LongestName ? text : null;
    }
}
