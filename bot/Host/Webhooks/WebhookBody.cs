using System.Text.Json;
using IntakeBot.Host.Live;

namespace IntakeBot.Host.Webhooks;

/// <summary>What is posted: type, time and data, as Standard Webhooks recommends. No personal data and no receipt.</summary>
/// <param name="Type">case.routed, case.claimed ... or test.</param>
public sealed record WebhookBody(string Type, DateTimeOffset Timestamp, CaseEvent? Data)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static string Of(CaseEvent told) => JsonSerializer.Serialize(new WebhookBody("case." + told.Kind, told.At, told), s_json);

    internal static string Test(DateTimeOffset now) => JsonSerializer.Serialize(new WebhookBody("test", ChinaTime.Of(now), null), s_json);

    /// <summary>Of one event, for all deliveries of it.</summary>
    internal static string IdOf(long seq) => $"evt_{seq}";
}
