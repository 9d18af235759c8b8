using System.Globalization;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Tests.Readers;

/// <summary>What residents say and what must be read in it: one a line in <c>utterances/*.txt</c>, expected first.</summary>
public sealed class UtteranceTests
{
    private const string None = "none";

    [Fact]
    public void Amounts() => All("amounts.txt", r => Disputed.Amount(r)?.Value.ToString("0.##", CultureInfo.InvariantCulture));

    [Fact]
    public void People() => All("people.txt", r => Disputed.People(r)?.Value.ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void Times() => All("times.txt", r => r.Times is [var time, ..] ? time.Timex + (time.Since ? " since" : "") + (time.Recurring ? " often" : "") : null);

    private static void All(string file, Func<Reading, string?> read)
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "utterances", file)))
        {
            if (line.Length == 0 || line[0] is '#' or '=') continue;
            var parts = line.Split('|', 2, StringSplitOptions.TrimEntries);
            parts.Length.ShouldBe(2, line);
            count++;
            var found = read(ShippedReader.Read(parts[1])) ?? None;
            if (found != parts[0]) wrong.Add($"{parts[1]}: expected {parts[0]}, found {found}");
        }
        wrong.ShouldBeEmpty();
        count.ShouldBeGreaterThan(100);
    }
}
