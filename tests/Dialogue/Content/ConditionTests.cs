using IntakeBot.Dialogue.Flows;

namespace IntakeBot.Dialogue.Tests.Content;

public sealed class ConditionTests
{
    private sealed class Facts : IFacts
    {
        public bool Known(string slot) => slot is "amount" or "people";
        public bool Asks(string slot) => slot == "when";
        public string? Value(string name) => name switch { "people" => "12", "kind" => "consult", "anonymous" => "no", "same" => "yes", _ => null };
    }

    [Theory]
    [InlineData("known(amount)", true)]
    [InlineData("not known(amount)", false)]
    [InlineData("asks(when) and not known(when)", true)]
    [InlineData("people >= 5", true)]
    [InlineData("people < 5 or people > 11", true)]
    [InlineData("people = 12 and (kind is report or kind is consult)", true)]
    [InlineData("kind is not consult", false)]
    [InlineData("anonymous", false)]
    [InlineData("same", true)]
    [InlineData("unknown", false)]
    [InlineData("unknown is yes", false)]
    [InlineData("unknown is not yes", true)]
    [InlineData("not not same", true)]
    public void Holds_as_read(string text, bool expected)
    {
        var condition = Condition.Parse(text, out var fault);
        fault.ShouldBeNull();
        condition!.Holds(new Facts()).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("and same")]
    [InlineData("same and")]
    [InlineData("(same")]
    [InlineData("same)")]
    [InlineData("people >=")]
    [InlineData("exec(when)")]
    [InlineData("known(")]
    public void A_fault_is_told(string text)
    {
        Condition.Parse(text, out var fault).ShouldBeNull();
        fault.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Deep_nesting_is_a_fault_not_a_crash()
    {
        Condition.Parse(new string('(', 10_000), out var fault).ShouldBeNull();
        fault.ShouldNotBeNull();
    }
}
