using System.Text.Json.Nodes;

namespace IntakeBot.Host.Api;

/// <summary>What bodies look like, for the description of the interface: <c>examples.json</c>, by the name of their type.</summary>
internal static class ApiExamples
{
    private static readonly Lazy<JsonObject> s_all = new(() =>
    {
        using var file = typeof(ApiExamples).Assembly.GetManifestResourceStream("api/examples.json")!;
        return JsonNode.Parse(file)!.AsObject();
    });

    public static IEnumerable<string> Names => s_all.Value.Select(example => example.Key);

    /// <returns>A copy of its own; null: there is none.</returns>
    public static JsonNode? Of(string type) => s_all.Value[type]?.DeepClone();
}
