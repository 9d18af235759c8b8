using System.Text.Json;

namespace IntakeBot.Casework.Petitions;

/// <summary>The published contract <c>petition/1</c> as JSON Schema draft 7, and the check against it. Safe for many threads.</summary>
public static class PetitionSchema
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };
    private static readonly Lazy<string> SchemaText = new(ReadResource);
    private static readonly Lazy<JsonSchemaNode> Schema = new(() => JsonSchemaNode.Read(SchemaText.Value));

    /// <summary>The schema document itself, for publishing.</summary>
    public static string Text => SchemaText.Value;

    /// <summary>
    /// What is wrong with a petition, in plain words with the path of the field (<c>where.point.lat: must be at most 90</c>);
    /// empty when it holds. Quotes no values, so that the answer may be logged and kept.
    /// </summary>
    public static IReadOnlyList<string> Check(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return Check(document.RootElement).Errors;
        }
        catch (JsonException broken)
        {
            return [broken.LineNumber is { } line ? $"no JSON at line {line + 1}, byte {broken.BytePositionInLine + 1}" : "no JSON"];
        }
        catch (Exception half) when (half is ArgumentException or InvalidOperationException)
        {
            return [HalfCharacter];
        }
    }

    public static IReadOnlyList<string> Check(Petition petition) => Check(PetitionJson.Write(petition));

    /// <summary>The petition when it holds, else what is wrong. Double names must have been refused when it was parsed.</summary>
    internal static (Petition? Petition, IReadOnlyList<string> Errors) Check(JsonElement element)
    {
        try
        {
            var errors = new List<string>();
            Schema.Value.Check(element, "", errors);
            if (errors.Count > 0) return (null, [.. errors.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
            // What patterns cannot say: a date that does not exist, a number beyond its type.
            return (element.Deserialize(PetitionJson.Petition), []);
        }
        catch (JsonException unread)
        {
            return (null, [SchemaWords.At(unread.Path ?? "", "cannot be read")]);
        }
        catch (InvalidOperationException)
        {
            return (null, [HalfCharacter]);
        }
    }

    private const string HalfCharacter = "half a character (lone surrogate) in a text";

    private static string ReadResource()
    {
        using var stream = typeof(PetitionSchema).Assembly.GetManifestResourceStream("petition-1.schema.json")
            ?? throw new InvalidOperationException("petition-1.schema.json is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
