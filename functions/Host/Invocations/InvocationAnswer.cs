using System.Text.Json;
using IntakeBot.Casework;

namespace IntakeBot.Functions.Invocations;

/// <summary>
/// What the Functions host gets: 2xx deletes the message, anything else counts a delivery. The body is never empty (an empty
/// 200 hangs the invocation until its timeout) and quotes nothing of a message, because the host writes it to its log.
/// </summary>
internal readonly record struct InvocationAnswer(int Status, string Body)
{
    public static readonly InvocationAnswer NoEnvelope = new(StatusCodes.Status400BadRequest, """{"error":"no invocation envelope"}""");

    public static InvocationAnswer Of(HandlerOutcome outcome) => outcome switch
    {
        HandlerOutcome.Done => new(StatusCodes.Status200OK, "{}"),
        HandlerOutcome.Parked parked => new(StatusCodes.Status200OK, $$"""{"Outputs":{},"Logs":[{{Quoted("Parked: " + parked.Reason)}}]}"""),
        HandlerOutcome.Busy => new(StatusCodes.Status503ServiceUnavailable, """{"error":"busy"}"""),
        HandlerOutcome.Retry => new(StatusCodes.Status500InternalServerError, """{"error":"try again"}"""),
        _ => throw new InvalidOperationException($"no answer for {outcome.GetType().Name}"),
    };

    private static string Quoted(string text) => JsonSerializer.Serialize(text, InvocationJson.Default.String);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class InvocationJson : System.Text.Json.Serialization.JsonSerializerContext;
