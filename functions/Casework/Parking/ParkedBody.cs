using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntakeBot.Casework.Parking;

/// <summary>
/// What is kept of a message that could not be handled: its shape, its codes and ids, but no text anybody wrote. The whole
/// petition is in the store, found by its id.
/// </summary>
internal static class ParkedBody
{
    private const int Longest = 16_000;

    /// <summary>Only the codes among these; their values are ids, enumerations and times.</summary>
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "v", "kind", "traceparent", "schema", "id", "submittedAt", "channel", "language", "leaf", "confirmedBy", "level", "source",
        "building", "community", "datum", "flow", "flowVersion", "confidence", "contentType", "bytes",
    };

    public static string Of(string message)
    {
        var size = Encoding.UTF8.GetByteCount(message);
        var kept = new JsonObject { ["bytes"] = size, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message))) };
        if (size <= 1 << 20 && Parsed(message) is { } parsed) kept["message"] = parsed;
        var text = kept.ToJsonString();
        if (text.Length <= Longest) return text;
        kept.Remove("message");
        return kept.ToJsonString();
    }

    private static JsonNode? Parsed(string message)
    {
        try
        {
            using var document = JsonDocument.Parse(message, new JsonDocumentOptions { MaxDepth = 32 });
            return Shape(document.RootElement, null);
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or InvalidOperationException)
        {
            return null; // no JSON, or half a character in a name
        }
    }

    private static JsonNode? Shape(JsonElement element, string? name)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var shape = new JsonObject();
                foreach (var property in element.EnumerateObject()) shape[Name(property.Name)] = Shape(property.Value, property.Name);
                return shape;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Take(50).Select(item => Shape(item, name))]);
            case JsonValueKind.String:
                return name is not null && Kept.Contains(name) && Code(element) is { } code ? code : "…";
            case JsonValueKind.Number:
                return name is not null && Kept.Contains(name) && element.TryGetDouble(out var number) ? number : "…";
            case JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            default:
                return null;
        }
    }

    /// <summary>A value that looks like a code, not like words or a telephone number.</summary>
    private static string? Code(JsonElement element)
    {
        var text = element.GetString()!;
        var looksIt = text.Length <= 60 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '/' or ':' or '+' or '_');
        return looksIt && !(text.Length is > 6 and < 20 && text.All(c => char.IsAsciiDigit(c) || c is '-' or '+')) ? text : null;
    }

    private static string Name(string name) => name.Length <= 40 && name.All(c => char.IsAsciiLetter(c) || c is '-' or '_') ? name : "…";
}
