using IntakeBot.Host.Desk.Wording;

namespace IntakeBot.Host.Desk.Robots;

internal static class RobotWords
{
    /// <summary>A stored reason, such as <c>signature 310000</c>, in words; the product's number stays for those who look it up.</summary>
    public static string Reason(WordTexts words, string? reason)
    {
        if (reason is null) return "";
        var space = reason.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? WordTexts.Of(words.RobotReasons, reason) : $"{WordTexts.Of(words.RobotReasons, reason[..space])} ({reason[(space + 1)..]})";
    }
}
