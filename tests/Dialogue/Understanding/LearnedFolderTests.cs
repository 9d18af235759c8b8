using System.Text.Json;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding;
using IntakeBot.Dialogue.Understanding.Learned;

namespace IntakeBot.Dialogue.Tests.Readers;

public sealed class LearnedFolderTests : IDisposable
{
    private static readonly string[] s_said = ["房东不退我押金", "楼上天天打麻将", "楼下着火了 快来", "the lift is broken again", "gong zi mei fa", "随便说点什么"];
    // One voice is learned from at once.
    private static readonly ContentFiles s_files = new(ShippedContent.Files.Paths
        .Where(p => !p.StartsWith("taxonomy/examples/", StringComparison.Ordinal) || p.EndsWith("/cantonese.yaml", StringComparison.Ordinal))
        .Select(p => KeyValuePair.Create(p, ShippedContent.Files.Find(p)!)));
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private LearnedFolder Folder => new(_path);
    private string TheFile => Directory.GetFiles(_path).ShouldHaveSingleItem();

    [Fact]
    public void What_was_learned_once_is_read_and_reads_the_same()
    {
        var first = MessageReader.Create(s_files, Folder);
        var written = File.GetLastWriteTimeUtc(TheFile);
        var second = MessageReader.Create(s_files, Folder);
        second.Categories.Temperature.ShouldBe(first.Categories.Temperature);
        Read(second).ShouldBe(Read(first));
        File.GetLastWriteTimeUtc(TheFile).ShouldBe(written);

        var whole = File.ReadAllBytes(TheFile);
        var flipped = whole.ToArray();
        flipped[whole.Length / 2] ^= 1;
        foreach (var broken in (byte[][])[[], whole[..1000], whole[..^1], [.. whole, 0], flipped])
        {
            File.WriteAllBytes(TheFile, broken);
            Folder.Find(s_files).ShouldBeNull();
        }

        Read(MessageReader.Create(s_files, Folder)).ShouldBe(Read(first));
        File.ReadAllBytes(TheFile).ShouldBe(whole);
    }

    [Fact]
    public void Other_examples_are_another_file_other_wording_is_not_and_old_files_go()
    {
        var learned = Learned();
        Folder.Keep(s_files, learned);
        Folder.Find(s_files.With("wording/zh-CN/more.yaml", "a: b")).ShouldNotBeNull();
        for (var i = 0; i < 4; i++)
        {
            var other = s_files.With("taxonomy/examples/more.yaml", $"a: [b{i}]");
            Folder.Find(other).ShouldBeNull();
            Folder.Keep(other, learned);
            Folder.Find(other).ShouldNotBeNull();
        }

        Directory.GetFiles(_path).Length.ShouldBe(3);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_no_failure()
    {
        File.WriteAllText(_path, "in the way");
        Folder.Keep(s_files, Learned());
        Folder.Find(s_files).ShouldBeNull();
        File.ReadAllText(_path).ShouldBe("in the way");
    }

    public void Dispose()
    {
        if (Directory.Exists(_path)) Directory.Delete(_path, recursive: true);
        File.Delete(_path);
    }

    private static LearnedModels Learned() => new(ShippedReader.Reader.Categories, null);

    private static string Read(MessageReader reader) => string.Join('\n', s_said.Select(said => JsonSerializer.Serialize(reader.Read(said, ShippedReader.Now))));
}
