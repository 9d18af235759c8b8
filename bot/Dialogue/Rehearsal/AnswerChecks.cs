using System.Text.RegularExpressions;

namespace IntakeBot.Dialogue.Rehearsal;

/// <summary>
/// What the last answer must be: <c>&lt; text in it</c>, <c>&lt; /pattern/</c>, <c>&lt; ask slot</c>, <c>&lt; option title</c>,
/// <c>&lt; #key</c> (wording, whichever variant; <c>#ask.when</c> also stands for <c>ask.when@noise</c>), <c>&lt; nothing</c>; <c>&lt;! text not in it</c>.
/// </summary>
internal static class AnswerChecks
{
    public static Parsed Read(string text)
    {
        if (text.Length == 0) return Parsed.Wrong("nothing is expected.", "Write a piece of the answer, < ask SLOT, < option TITLE, < #KEY or < nothing.");
        if (text == "nothing") return Parsed.Check("no answer", stage => stage.Answers.Count == 0 ? null : Said(stage));
        if (text.StartsWith("ask ", StringComparison.Ordinal)) return Asks(text[4..].Trim());
        if (text.StartsWith("option ", StringComparison.Ordinal)) return Offers(text[7..].Trim());
        if (text.Length > 1 && text[0] == '#') return Words(text[1..]);
        if (text.Length > 2 && text[0] == '/' && text[^1] == '/') return Pattern(text[1..^1]);
        return Parsed.Check($"an answer with '{text}'", stage => Answer(stage).Contains(text, StringComparison.Ordinal) ? null : Said(stage));
    }

    public static Parsed ReadAbsent(string text) => text.Length == 0
        ? Parsed.Wrong("nothing is named.", "Write what must not be in the answer.")
        : text[0] == '#' ? Parsed.Check($"an answer without the wording {text}", stage => Uses(stage, text[1..]) ? Said(stage) : null)
        : Parsed.Check($"an answer without '{text}'", stage => Answer(stage).Contains(text, StringComparison.Ordinal) ? Said(stage) : null);

    private static Parsed Asks(string slot) => Parsed.Check($"the question for {slot}", stage =>
        stage.Answers.Select(a => Stage.Intake(a)?.Asking).LastOrDefault(a => a is not null) == slot ? null : Said(stage));

    private static Parsed Offers(string title) => Parsed.Check($"a button '{title}'", stage =>
    {
        var titles = stage.Answers.SelectMany(a => a.SuggestedActions?.Actions ?? []).Select(o => o.Title).ToList();
        return titles.Contains(title) ? null : titles.Count == 0 ? "no buttons" : string.Join(" | ", titles);
    });

    private static Parsed Words(string key) => Parsed.Check($"the wording #{key}", stage => Uses(stage, key) ? null : $"#{string.Join(" #", stage.Wording)}: {Said(stage)}");

    private static Parsed Pattern(string pattern)
    {
        try
        {
            var regex = new Regex(pattern, RegexOptions.CultureInvariant);
            return Parsed.Check($"an answer like /{pattern}/", stage => regex.IsMatch(Answer(stage)) ? null : Said(stage));
        }
        catch (ArgumentException e)
        {
            return Parsed.Wrong(e.Message, "Correct the pattern, or write plain text without the slashes.");
        }
    }

    private static bool Uses(Stage stage, string key) => stage.Wording.Any(w => w == key || w.StartsWith(key + "@", StringComparison.Ordinal));

    private static string Answer(Stage stage) => string.Join('\n', stage.Answers.Select(a => a.Text));

    private static string Said(Stage stage) => stage.Answers.Count == 0 ? "no answer"
        : string.Join(" / ", stage.Answers.Select(a => Stage.Intake(a)?.Asking is { } asking ? $"[{asking}] {a.Text}" : a.Text));
}
