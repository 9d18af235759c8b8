using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Dialogue.Tests.Content;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("[{who}]不退押金[ {amount}]", "房东", "3000 元", "房东不退押金 3000 元")]
    [InlineData("[{who}]不退押金[ {amount}]", null, "3000 元", "不退押金 3000 元")]
    [InlineData("[{who}]不退押金[ {amount}]", "房东", null, "房东不退押金")]
    [InlineData("{who}", null, null, "")]
    [InlineData("plain", null, null, "plain")]
    public void Unknown_parts_are_left_out(string text, string? who, string? amount, string expected) =>
        Template.Parse(text).Render(("who", who), ("amount", amount)).ShouldBe(expected);

    [Fact]
    public void What_is_filled_in_is_not_read_again() =>
        Template.Parse("{who}").Render(("who", "{amount}[x]"), ("amount", "5")).ShouldBe("{amount}[x]");
}
