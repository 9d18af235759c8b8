using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Host.Posters;

/// <summary>The shape of <c>wording/poster.LANGUAGE.yaml</c>.</summary>
internal sealed class PosterTexts
{
    public required string Title { get; set; }
    public required string What { get; set; }
    public required string How { get; set; }
    public required string HowInWeChat { get; set; }
    public required string Building { get; set; }
    public required string Danger { get; set; }
    public required string Fire { get; set; }
    public required string Police { get; set; }
    public required string Ambulance { get; set; }
    public required string Hotline { get; set; }
    public required string From { get; set; }
    /// <summary>On posters of the generated district, so that none of them ends up at a door.</summary>
    public required string Sample { get; set; }

    public static string PathOf(string language) => $"wording/poster.{language}.yaml";

    /// <exception cref="ContentException">A file is missing or wrong.</exception>
    public static (PosterTexts Chinese, PosterTexts English) Load(ContentFiles files)
    {
        var problems = new List<ContentProblem>();
        var chinese = YamlFile.Read<PosterTexts>(files, PathOf(Languages.Chinese), problems);
        var english = YamlFile.Read<PosterTexts>(files, PathOf(Languages.English), problems);
        return problems.Count == 0 ? (chinese!.Value, english!.Value) : throw new ContentException(problems);
    }
}
