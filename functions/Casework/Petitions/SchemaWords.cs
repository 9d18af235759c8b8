using System.Text.RegularExpressions;
using NJsonSchema;
using NJsonSchema.Validation;

namespace IntakeBot.Casework.Petitions;

/// <summary>Says the findings of the schema library in plain words, without any value of the message.</summary>
internal static partial class SchemaWords
{
    public static IReadOnlyList<string> Of(IEnumerable<ValidationError> errors) =>
        [.. errors.Select(Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public static string Path(string? path)
    {
        var plain = (path ?? "").TrimStart('#', '$', '/', '.');
        return plain.Length == 0 ? "petition" : SafeName().IsMatch(plain) ? plain : "a field";
    }

    private static string Of(ValidationError error)
    {
        var where = Path(error.Path);
        var schema = error.Schema;
        return $"{where}: " + error.Kind switch
        {
            ValidationErrorKind.PropertyRequired => "is missing",
            ValidationErrorKind.NoAdditionalPropertiesAllowed => "is not a known field",
            ValidationErrorKind.NotInEnumeration => $"must be one of {string.Join(", ", schema.Enumeration)}",
            ValidationErrorKind.PatternMismatch => $"does not look as it must ({schema.Pattern})",
            ValidationErrorKind.StringTooShort => schema.MinLength == 1 ? "must not be empty" : $"must have at least {schema.MinLength} characters",
            ValidationErrorKind.StringTooLong => $"must have at most {schema.MaxLength} characters",
            ValidationErrorKind.NumberTooSmall => $"must be at least {schema.Minimum ?? schema.ExclusiveMinimum}",
            ValidationErrorKind.NumberTooBig => $"must be at most {schema.Maximum ?? schema.ExclusiveMaximum}",
            ValidationErrorKind.TooManyItems => $"must have at most {schema.MaxItems} entries",
            ValidationErrorKind.TooFewItems => $"must have at least {schema.MinItems} entries",
            ValidationErrorKind.ItemsNotUnique => "must not repeat an entry",
            ValidationErrorKind.DateTimeExpected => "must be a time such as 2026-11-23T22:14:09+08:00",
            ValidationErrorKind.GuidExpected or ValidationErrorKind.UuidExpected => "must be a UUID",
            ValidationErrorKind.StringExpected => "must be a text",
            ValidationErrorKind.NumberExpected => "must be a number",
            ValidationErrorKind.IntegerExpected => "must be a whole number",
            ValidationErrorKind.BooleanExpected => "must be true or false",
            ValidationErrorKind.ArrayExpected => "must be a list",
            ValidationErrorKind.ObjectExpected => "must be an object",
            ValidationErrorKind.NullExpected => "must be null",
            var other => $"is wrong ({other})",
        };
    }

    /// <summary>A field name with digits or spaces could be somebody's number or words, put there by accident.</summary>
    [GeneratedRegex(@"^[A-Za-z_-]{1,40}(\[\d{1,4}\])?([./][A-Za-z_-]{1,40}(\[\d{1,4}\])?)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex SafeName();
}
