using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntakeBot.Host.Channels;

/// <summary>Why an activity was not taken: what its sender is told.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">An error code of the protocol.</param>
internal sealed record ActivityProblem(int Status, string Code, string Message)
{
    public static readonly ActivityProblem TooLarge = new(413, "MessageSizeTooBig", "An activity may have 256K characters at most.");
    public static readonly ActivityProblem HalfCharacter = Malformed("A text holds half a character (lone surrogate).");

    public static ActivityProblem Malformed(string why) => new(400, "BadSyntax", why);
    public static ActivityProblem Wrong(string why) => new(400, "BadArgument", why);

    /// <summary>In the shape of all protocols of the Bot Framework: <c>{"error":{"code","message"}}</c>.</summary>
    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        return context.Response.WriteAsJsonAsync(new ErrorBody(new(Code, Message)), ErrorJson.Default.ErrorBody);
    }
}

internal sealed record ErrorBody(ErrorDetail Error);
internal sealed record ErrorDetail(string Code, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ErrorBody))]
internal sealed partial class ErrorJson : JsonSerializerContext;
