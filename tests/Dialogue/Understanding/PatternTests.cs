using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Tests.Readers;

public sealed class PatternTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> s_words = new() { ["who"] = ["我", "他"] };

    private static bool Matches(string pattern, string text)
    {
        var parser = new PatternParser(s_words, s => s);
        var set = PatternSet.Build(parser.ParseAll(pattern).Select(p => (p, 1)));
        var matches = new List<PatternMatch>();
        set.Scan(text, matches);
        return matches.Count > 0;
    }

    [Theory]
    [InlineData("着火", "楼下着火了", true)]
    [InlineData("(着|起)火(了)?", "起火", true)]
    [InlineData("[着起]火", "起火", true)]
    [InlineData("火了?$", "着火了。", true)]
    [InlineData("^算了$", "算了!!", true)]
    [InlineData("^算了$", "就算了", false)]
    [InlineData("门..打不开", "门怎么也打不开", true)]
    [InlineData("门..打不开", "门口有很多人都在等着说打不开", false)]
    [InlineData("门..打不开", "门。打不开", false)]
    [InlineData("门....打不开", "门。打不开", true)]
    [InlineData("门.{0,3}开", "门打不开", true)]
    [InlineData("门.*开", "门打不开", true)]
    [InlineData("打<who>", "打他", true)]
    [InlineData("打<who>", "打你", false)]
    [InlineData("gas", "i smell gas!", true)]
    [InlineData("gas", "a gasp", false)]
    [InlineData("fire", "campfire", false)]
    [InlineData("好了(谢谢|$)", "好了", true)]
    [InlineData("好了(谢谢|$)", "好了吗", false)]
    [InlineData("好了(谢谢|$)", "好了谢谢你", true)]
    [InlineData("打(死|伤)人", "打伤人", true)]
    [InlineData("(a|b)..(c|d)..e", "b x d y e", true)]
    public void Means_what_it_says(string pattern, string text, bool expected) => Matches(pattern, text).ShouldBe(expected);

    [Theory]
    [InlineData("(a|b")]
    [InlineData("a)")]
    [InlineData("<nobody>")]
    [InlineData("a*")]
    [InlineData("(a)?")]
    [InlineData("a..(b)?")]
    [InlineData("[^a]")]
    public void Says_what_it_cannot_read(string pattern) => Should.Throw<FormatException>(() => new PatternParser(s_words, s => s).ParseAll(pattern).ToList());
}
