using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntakeBot.Host.WeChat.Api;

// Bodies of WeChat's API, by its documents; the members are WeChat's.
internal sealed record TokenRequest(
    [property: JsonPropertyName("grant_type")] string GrantType, [property: JsonPropertyName("appid")] string AppId,
    [property: JsonPropertyName("secret")] string Secret, [property: JsonPropertyName("force_refresh")] bool ForceRefresh);

internal sealed record TextRequest(
    [property: JsonPropertyName("touser")] string ToUser, [property: JsonPropertyName("msgtype")] string MsgType, [property: JsonPropertyName("text")] TextContent Text);

internal sealed record TypingRequest([property: JsonPropertyName("touser")] string ToUser, [property: JsonPropertyName("command")] string Command);

internal sealed record TextContent([property: JsonPropertyName("content")] string Content);

internal sealed record SceneRequest([property: JsonPropertyName("action_name")] string ActionName, [property: JsonPropertyName("action_info")] SceneInfo ActionInfo);

internal sealed record SceneInfo([property: JsonPropertyName("scene")] Scene Scene);

internal sealed record Scene([property: JsonPropertyName("scene_str")] string SceneStr);

internal sealed record NoticeRequest(
    [property: JsonPropertyName("touser")] string ToUser, [property: JsonPropertyName("template_id")] string TemplateId,
    [property: JsonPropertyName("data")] Dictionary<string, NoticeField> Data);

internal sealed record NoticeField([property: JsonPropertyName("value")] string Value);

/// <summary>What a push needs to reach a resident again; kept sealed.</summary>
internal sealed record WeChatAddress([property: JsonPropertyName("openid")] string OpenId);

[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TextRequest))]
[JsonSerializable(typeof(TypingRequest))]
[JsonSerializable(typeof(SceneRequest))]
[JsonSerializable(typeof(NoticeRequest))]
[JsonSerializable(typeof(WeChatAddress))]
internal sealed partial class WeChatJson : JsonSerializerContext
{
    private static WeChatJson? s_relaxed;

    /// <summary>WeChat shows escaped characters as they are written: 汉字 must stay 汉字.</summary>
    public static WeChatJson Relaxed => s_relaxed ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = null });
}
