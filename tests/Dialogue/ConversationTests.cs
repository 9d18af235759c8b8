using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Rehearsal;

namespace IntakeBot.Dialogue.Tests;

/// <summary>Plays every conversation of <c>conversations/</c>.</summary>
public sealed class ConversationTests
{
    private static readonly ScriptFiles s_scripts = new();

    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(ShippedContent.Conversations, "*.txt", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(ShippedContent.Conversations, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Goes_as_written(string file)
    {
        var problems = new List<ContentProblem>();
        Script? script;
        lock (s_scripts) script = s_scripts.Read(Path.Combine(ShippedContent.Conversations, file), problems, file);
        problems.ShouldBeEmpty();
        var performance = Player.Play(script!, ShippedContent.Library());
        if (performance.Difference is not null) Assert.Fail(performance.ToString());
    }
}
