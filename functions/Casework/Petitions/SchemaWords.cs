using System.Text.RegularExpressions;

namespace IntakeBot.Casework.Petitions;

/// <summary>Says what is wrong in plain words, without any value of the message.</summary>
internal static partial class SchemaWords
{
    public static string At(string path, string problem) => $"{Path(path)}: {problem}";

    public static string MustBe(string type) => type switch
    {
        "string" => "must be a text",
        "number" => "must be a number",
        "integer" => "must be a whole number",
        "boolean" => "must be true or false",
        "array" => "must be a list",
        _ => "must be an object",
    };

    public static string Path(string? path)
    {
        var plain = (path ?? "").TrimStart('$', '.');
        return plain.Length == 0 ? "petition" : SafeName().IsMatch(plain) ? plain : "a field";
    }

    /// <summary>A field name with digits or spaces could be somebody's number or words, put there by accident.</summary>
    [GeneratedRegex(@"^[A-Za-z_-]{1,40}(\[\d{1,4}\])?(\.[A-Za-z_-]{1,40}(\[\d{1,4}\])?){0,10}\z", RegexOptions.NonBacktracking)]
    private static partial Regex SafeName();
}
