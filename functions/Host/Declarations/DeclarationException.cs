using System.Text.Json;

namespace IntakeBot.Functions.Declarations;

/// <summary>host.json or a function.json cannot be used; says which file and why.</summary>
public sealed class DeclarationException(string path, string why) : Exception($"{path}: {why}")
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    internal static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllText(path), Lenient);
        }
        catch (JsonException broken)
        {
            throw new DeclarationException(path, $"no JSON at line {broken.LineNumber + 1}");
        }
        catch (IOException)
        {
            throw new DeclarationException(path, "cannot be read; it must stand beside the program");
        }
    }
}
