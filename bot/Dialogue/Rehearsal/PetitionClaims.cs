using System.Text.Json;
using IntakeBot.Dialogue.Petitions;

namespace IntakeBot.Dialogue.Rehearsal;

/// <summary>
/// A value of the petition sent last: <c>= petition.amount.value 3000</c>; <c>*piece</c>: it has this piece; <c>absent</c>: it is not there.
/// Paths are those of <see cref="PetitionDraft"/> in camelCase, positions of lists from 0.
/// </summary>
internal static class PetitionClaims
{
    public static Parsed Read(string path, string value) => path.Length == 0 || value.Length == 0
        ? Parsed.Wrong("it needs a path and a value.", "Write = petition.amount.value 3000, = petition.description *piece, or = petition.amount absent")
        : Parsed.Check($"petition.{path} {value}", stage => stage.Petition is { } petition ? Compare(Find(petition, path), value) : "no petition was sent");

    /// <summary>The value as text; null when the petition has none.</summary>
    public static string? Find(PetitionDraft petition, string path)
    {
        var element = JsonSerializer.SerializeToElement(petition, RehearsalJson.Options);
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index) && index < element.GetArrayLength()) element = element[index];
            else if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var next)) element = next;
            else return null;
        }
        return element.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Array => string.Join(',', element.EnumerateArray().Select(e => e.ToString())),
            _ => element.ToString(),
        };
    }

    private static string? Compare(string? found, string value)
    {
        var holds = value == "absent" ? found is null
            : value[0] == '*' ? found?.Contains(value[1..], StringComparison.Ordinal) == true
            : string.Equals(found, value, StringComparison.OrdinalIgnoreCase);
        return holds ? null : found ?? "absent";
    }
}
