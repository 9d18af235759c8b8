namespace IntakeBot.Host.Api;

/// <summary>Refusals as problem+json: a code for programs, a sentence on what is wrong and one on what to do.</summary>
internal static class ApiProblem
{
    public static IResult Of(int status, string code, string title, string? detail = null) =>
        Results.Problem(statusCode: status, title: title, detail: detail, extensions: new Dictionary<string, object?> { ["code"] = code });

    public static IResult NotFound(string what) => Of(404, "not-found", $"There is no such {what}.", "It does not exist, or it lies outside the area of this key.");

    public static IResult Invalid(string what, string detail) => Of(422, "invalid", $"{what} cannot be used.", detail);
}
