using System.Text.Json;

namespace IntakeBot.Functions.Declarations;

/// <summary>One <c>NAME/function.json</c>: the folder's name is the function's name and its route.</summary>
/// <param name="Queue">The queue of a queue trigger, else null.</param>
/// <param name="Schedule">The six fields of a timer trigger, else null.</param>
/// <param name="Binding">Name under which the trigger's value arrives.</param>
internal sealed record FunctionFile(string Function, string Binding, string? Queue, string? Schedule)
{
    public const string Name = "function.json";

    /// <summary>All functions declared in a folder, by name.</summary>
    /// <exception cref="DeclarationException">A declaration is broken or has no trigger known here.</exception>
    public static IReadOnlyDictionary<string, FunctionFile> ReadAll(string folder) => Directory.EnumerateDirectories(folder)
        .Select(directory => Path.Combine(directory, Name))
        .Where(File.Exists)
        .Select(Read)
        .ToDictionary(file => file.Function, StringComparer.Ordinal);

    private static FunctionFile Read(string path)
    {
        using var document = DeclarationException.Parse(path);
        if (!document.RootElement.TryGetProperty("bindings", out var bindings) || bindings.ValueKind != JsonValueKind.Array)
            throw new DeclarationException(path, "has no bindings");
        foreach (var binding in bindings.EnumerateArray())
        {
            var function = Path.GetFileName(Path.GetDirectoryName(path))!;
            switch (Text(binding, "type", path))
            {
                case "queueTrigger": return new FunctionFile(function, Text(binding, "name", path), Text(binding, "queueName", path), null);
                case "timerTrigger": return new FunctionFile(function, Text(binding, "name", path), null, Text(binding, "schedule", path));
            }
        }
        throw new DeclarationException(path, "has neither a queueTrigger nor a timerTrigger");
    }

    private static string Text(JsonElement binding, string name, string path) =>
        binding.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new DeclarationException(path, $"a binding lacks {name}");
}
