using System.Text;
using IntakeBot.Functions.Invocations;

namespace IntakeBot.Functions.Tests.Invocations;

public sealed class InvocationRequestTests
{
    [Fact]
    public void A_queue_message_is_decoded_twice() =>
        Read(Bytes("route-petition.json")).ShouldBe("""{"v":1,"kind":"petition","petition":{"title":"房东不退押金 \u0033000 元\n"}}""");

    [Fact]
    public void A_message_that_is_no_json_arrives_as_it_is() => Read(Bytes("park-poison.json")).ShouldBe("no json at all");

    [Fact]
    public void A_timer_has_no_message_text_but_an_object() =>
        InvocationRequest.MessageText(Bytes("sweep-cases.json"), "timer")!.ShouldContain("\"IsPastDue\":false");

    [Theory]
    [InlineData("""{"Data":{"item":"{\"v\":1}"},"Metadata":{}}""", """{"v":1}""")]
    [InlineData("""{"Data":{"item":{"v": 1}},"Metadata":{}}""", """{"v": 1}""")]
    [InlineData("""{"Metadata":{"item":"\"wrong\""},"Data":{"other":"1","item":"\"right\""}}""", "right")]
    [InlineData("""{"Data":{"item":"\"half"}}""", "\"half")]
    [InlineData("""{"Data":{"item":""}}""", "")]
    [InlineData("""{"Data":{"item":"\"\""}}""", "")]
    public void A_host_that_encodes_once_is_understood(string body, string text) => Read(Encoding.UTF8.GetBytes(body)).ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Data":null}""")]
    [InlineData("""{"Data":{"item":null}}""")]
    [InlineData("""{"Data":{"item":""")]
    public void No_envelope_is_no_message(string body) => Read(Encoding.UTF8.GetBytes(body)).ShouldBeNull();

    [Fact]
    public void Metadata_as_deep_as_a_message_can_be_does_not_stop_the_reading()
    {
        var deep = new string('[', 20_000) + new string(']', 20_000);
        Read(Encoding.UTF8.GetBytes($$$"""{"Metadata":{"petition":{"a":{{{deep}}}}},"Data":{"item":"\"x\""}}""")).ShouldBe("x");
    }

    [Fact]
    public void Half_a_character_reaches_the_handler_as_its_escape() =>
        Read(Encoding.UTF8.GetBytes("""{"Data":{"item":"\"a\\ud83d\""}}""")).ShouldBe("""a\ud83d""");

    private static string? Read(byte[] body) => InvocationRequest.MessageText(body, "item");

    private static byte[] Bytes(string name) => Encoding.UTF8.GetBytes(Golden.Text(name));
}
