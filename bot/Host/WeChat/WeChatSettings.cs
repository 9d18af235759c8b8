using System.Text.RegularExpressions;
using IntakeBot.Casework.Places;
using IntakeBot.Host.StartUp;
using IntakeBot.Host.WeChat.Wire;

namespace IntakeBot.Host.WeChat;

/// <summary>Settings under <c>WeChat</c>: the service account as its page at mp.weixin.qq.com shows it.</summary>
internal sealed partial record WeChatSettings
{
    public const string Section = "WeChat";
    private const string OfficialHost = "api.weixin.qq.com";

    public required string AppId { get; init; }
    public required string AppSecret { get; init; }
    public required string Token { get; init; }
    /// <summary>43 characters; null only in plain mode.</summary>
    public string? EncodingAesKey { get; init; }
    /// <summary>The one before, as long as messages encrypted with it may still come.</summary>
    public string? PreviousEncodingAesKey { get; init; }
    public WeChatMode Mode { get; init; } = WeChatMode.Secure;
    public required Uri ApiBase { get; init; }
    /// <summary>Datum of shared locations. WeChat's document does not state it.</summary>
    public Datum Datum { get; init; } = Datum.Gcj02;
    /// <summary>What a tap on a menu entry says, by the entry's key.</summary>
    public required IReadOnlyDictionary<string, string> Menu { get; init; }
    /// <summary>Hosts, also of their subdomains, from which a video is fetched when the API answers its address.</summary>
    public required IReadOnlyList<string> MediaHosts { get; init; }
    /// <summary>How long a message is tried that the store cannot take; then its resident is asked to send it again.</summary>
    public TimeSpan TryFor { get; init; } = TimeSpan.FromSeconds(90);
    /// <summary>null: no subscription notices are sent.</summary>
    public NoticeSettings? Notice { get; init; }

    /// <summary>null: no service account is set up.</summary>
    /// <exception cref="SettingException">It is set up by half, or with something that cannot work.</exception>
    public static WeChatSettings? From(IConfiguration configuration, bool development)
    {
        var section = configuration.GetSection(Section);
        string?[] account = [Text("AppId"), Text("AppSecret"), Text("Token"), Text("EncodingAesKey")];
        if (account.All(string.IsNullOrEmpty)) return null;
        var mode = ModeOf(Text("Mode"));
        var settings = new WeChatSettings
        {
            AppId = Required("AppId", AppIdShape(), "the AppId of the account, such as wx0123456789abcdef"),
            AppSecret = Required("AppSecret", SecretShape(), "the account's AppSecret"),
            Token = Required("Token", TokenShape(), "the token of 3 to 32 letters and digits that was entered at WeChat"),
            Mode = mode,
            EncodingAesKey = Key("EncodingAesKey", mode != WeChatMode.Plain),
            PreviousEncodingAesKey = Key("PreviousEncodingAesKey", false),
            ApiBase = Base(Text("ApiBase") ?? $"https://{OfficialHost}", development),
            Datum = Text("Datum") is not { } datum ? Datum.Gcj02
                : Datums.TryParse(datum, out var parsed) ? parsed : throw new SettingException($"{Section}:Datum is '{datum}'; it can be GCJ02, WGS84 or BD09."),
            Menu = section.GetSection("Menu").GetChildren().Where(c => !string.IsNullOrWhiteSpace(c.Value)).ToDictionary(c => c.Key, c => c.Value!.Trim(), StringComparer.OrdinalIgnoreCase),
            MediaHosts = section.GetSection("MediaHosts").Get<string[]>() is { Length: > 0 } hosts ? hosts : ["qpic.cn", "weixin.qq.com"],
            TryFor = Text("TryFor") is not { } time ? TimeSpan.FromSeconds(90)
                : TimeSpan.TryParse(time, out var span) && span > TimeSpan.Zero && span <= TimeSpan.FromHours(1) ? span
                : throw new SettingException($"{Section}:TryFor is '{time}'; it must be a time up to an hour, such as 00:01:30."),
            Notice = NoticeSettings.From(section.GetSection("Notice")),
        };
        return settings;

        string? Text(string name) => section[name]?.Trim() is { Length: > 0 } text ? text : null;

        string Required(string name, Regex shape, string what) =>
            Text(name) is { } text && shape.IsMatch(text) ? text : throw new SettingException($"{Section}:{name} must be {what}.");

        string? Key(string name, bool required)
        {
            var text = Text(name);
            if (text is null && !required) return null;
            try
            {
                MessageCipher.KeyOf(text ?? "");
                return text;
            }
            catch (FormatException)
            {
                throw new SettingException($"{Section}:{name} must be the EncodingAESKey of 43 letters and digits from WeChat's page{(required ? ", or WeChat:Mode plain" : "")}.");
            }
        }
    }

    private static WeChatMode ModeOf(string? text) => text?.ToLowerInvariant() switch
    {
        null or "secure" => WeChatMode.Secure,
        "compatible" => WeChatMode.Compatible,
        "plain" => WeChatMode.Plain,
        _ => throw new SettingException($"{Section}:Mode is '{text}'; it can be secure, compatible or plain."),
    };

    // The access token goes there: nowhere else than to WeChat, and to a stand-in on this machine while developing.
    private static Uri Base(string text, bool development) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri is { UserInfo: "", Query: "", AbsolutePath: "/" }
        && ((uri is { Scheme: "https", Host: OfficialHost, IsDefaultPort: true }) || (development && uri is { Scheme: "http", Host: "127.0.0.1" }))
            ? uri
            : throw new SettingException($"{Section}:ApiBase must be https://{OfficialHost}{(development ? ", or http://127.0.0.1:PORT" : "")}.");

    [GeneratedRegex("^[A-Za-z0-9_-]{4,64}$")]
    private static partial Regex AppIdShape();

    [GeneratedRegex("^[!-~]{8,128}$")]
    private static partial Regex SecretShape();

    [GeneratedRegex("^[A-Za-z0-9]{3,32}$")]
    private static partial Regex TokenShape();
}

internal enum WeChatMode
{
    /// <summary>Clear text: for trying out only.</summary>
    Plain,
    /// <summary>Takes both, while an account is moved from one to the other.</summary>
    Compatible,
    /// <summary>Encrypted only.</summary>
    Secure,
}
