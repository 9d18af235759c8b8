using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Tests.Content;

/// <summary>The quick way must say what the full parser says, or nothing.</summary>
public sealed class SentenceListTests
{
    [Fact]
    public void Shipped_examples_are_the_same_by_either_way()
    {
        var quick = 0;
        foreach (var path in ShippedContent.Files.Under("taxonomy/examples").Concat(ShippedContent.Files.Under("urgency/examples")))
        {
            var text = ShippedContent.Files.Find(path)!;
            if (SentenceLists.TryRead(text) is not { } lists) continue;
            quick++;
            Same(lists, text);
        }
        quick.ShouldBeGreaterThan(30);
    }

    [Theory]
    [InlineData("a:\n  - 一\n")]
    [InlineData("# 说明\r\na.b-c:\r\n\r\n  - 一 二\r\n# 又一句\r\n  - \"三: \\\"四\\\" \\\\ #五\"\r\nd:\r\n  - 六")]
    [InlineData("a:\n  - 12:30开门\n  - it's a#b\n  - 3000\n  - true\n  - 😀坏了\n  - 他说“不退”\n  - \" 空格 \"\n")]
    public void The_plain_form_is_read_the_quick_way(string text) => Same(SentenceLists.TryRead(text).ShouldNotBeNull(), text);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("  - 没有名字\n")]
    [InlineData("a:\n  - 一\na:\n  - 二\n")]
    [InlineData("a:\nb:\n  - 一\n")]
    [InlineData("a:\n  - 一\nb:\n")]
    [InlineData("a:\n  - \n")]
    [InlineData("a:\n  - ~\n")]
    [InlineData("a:\n  - null\n")]
    [InlineData("a:\n  - 一\n    接着说\n")]
    [InlineData("a:\n  - b: c\n")]
    [InlineData("a:\n  - 房东:\n")]
    [InlineData("a:\n  - 一 # 注\n")]
    [InlineData("a:\n  - '一'\n")]
    [InlineData("a:\n  - \"一\\n二\"\n")]
    [InlineData("a:\n  - \"一\n")]
    [InlineData("a:\n  - \"一\" 二\"\n")]
    [InlineData("a:\n  - [一]\n")]
    [InlineData("a:\n  - &x 一\n")]
    [InlineData("a:\n  - |\n    一\n")]
    [InlineData("a:\n  - 一\t\n")]
    [InlineData("a:\n- 一\n")]
    [InlineData("a: [一]\n")]
    [InlineData("\"a\":\n  - 一\n")]
    [InlineData("---\na:\n  - 一\n")]
    public void Anything_else_is_left_to_the_full_parser(string text) => SentenceLists.TryRead(text).ShouldBeNull();

    [Fact]
    public void Problems_of_a_quick_file_have_their_lines()
    {
        var document = YamlFile.Read<Dictionary<string, List<string>>>("x.yaml", "a:\n  - 一\n# 注\n  - 二\n", new List<ContentProblem>()).ShouldNotBeNull();
        document.LineOf("a", 1).ShouldBe(4);
    }

    private static void Same(Dictionary<string, List<string>> lists, string text)
    {
        var problems = new List<ContentProblem>();
        var full = YamlFile.Parse<Dictionary<string, List<string>>>("x.yaml", text, problems);
        problems.ShouldBeEmpty();
        lists.Keys.ShouldBe(full.ShouldNotBeNull().Value.Keys);
        foreach (var (key, sentences) in lists) sentences.ShouldBe(full.Value[key]);
    }
}
