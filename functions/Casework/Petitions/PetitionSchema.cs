using System.Text.Json;
using NJsonSchema;

namespace IntakeBot.Casework.Petitions;

/// <summary>The published contract <c>petition/1</c> as JSON Schema draft 7, and the check against it. Safe for many threads.</summary>
public static class PetitionSchema
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };
    private static readonly Lazy<string> SchemaText = new(ReadResource);
    // The schema refers to nothing outside itself, so parsing it never waits.
    private static readonly Lazy<JsonSchema> Schema = new(() => JsonSchema.FromJsonAsync(SchemaText.Value).GetAwaiter().GetResult());

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
            // The schema library reads JSON laxly (comments, single quotes); strictness comes from here.
            using var document = JsonDocument.Parse(json, Strict);
        }
        catch (JsonException broken)
        {
            return [broken.LineNumber is { } line ? $"no JSON at line {line + 1}, byte {broken.BytePositionInLine + 1}" : "no JSON"];
        }
        catch (ArgumentException)
        {
            return ["half a character (lone surrogate)"];
        }

        var errors = Schema.Value.Validate(json);
        if (errors.Count > 0) return SchemaWords.Of(errors);
        return Reads(json) is { } problem ? [problem] : [];
    }

    public static IReadOnlyList<string> Check(Petition petition) => Check(PetitionJson.Write(petition));

    /// <summary>What patterns cannot say: a date that does not exist, a number beyond its type, half a character in an escape.</summary>
    private static string? Reads(string json)
    {
        try
        {
            PetitionJson.Read(json);
            return null;
        }
        catch (JsonException unread)
        {
            return $"{SchemaWords.Path(unread.Path)}: cannot be read";
        }
        catch (InvalidOperationException)
        {
            return "half a character (lone surrogate) in a text";
        }
    }

    private static string ReadResource()
    {
        using var stream = typeof(PetitionSchema).Assembly.GetManifestResourceStream("petition-1.schema.json")
            ?? throw new InvalidOperationException("petition-1.schema.json is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
