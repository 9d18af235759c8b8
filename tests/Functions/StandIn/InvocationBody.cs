using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;

namespace IntakeBot.Functions.Tests.StandIn;

/// <summary>
/// What host 4.1037.0 posts: strings as JSON text within a string, objects nested, times without fractions; and every
/// top-level property of a JSON message copied into Metadata over the host's own, whatever its case.
/// </summary>
internal static class InvocationBody
{
    public static string ForQueue(string function, string binding, QueueMessage message, string text)
    {
        var metadata = new SortedDictionary<string, JsonNode?>(StringComparer.OrdinalIgnoreCase)
        {
            ["DequeueCount"] = Encoded(JsonValue.Create(message.DequeueCount)),
            ["ExpirationTime"] = Time(message.ExpiresOn),
            ["Id"] = Encoded(JsonValue.Create(message.MessageId)),
            ["InsertionTime"] = Time(message.InsertedOn),
            ["NextVisibleTime"] = Time(message.NextVisibleOn),
            ["PopReceipt"] = Encoded(JsonValue.Create(message.PopReceipt)),
        };
        foreach (var (name, value) in PropertiesOf(text))
            if (value is not JsonArray && !name.EndsWith("trigger", StringComparison.OrdinalIgnoreCase)) metadata[name] = Encoded(value);
        metadata["sys"] = Sys(function);
        return new JsonObject
        {
            ["Data"] = new JsonObject { [binding] = Encoded(JsonValue.Create(text)) },
            ["Metadata"] = new JsonObject(metadata.Select(m => KeyValuePair.Create(m.Key, m.Value))),
        }.ToJsonString();
    }

    public static string ForTimer(string function, string binding) => new JsonObject
    {
        ["Data"] = new JsonObject
        {
            [binding] = new JsonObject { ["Schedule"] = new JsonObject { ["AdjustForDST"] = true }, ["ScheduleStatus"] = null, ["IsPastDue"] = false },
        },
        ["Metadata"] = new JsonObject { ["sys"] = Sys(function) },
    }.ToJsonString();

    private static JsonObject Sys(string function) => new()
    {
        ["MethodName"] = function,
        ["UtcNow"] = Time(DateTimeOffset.UtcNow),
        ["RandGuid"] = Guid.NewGuid().ToString(),
    };

    private static JsonNode? Encoded(JsonNode? value) => value is JsonObject ? value.DeepClone() : JsonValue.Create(value?.ToJsonString() ?? "null");

    private static JsonNode? Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:sszzz");

    private static JsonObject PropertiesOf(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
