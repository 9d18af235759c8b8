using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntakeBot.Casework.Petitions;

/// <summary>
/// One schema object of the part of JSON Schema draft 7 that <c>petition/1</c> uses, made once and then only read. Our own,
/// because a petition is checked at both ends and the general libraries take longer for that than for all the rest; the
/// tests hold it against one of them. A keyword it does not know is refused when the schema is read.
/// </summary>
internal sealed class JsonSchemaNode
{
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal) { "$schema", "$id", "title", "description", "definitions" };

    private string? type;
    private Dictionary<string, JsonSchemaNode>? properties;
    private bool open = true;
    private string[] required = [];
    private HashSet<string>? allowed;
    private Regex? pattern;
    private string? patternText;
    private int minLength, maxLength = int.MaxValue, maxItems = int.MaxValue;
    private double minimum = double.NegativeInfinity, maximum = double.PositiveInfinity;
    private JsonSchemaNode? items;

    private JsonSchemaNode() { }

    public static JsonSchemaNode Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        return Read(document.RootElement, document.RootElement);
    }

    /// <summary>Adds what is wrong, without any value of the message.</summary>
    public void Check(JsonElement value, string path, List<string> errors)
    {
        switch (type)
        {
            case "object" when value.ValueKind == JsonValueKind.Object: Object(value, path, errors); break;
            case "array" when value.ValueKind == JsonValueKind.Array: Array(value, path, errors); break;
            case "string" when value.ValueKind == JsonValueKind.String: String(value, path, errors); break;
            case "number" when value.ValueKind == JsonValueKind.Number: Number(value, path, errors); break;
            case "integer" when value.ValueKind == JsonValueKind.Number && IsWhole(value): Number(value, path, errors); break;
            case "boolean" when value.ValueKind is JsonValueKind.True or JsonValueKind.False: break;
            default: errors.Add(SchemaWords.At(path, SchemaWords.MustBe(type!))); break;
        }
    }

    private void Object(JsonElement value, string path, List<string> errors)
    {
        foreach (var name in required)
            if (!value.TryGetProperty(name, out _)) errors.Add(SchemaWords.At(Join(path, name), "is missing"));
        foreach (var property in value.EnumerateObject())
        {
            if (properties is not null && properties.TryGetValue(property.Name, out var schema)) schema.Check(property.Value, Join(path, property.Name), errors);
            else if (!open) errors.Add(SchemaWords.At(Join(path, property.Name), "is not a known field"));
        }
    }

    private void Array(JsonElement value, string path, List<string> errors)
    {
        if (value.GetArrayLength() > maxItems) errors.Add(SchemaWords.At(path, $"must have at most {maxItems} entries"));
        if (items is null) return;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            items.Check(item, $"{path}[{index++}]", errors);
            if (index > maxItems) break;
        }
    }

    private void String(JsonElement value, string path, List<string> errors)
    {
        var text = value.GetString()!;
        // JSON Schema counts characters, not UTF-16 units; only a text near its limit needs counting.
        var length = text.Length <= maxLength ? text.Length : text.EnumerateRunes().Count();
        if (length < minLength) errors.Add(SchemaWords.At(path, minLength == 1 ? "must not be empty" : $"must have at least {minLength} characters"));
        if (length > maxLength) errors.Add(SchemaWords.At(path, $"must have at most {maxLength} characters"));
        else if (pattern is not null && !pattern.IsMatch(text)) errors.Add(SchemaWords.At(path, $"does not look as it must ({patternText})"));
        if (allowed is not null && !allowed.Contains(text)) errors.Add(SchemaWords.At(path, $"must be one of {string.Join(", ", allowed)}"));
    }

    private void Number(JsonElement value, string path, List<string> errors)
    {
        var number = value.GetDouble();
        if (number < minimum) errors.Add(SchemaWords.At(path, $"must be at least {minimum}"));
        else if (!(number <= maximum)) errors.Add(SchemaWords.At(path, $"must be at most {maximum}"));
    }

    private static bool IsWhole(JsonElement value) => value.TryGetInt64(out _) || (value.TryGetDouble(out var number) && number % 1 == 0);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static JsonSchemaNode Read(JsonElement schema, JsonElement root)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Read(root.GetProperty("definitions").GetProperty(reference.GetString()!["#/definitions/".Length..]), root);
        var node = new JsonSchemaNode();
        foreach (var keyword in schema.EnumerateObject())
            if (!Ignored.Contains(keyword.Name)) node.Set(keyword.Name, keyword.Value, root);
        return node.type is null ? throw new InvalidOperationException("a schema object has no type") : node;
    }

    private void Set(string keyword, JsonElement value, JsonElement root)
    {
        switch (keyword)
        {
            case "type": type = value.GetString(); break;
            case "properties": properties = value.EnumerateObject().ToDictionary(p => p.Name, p => Read(p.Value, root), StringComparer.Ordinal); break;
            case "additionalProperties": open = value.GetBoolean(); break;
            case "required": required = [.. value.EnumerateArray().Select(name => name.GetString()!)]; break;
            case "enum": allowed = [.. value.EnumerateArray().Select(name => name.GetString()!)]; break;
            case "pattern": (patternText, pattern) = (value.GetString()!, Linear(value.GetString()!)); break;
            case "minLength": minLength = value.GetInt32(); break;
            case "maxLength": maxLength = value.GetInt32(); break;
            case "maxItems": maxItems = value.GetInt32(); break;
            case "minimum": minimum = value.GetDouble(); break;
            case "maximum": maximum = value.GetDouble(); break;
            case "items": items = Read(value, root); break;
            default: throw new InvalidOperationException($"the schema uses {keyword}, which the check does not know");
        }
    }

    /// <summary>In JSON Schema the dollar is the very end; in .NET a line break may follow it.</summary>
    private static Regex Linear(string pattern) =>
        new(pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
