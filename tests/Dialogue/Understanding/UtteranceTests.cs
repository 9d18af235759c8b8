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

    [Fact]
    public void Parties() => All("parties.txt", r => First(r.Parties, p => p.Name is not null) is { } party ? $"{party.Kind} {party.Name}".Trim() : null);

    [Fact]
    public void Names() => All("names.txt", r => First(r.Names)?.Name);

    [Fact]
    public void Places() => All("places.txt", r => First(r.Places, p => p.Kind != "landmark") switch
    {
        null => null,
        { Kind: "here" or "elsewhere" } place => place.Kind,
        var place => $"{place.Kind} {place.Text}",
    });

    [Fact]
    public void Phones() => All("phones.txt", r => First(r.Phones) is { } phone ? phone.Tail is { } tail ? "*" + tail : phone.E164 : First(r.IdNumbers)?.Masked);

    [Fact]
    public void An_identity_number_is_kept_nowhere_in_clear()
    {
        var reading = ShippedReader.Read("身份证 11010519491231002X 我叫李娟");
        reading.IdNumbers.ShouldHaveSingleItem().ToString().ShouldNotContain("11010519491231002");
        reading.Names.ShouldHaveSingleItem().ToString().ShouldNotContain("1101");
        reading.Places.ShouldBeEmpty();
        reading.Money.ShouldBeEmpty();
    }

    // The first that is as asked, else the first.
    private static T? First<T>(IReadOnlyList<T> found, Func<T, bool>? asked = null) where T : class =>
        found.FirstOrDefault(asked ?? (_ => true)) ?? (found.Count > 0 ? found[0] : null);

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
        count.ShouldBeGreaterThan(30);
    }
}
