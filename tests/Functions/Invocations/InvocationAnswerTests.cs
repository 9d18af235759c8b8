using System.Text.Json;
using IntakeBot.Casework;
using IntakeBot.Functions.Invocations;

namespace IntakeBot.Functions.Tests.Invocations;

public sealed class InvocationAnswerTests
{
    public static TheoryData<HandlerOutcome, int, string> Answers => new()
    {
        { HandlerOutcome.Finished, 200, "{}" },
        { new HandlerOutcome.Parked("where.point.lat: \"high\"\n"), 200, """{"Outputs":{},"Logs":["Parked: where.point.lat: \u0022high\u0022\n"]}""" },
        { new HandlerOutcome.Retry("NpgsqlException"), 500, """{"error":"try again"}""" },
        { HandlerOutcome.TooBusy, 503, """{"error":"busy"}""" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_outcome_becomes_a_status_and_a_body_that_is_never_empty(HandlerOutcome outcome, int status, string body)
    {
        InvocationAnswer.Of(outcome).ShouldBe(new InvocationAnswer(status, body));
        using var parsed = JsonDocument.Parse(body);
        parsed.RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
    }
}
