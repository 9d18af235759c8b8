using System.Text;
using System.Text.Json;

namespace IntakeBot.Functions.Invocations;

/// <summary>
/// Reads the body a Functions host posts: <c>{"Data":{binding:value},"Metadata":{...}}</c>. The host writes a string value as
/// its JSON text inside a string; a host that stops doing so is understood as well. Metadata is stepped over: properties
/// of a message overwrite the host's own entries there, so it can neither be trusted nor allowed to break the reading.
/// </summary>
internal static class InvocationRequest
{
    private static readonly JsonReaderOptions Tolerant = new() { MaxDepth = 100_000 };

    /// <summary>The message text of a queue binding; null when the body holds no such value.</summary>
    public static string? MessageText(ReadOnlySpan<byte> body, string binding)
    {
        try
        {
            var reader = new Utf8JsonReader(body, Tolerant);
            if (!FindProperty(ref reader, "Data") || !FindProperty(ref reader, binding)) return null;
            return reader.TokenType switch
            {
                JsonTokenType.Null => null,
                JsonTokenType.String => Decoded(ref reader),
                _ => Raw(ref reader, body),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Steps into the object the reader stands before or at, up to the value of the property.</summary>
    private static bool FindProperty(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType == JsonTokenType.None) reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found) return true;
            reader.Skip();
        }
        return false;
    }

    private static string Decoded(ref Utf8JsonReader outer)
    {
        var text = StringOf(ref outer);
        if (!text.StartsWith('"')) return text;
        try
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var inner = new Utf8JsonReader(bytes);
            // One JSON string and nothing after it: the host's second encoding. Anything else is the message itself.
            return inner.Read() && inner.TokenType == JsonTokenType.String && inner.BytesConsumed == bytes.Length ? StringOf(ref inner) : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    /// <summary>Half a character in an escape is no text; then the escapes stay as they are, and the handler says what is wrong.</summary>
    private static string StringOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    private static string Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Encoding.UTF8.GetString(body[start..(int)reader.BytesConsumed]);
    }
}
