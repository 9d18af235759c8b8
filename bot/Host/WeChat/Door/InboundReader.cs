using System.Text.Json;
using IntakeBot.Casework.Places;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Links;
using IntakeBot.Host.WeChat.Wire;

namespace IntakeBot.Host.WeChat.Door;

/// <summary>What a message or event of WeChat means to the conversation.</summary>
internal sealed class InboundReader(WeChatSettings settings, MediaIntake media, SignedCodes codes, PlacesSource places)
{
    private const string OfFollow = "qrscene_";
    // What WeChat writes where it would show a message that it does not pass on, such as a sticker.
    private const string NotPassedOn = "【收到不支持的消息类型，暂无法显示】";

    public async Task<Meaning> ReadAsync(InboundMessage message, string conversationId, string filesBase, CancellationToken cancellation) => message.MsgType switch
    {
        "event" => Event(message),
        "text" => message["Content"] is { Length: > 0 } text && text != NotPassedOn ? Says(text) : Meaning.Unsupported,
        "link" => Says(string.Join('\n', new[] { message["Title"], message["Description"], message["Url"] }.Where(part => part.Length > 0))),
        "location" => Location(message),
        "image" or "voice" or "video" or "shortvideo" => await MediaAsync(message, conversationId, filesBase, cancellation),
        _ => Meaning.Unsupported,
    };

    private async Task<Meaning> MediaAsync(InboundMessage message, string conversationId, string filesBase, CancellationToken cancellation)
    {
        var spoken = message["Recognition"];
        var taken = await media.TakeAsync(conversationId, message["MediaId"], filesBase, cancellation);
        if (taken.File is { } file) return new(MeaningKind.Says, new() { Type = "message", Text = spoken.Length > 0 ? spoken : null, Attachments = [file] });
        // What was understood of a recording is worth having without it.
        if (spoken.Length > 0) return Says(spoken);
        return taken.Refused ? Meaning.MediaRefused : Meaning.MediaLost;
    }

    private Meaning Location(InboundMessage message)
    {
        // X is the latitude at WeChat.
        if (message.Number("Location_X") is not { } latitude || message.Number("Location_Y") is not { } longitude || latitude is < -90 or > 90 || longitude is < -180 or > 180)
            return Meaning.Unsupported;
        var entity = new
        {
            type = "Place",
            geo = new { type = "GeoCoordinates", latitude, longitude },
            address = message["Label"] is { Length: > 0 } label ? label : null,
        };
        return new(MeaningKind.Says, new()
        {
            Type = "message",
            Entities = JsonSerializer.SerializeToElement(new[] { entity }),
            ChannelData = JsonSerializer.SerializeToElement(new { intake = new { datum = settings.Datum.ToString().ToUpperInvariant() } }),
        });
    }

    private Meaning Event(InboundMessage message)
    {
        var key = message["EventKey"];
        switch (message.Event)
        {
            case "subscribe":
                return Came(key.StartsWith(OfFollow, StringComparison.Ordinal) ? key[OfFollow.Length..] : "");
            case "SCAN":
                return Came(key);
            case "unsubscribe":
                return new(MeaningKind.Left);
            case "CLICK":
                return settings.Menu.TryGetValue(key, out var text) ? Says(text) with { Kind = MeaningKind.Taps } : Came("");
            case "subscribe_msg_popup_event" or "subscribe_msg_change_event":
                return Agreement(message);
            default:
                // VIEW, LOCATION and what may come: a reported position is where a phone is, not where a matter is.
                return new(MeaningKind.Nothing);
        }
    }

    private Meaning Came(string scene)
    {
        var building = codes.Open(scene) is { } code ? places.Current.Gazetteer.FindBuilding(code)?.Code : null;
        return new(MeaningKind.Came) { Building = building, UnknownCode = scene.Length > 0 && building is null };
    }

    private Meaning Agreement(InboundMessage message)
    {
        var list = message.Event == "subscribe_msg_popup_event" ? "SubscribeMsgPopupEvent" : "SubscribeMsgChangeEvent";
        if (settings.Notice is not { } notice || message[$"{list}/TemplateId"] != notice.TemplateId) return new(MeaningKind.Nothing);
        var accepted = message[$"{list}/SubscribeStatusString"] == "accept";
        // A change back to "accept" in the account's settings is no consent to a message by itself.
        return accepted && list == "SubscribeMsgChangeEvent" ? new(MeaningKind.Nothing) : new(accepted ? MeaningKind.Agrees : MeaningKind.Disagrees);
    }

    private static Meaning Says(string text) => new(MeaningKind.Says, new() { Type = "message", Text = text, TextFormat = "plain" });
}

/// <param name="Said">For <see cref="MeaningKind.Says"/> and <see cref="MeaningKind.Taps"/>.</param>
internal sealed record Meaning(MeaningKind Kind, Activity? Said = null)
{
    public static readonly Meaning Unsupported = new(MeaningKind.Refused) { Text = "wechat.unsupported" };
    public static readonly Meaning MediaLost = new(MeaningKind.Refused) { Text = "wechat.mediaLost" };
    public static readonly Meaning MediaRefused = new(MeaningKind.Refused) { Text = "wechat.mediaRefused" };

    /// <summary>Code of the building whose sign was scanned.</summary>
    public string? Building { get; init; }
    /// <summary>A code was scanned that nobody signed.</summary>
    public bool UnknownCode { get; init; }
    /// <summary>Key of the sentence that says why nothing can be done with it.</summary>
    public string? Text { get; init; }
}

internal enum MeaningKind
{
    Nothing,
    Says,
    /// <summary>Says by the menu, which opens the small budget only.</summary>
    Taps,
    Came,
    Left,
    Agrees,
    Disagrees,
    Refused,
}
