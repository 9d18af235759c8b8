using System.Text;
using IntakeBot.Casework.Petitions;

namespace IntakeBot.Casework.Tests;

public class PetitionContractTests
{
    [Fact]
    public void A_petition_written_by_us_holds_and_comes_back_whole()
    {
        var json = PetitionJson.Write(SamplePetition.Deposit());
        PetitionSchema.Check(json).ShouldBeEmpty();
        json.ShouldContain("\"submittedAt\":\"2026-11-23T22:14:09+08:00\"");
        json.ShouldContain("房东不退押金");
        json.ShouldNotContain("null");
        PetitionJson.Write(PetitionJson.Read(json)).ShouldBe(json);
    }

    [Theory]
    [InlineData("\"schema\":\"petition/1\"", "\"schema\":\"petition/2\"", "schema: must be one of petition/1")]
    [InlineData("\"kind\":\"complaint\",", "", "kind: is missing")]
    [InlineData("\"kind\":\"complaint\"", "\"kind\":\"rage\"", "kind: must be one of consult")]
    [InlineData("\"lat\":22.7401", "\"lat\":122.7", "where.point.lat: must be at most 90")]
    [InlineData("\"lat\":22.7401", "\"lat\":\"22\"", "where.point.lat: must be a number")]
    [InlineData("\"datum\":\"WGS84\"", "\"datum\":\"GCJ02\"", "where.point.datum: must be one of WGS84")]
    [InlineData("\"wish\":\"退还押金\"", "\"wish\":\"\"", "wish: must not be empty")]
    [InlineData("\"wish\":\"退还押金\"", "\"wish\":null", "wish: must be a text")]
    [InlineData("\"wish\":\"退还押金\"", "\"hope\":\"退还押金\"", "hope: is not a known field")]
    [InlineData("22:14:09+08:00", "22:14:09Z", "submittedAt: does not look as it must")]
    [InlineData("2026-11-23T22:14:09", "2026-13-23T22:14:09", "submittedAt: cannot be read")]
    [InlineData("GM-7K3F9-Q2M4T", "GM-0K3F9-Q2M4T", "receipt: does not look as it must")]
    [InlineData("\"count\":1,", "\"count\":0,", "people.count: must be at least 1")]
    [InlineData("\"count\":1,", "\"count\":1.5,", "people.count: must be a whole number")]
    [InlineData("rental.deposit", "Rental", "category.leaf: does not look as it must")]
    [InlineData("\"channel\":\"webchat\",", "\"channel\":\"webchat\",\"channel\":\"x\",", "no JSON")]
    [InlineData("\"channel\":\"webchat\",", "'channel':'webchat',", "no JSON")]
    [InlineData("+8613812345678", "138", "reporter.phone: does not look as it must")]
    public void A_broken_petition_is_named_in_plain_words(string part, string instead, string expected)
    {
        var json = PetitionJson.Write(SamplePetition.Deposit()).Replace(part, instead, StringComparison.Ordinal);
        var errors = PetitionSchema.Check(json);
        errors.ShouldContain(e => e.StartsWith(expected, StringComparison.Ordinal), string.Join("\n", errors));
    }

    [Theory]
    [InlineData("\"wish\":\"退还押金\"", "\"张三13800000001\":\"x\"")]
    [InlineData("\"kind\":\"landlord\"", "\"kind\":\"王麻子\"")]
    [InlineData("+8613812345678", "1381234")]
    public void Errors_quote_nothing_of_the_message(string part, string instead)
    {
        var json = PetitionJson.Write(SamplePetition.Deposit()).Replace(part, instead, StringComparison.Ordinal);
        var errors = string.Join("\n", PetitionSchema.Check(json));
        errors.ShouldNotBeEmpty();
        foreach (var secret in new[] { "张三", "138", "王麻子", "王强" }) errors.ShouldNotContain(secret);
    }

    [Fact]
    public void The_queue_gets_no_identity()
    {
        var text = PetitionEnvelope.ForQueue(SamplePetition.Deposit(), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        foreach (var secret in new[] { "李四", "+8613812345678", "13800000000", "张三", "reporter" }) text.ShouldNotContain(secret);
        Golden.Matches("envelope.json", text);

        var read = PetitionEnvelope.TryRead(text);
        read.Problem.ShouldBeNull();
        read.Envelope!.Petition.Description.ShouldBe(SamplePetition.Deposit().Description);
        read.Envelope.Traceparent.ShouldBe("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    [Theory]
    [InlineData("很长的话。")]
    [InlineData("😀")]
    [InlineData("\"\\\n")]
    [InlineData("a😀")]
    public void A_long_description_is_cut_to_fit_the_queue(string piece)
    {
        var petition = SamplePetition.Deposit() with
        {
            Description = string.Concat(Enumerable.Repeat(piece, 30_000)),
            Supplements = [new(SamplePetition.Evening, new string('长', 20_000))],
        };
        var text = PetitionEnvelope.ForQueue(petition);
        var bytes = Encoding.UTF8.GetByteCount(text);
        bytes.ShouldBeLessThanOrEqualTo(PetitionEnvelope.MaxBytes);
        bytes.ShouldBeGreaterThan(PetitionEnvelope.MaxBytes - 30);
        var read = PetitionEnvelope.TryRead(text);
        read.Problem.ShouldBeNull();
        read.Envelope!.Petition.Description.ShouldEndWith("…");
        petition.Description.ShouldStartWith(read.Envelope.Petition.Description[..^1]);
    }

    [Theory]
    [InlineData("", EnvelopeFault.BrokenJson)]
    [InlineData("null", EnvelopeFault.BrokenJson)]
    [InlineData("[]", EnvelopeFault.BrokenJson)]
    [InlineData("{", EnvelopeFault.BrokenJson)]
    [InlineData("{\"a\":1,\"a\":2}", EnvelopeFault.BrokenJson)]
    [InlineData("{}", EnvelopeFault.UnknownVersion)]
    [InlineData("{\"v\":\"1\"}", EnvelopeFault.UnknownVersion)]
    [InlineData("{\"v\":2,\"kind\":\"petition\"}", EnvelopeFault.UnknownVersion)]
    [InlineData("{\"v\":1,\"kind\":\"order\"}", EnvelopeFault.UnknownKind)]
    [InlineData("{\"v\":1,\"kind\":\"petition\"}", EnvelopeFault.SchemaErrors)]
    [InlineData("{\"v\":1,\"kind\":\"petition\",\"petition\":{\"schema\":\"petition/1\"}}", EnvelopeFault.SchemaErrors)]
    [InlineData("{\"v\":1,\"kind\":\"petition\",\"petition\":null}", EnvelopeFault.SchemaErrors)]
    [InlineData("\ud800", EnvelopeFault.BrokenJson)]
    public void A_message_that_can_never_be_read_gets_a_reason(string text, EnvelopeFault fault) =>
        PetitionEnvelope.TryRead(text).Problem.ShouldNotBeNull().Fault.ShouldBe(fault);

    [Fact]
    public void Deep_and_huge_messages_are_refused_without_harm()
    {
        PetitionEnvelope.TryRead(new string('[', 100_000)).Problem.ShouldNotBeNull().Fault.ShouldBe(EnvelopeFault.BrokenJson);
        PetitionEnvelope.TryRead("{\"v\":1,\"kind\":\"petition\",\"petition\":{\"x\":\"" + new string('x', 1 << 20) + "\"}}").Problem.ShouldNotBeNull();
        var surrogate = PetitionEnvelope.ForQueue(SamplePetition.Deposit()).Replace("退还押金", "\\ud800", StringComparison.Ordinal);
        PetitionEnvelope.TryRead(surrogate).Problem.ShouldNotBeNull().Fault.ShouldBe(EnvelopeFault.SchemaErrors);
    }
}
