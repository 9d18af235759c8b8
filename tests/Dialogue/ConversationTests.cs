using IntakeBot.Dialogue.Tests.Playing;

namespace IntakeBot.Dialogue.Tests;

/// <summary>Plays every conversation of <c>conversations/</c>.</summary>
public sealed class ConversationTests
{
    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(ShippedContent.Conversations, "*.txt", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(ShippedContent.Conversations, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Goes_as_written(string file)
    {
        var script = Script.Read(Path.Combine(ShippedContent.Conversations, file));
        var difference = Player.Play(script with { File = file }, ShippedContent.Library());
        if (difference is not null) Assert.Fail(difference);
    }
}
