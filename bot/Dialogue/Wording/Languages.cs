namespace IntakeBot.Dialogue.Wording;

/// <summary>The languages the bot answers in. Every wording must exist in each.</summary>
public static class Languages
{
    public const string Chinese = "zh-CN";
    public const string English = "en";
    public static readonly IReadOnlyList<string> All = [Chinese, English];

    /// <summary>The language to answer in for a language understood: Cantonese, traditional and pinyin are answered in zh-CN.</summary>
    public static string AnswerFor(string? tag) =>
        tag is not null && tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? English : Chinese;
}
