using System.Text.RegularExpressions;
using IntakeBot.Dialogue.Flows;

namespace IntakeBot.Dialogue.Turns;

/// <summary>Finds the option that a text chooses: by its title, a word for it, its pinyin, or its number.</summary>
internal static partial class OptionMatcher
{
    private const string Numerals = "一二三四五六七八九十";

    public static string? Match(Turn turn, OpenQuestion question, string text)
    {
        if (question.Options.Count == 0 || text.Length > 40) return null;
        var bare = Weight.Bare(text);
        if (bare.Length == 0) return null;
        foreach (var value in question.Options)
            foreach (var name in NamesOf(turn, value))
                if (Weight.Bare(name) == bare) return value;
        if (ByNumber(turn, question, LineNumber().Match(text) is { Success: true } line && Weight.Of(text) <= 8 ? line.Groups["n"].Value : bare) is { } numbered) return numbered;
        if (Begins(turn, question, bare) is { } begun) return begun;
        return Weight.Of(text) <= 10 && !turn.Catalog.Settings.Rejecting.Any(r => text.Contains(r, StringComparison.OrdinalIgnoreCase)) ? Contained(turn, question, bare) : null;
    }

    // 第2行错了, line 3 is wrong
    [GeneratedRegex(@"第\s*(?<n>\d{1,2}|[一二三四五六七八九十])\s*[行条项]|\bline (?<n>\d{1,2})\b")]
    private static partial Regex LineNumber();

    public static bool NoOption(Turn turn, string text) => turn.State.Question is not { } open || Match(turn, open, text) is null;

    // 就我没拿到吧，别人我不知道: the count is in its first words.
    private static string? Begins(Turn turn, OpenQuestion question, string bare) =>
        bare.Length <= 24 && question.Options.Contains("justMe") && NamesOf(turn, "justMe").Select(Weight.Bare).Any(n => n.Length >= 2 && bare.StartsWith(n, StringComparison.Ordinal)) ? "justMe" : null;

    // A short answer may wrap the option in politeness; two options in it decide nothing.
    private static string? Contained(Turn turn, OpenQuestion question, string bare)
    {
        string? found = null;
        foreach (var value in question.Options)
        {
            // A line named in passing may come with its new value; that is for the reader of facts.
            if (value.StartsWith("edit:", StringComparison.Ordinal)) continue;
            if (!NamesOf(turn, value).Select(Weight.Bare).Any(n => n.Length >= 2 && (n.Length >= 4 || n[0] > 127) && Chooses(turn, bare, n, value))) continue;
            if (found is not null) return null;
            found = value;
        }
        return found;
    }

    // 别发送 chooses nothing, and 没错，就是时间不对 wants a line changed before anything is sent.
    private static bool Chooses(Turn turn, string bare, string name, string value)
    {
        var at = bare.IndexOf(name, StringComparison.Ordinal);
        if (at < 0) return false;
        var (before, after) = (bare[..at], bare[(at + name.Length)..]);
        foreach (var no in turn.Catalog.Settings.Negating)
            if (before.EndsWith(no, StringComparison.OrdinalIgnoreCase)) return false;
        return value != "send" || !turn.Catalog.Settings.Change.IsMatch(after) && !turn.Catalog.Settings.Rejecting.Any(r => after.StartsWith(Weight.Bare(r), StringComparison.Ordinal));
    }

    private static IEnumerable<string> NamesOf(Turn turn, string value)
    {
        yield return Questions.Title(turn, value);
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        var key = value[(colon + 1)..];
        IEnumerable<string> words = colon < 0 ? turn.Catalog.Slots.Option(value)?.Words ?? [] : value[..colon] switch
        {
            "leaf" => turn.Catalog.Taxonomy.Find(key) is { } leaf ? leaf.Names.Values.Concat(leaf.Words) : [],
            "edit" => turn.Catalog.Slots.Find(key)?.Words ?? [],
            _ => [],
        };
        foreach (var word in words) yield return word;
    }

    private static string? ByNumber(Turn turn, OpenQuestion question, string bare)
    {
        // To a question for a sum or a count, a number is the answer itself.
        if (turn.Catalog.Slots.Find(question.Asking)?.Type is SlotType.Money or SlotType.Count or SlotType.Time) return null;
        var number = NumberOf(bare);
        if (number < 1) return null;
        if (question.Options.Contains($"star:{number}")) return $"star:{number}";
        var lines = question.Options.Where(o => o.StartsWith("edit:", StringComparison.Ordinal)).ToList();
        var choices = lines.Count > 0 ? lines : question.Options;
        return number <= choices.Count ? choices[number - 1] : null;
    }

    // 2, 第二个, ②, 5星: an ordinal or a number with its measure word, nothing else.
    private static int NumberOf(string bare)
    {
        var text = bare.TrimStart('第').TrimEnd('个', '号', '条', '行', '项', '星', '颗');
        if (text.Length == 0) return 0;
        if (int.TryParse(text, out var number)) return number;
        if (text.Length != 1) return 0;
        return text[0] is >= '①' and <= '⑩' ? text[0] - '①' + 1 : Numerals.IndexOf(text[0], StringComparison.Ordinal) + 1;
    }
}
