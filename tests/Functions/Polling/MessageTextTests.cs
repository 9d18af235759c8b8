using IntakeBot.Functions.Polling;

namespace IntakeBot.Functions.Tests.Polling;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("5oq86YeR", "押金")]
    [InlineData("", "")]
    [InlineData("{\"v\":1}", "{\"v\":1}")]
    [InlineData("押金", "押金")]
    [InlineData("/////w==", "/////w==")]
    public void Base64_of_text_is_decoded_and_anything_else_is_handed_on(string body, string text) => MessageText.Decode(body).ShouldBe(text);
}
