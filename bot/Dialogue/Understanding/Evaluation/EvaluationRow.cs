using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntakeBot.Dialogue.Understanding.Evaluation;

/// <summary>One labelled message of an evaluation file; only <see cref="Text"/> is required, only what is given is judged.</summary>
public sealed record EvaluationRow
{
    public required string Text { get; init; }
    public string? Leaf { get; init; }
    /// <summary>emergency, urgent or normal.</summary>
    public string? Urgency { get; init; }
    /// <summary>Yuan.</summary>
    public decimal? Amount { get; init; }
    public int? People { get; init; }
    public bool? Emergency { get; init; }
    /// <summary>Kind of the emergency; not judged.</summary>
    public string? Kind { get; init; }
    public string? Note { get; init; }

    /// <summary>Reads one JSON object a line; empty lines are passed over.</summary>
    /// <exception cref="FormatException">A line is not such an object; the message names it.</exception>
    public static IReadOnlyList<EvaluationRow> ReadAll(TextReader reader)
    {
        var rows = new List<EvaluationRow>();
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                rows.Add(JsonSerializer.Deserialize(line, EvaluationJson.Default.EvaluationRow) ?? throw new FormatException($"Line {number} is null."));
            }
            catch (JsonException e)
            {
                throw new FormatException($"Line {number}: {e.Message}", e);
            }
        }
        return rows;
    }
}

/// <summary>How rows are read and reports are written: camelCase, indented.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EvaluationRow))]
[JsonSerializable(typeof(EvaluationReport))]
public sealed partial class EvaluationJson : JsonSerializerContext;
