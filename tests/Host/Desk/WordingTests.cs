using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Wording;
using IntakeBot.Host.Desk.Wording;

namespace IntakeBot.Host.Tests.Desk;

public sealed class WordingTests
{
    private static readonly ContentFiles s_files = ContentFiles.FromDirectory(Path.Combine(AppContext.BaseDirectory, "content", "bot"));

    [Fact]
    public void Both_languages_are_whole()
    {
        var problems = new List<ContentProblem>();
        var texts = DeskWording.Load(s_files, problems);
        problems.ShouldBeEmpty();
        texts!.Keys.ShouldBe(Languages.All, ignoreOrder: true);
        foreach (var (language, path) in Languages.All.Select(l => (l, DeskWording.PathOf(l))))
            (s_files.Find(path)!.Any(c => c is >= '\u4e00' and <= '\u9fff') && language == Languages.English
                && s_files.Find(path)!.Split('\n').Count(line => line.Any(c => c is >= '\u4e00' and <= '\u9fff')) > 1).ShouldBeFalse(language);
    }

    [Fact]
    public void Missing_text_and_missing_word_are_problems_with_file_and_line()
    {
        var path = DeskWording.PathOf(Languages.Chinese);
        var without = s_files.Find(path)!.Replace("  claim: ", "  claimm: ", StringComparison.Ordinal);
        var problems = new List<ContentProblem>();
        DeskWording.Load(s_files.With(path, without), problems).ShouldBeNull();
        problems[0].ShouldSatisfyAllConditions(p => p.File.ShouldBe(path), p => p.Line.ShouldBeGreaterThan(10));

        var wordless = s_files.Find(path)!.Replace("emergency: ", "emergencyy: ", StringComparison.Ordinal);
        problems.Clear();
        DeskWording.Load(s_files.With(path, wordless), problems).ShouldBeNull();
        problems.Single().ShouldSatisfyAllConditions(p => p.Message.ShouldContain("emergency"), p => p.Line.ShouldBeGreaterThan(10));
    }

    [Fact]
    public void Placeholders_are_the_same_in_both_languages()
    {
        static List<string> Holes(string text) => [.. System.Text.RegularExpressions.Regex.Matches(text, @"\{[a-zA-Z]+\}").Select(m => m.Value).Order()];
        var (zh, en) = (s_files.Find(DeskWording.PathOf(Languages.Chinese))!.Split('\n'), s_files.Find(DeskWording.PathOf(Languages.English))!.Split('\n'));
        zh.Length.ShouldBe(en.Length);
        for (var i = 1; i < zh.Length; i++) Holes(en[i]).ShouldBe(Holes(zh[i]), $"line {i + 1}");
    }
}
