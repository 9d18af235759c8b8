namespace IntakeBot.Dialogue.Tests.Readers;

/// <summary>
/// We read numbers, sums, times and phones as Microsoft's recognizers do, but where <c>recognizers/differences.txt</c> says who is
/// right and why. A difference that nobody has reviewed fails, and so does one that is no more.
/// </summary>
public sealed class RecognizerTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "recognizers");

    [Fact]
    public async Task Every_difference_is_known_and_judged()
    {
        var expressions = Expressions();
        expressions.Count.ShouldBeGreaterThanOrEqualTo(260);
        var known = Differences();
        var wrong = new List<string>();
        foreach (var compared in await RecognizerPeers.Compare(expressions, TestContext.Current.CancellationToken))
        {
            var differs = compared.Theirs != compared.Ours;
            if (!known.Remove((compared.Kind, compared.Text), out var said))
            {
                if (differs) wrong.Add($"not reviewed: {Line(compared)}");
            }
            else if (!differs) wrong.Add($"no more: {compared.Kind} {compared.Text}, both {compared.Ours}");
            else if (said != (compared.Theirs, compared.Ours)) wrong.Add($"other than reviewed: {Line(compared)}");
        }
        wrong.AddRange(known.Keys.Select(k => $"no such expression: {k.Kind} {k.Text}"));
        wrong.ShouldBeEmpty();
    }

    private static string Line(Compared compared) => $"{compared.Kind} | {compared.Text} | {compared.Theirs} | {compared.Ours}";

    private static List<(string Kind, string Text)> Expressions()
    {
        var all = new List<(string, string)>();
        var kind = "";
        foreach (var line in Lines("expressions.txt"))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal)) kind = line[3..];
            else all.Add((kind, line));
        }
        return all;
    }

    // kind | expression | theirs | ours | who is right | why
    private static Dictionary<(string Kind, string Text), (string Theirs, string Ours)> Differences()
    {
        var all = new Dictionary<(string, string), (string, string)>();
        foreach (var line in Lines("differences.txt"))
        {
            var parts = line.Split('|', StringSplitOptions.TrimEntries);
            parts.Length.ShouldBe(6, line);
            parts[4].ShouldBeOneOf("ours", "theirs", "both", "neither");
            parts[5].ShouldNotBeEmpty(line);
            all.Add((parts[0], parts[1]), (parts[2], parts[3]));
        }
        return all;
    }

    private static IEnumerable<string> Lines(string file) =>
        File.ReadLines(Path.Combine(Folder, file)).Where(l => l.Length > 0 && l[0] != '#');
}
