using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace IntakeBot.Host.Channels;

/// <summary>Reads request bodies with a bound, whatever their headers say.</summary>
internal static class BodyReader
{
    /// <returns>null: longer than the limit.</returns>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int limit)
    {
        if (request.ContentLength > limit) return null;
        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (result.Buffer.Length > limit) return null;
            if (result.IsCompleted)
            {
                var body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>Parses one JSON value; says what is wrong without quoting it.</summary>
    public static T? Parse<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> shape, out string? problem)
        where T : class
    {
        problem = null;
        if (!Utf8.IsValid(body))
        {
            problem = "The body is not valid UTF-8.";
            return null;
        }

        try
        {
            if (JsonSerializer.Deserialize(body, shape) is { } value) return value;
            problem = "The body is null; send a JSON object.";
        }
        catch (JsonException wrong)
        {
            problem = wrong.LineNumber is { } line
                ? $"Not the expected JSON at line {line + 1}, byte {wrong.BytePositionInLine + 1}{(string.IsNullOrEmpty(wrong.Path) ? "" : $" ({wrong.Path})")}."
                : "Not the expected JSON.";
        }
        catch (InvalidOperationException)
        {
            problem = "A text holds half a character (lone surrogate).";
        }

        return null;
    }
}
