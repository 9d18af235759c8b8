using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Rehearsal;

/// <summary>
/// Reads a script. Line by line: <c># comment</c>; <c>@ something happens</c> (<see cref="Happenings"/>); <c>&gt; the resident says</c>;
/// <c>* 2</c> or <c>* title</c>: taps a button; <c>? slot answer</c>: said only if that slot is asked for; <c>~ 2h</c>: time passes (s, m, h, d);
/// <c>&lt; what the bot answers</c> and <c>&lt;! what it does not</c> (<see cref="AnswerChecks"/>); <c>= what holds now</c> (<see cref="Claims"/>).
/// </summary>
public static class ScriptReader
{
    /// <summary>Adds every mistake to <paramref name="problems"/>, each with what to write; null if there is any.</summary>
    public static Script? Read(string file, string text, Fixtures fixtures, ICollection<ContentProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(text);
        var before = problems.Count;
        var steps = new List<ScriptStep>();
        var number = 0;
        foreach (var raw in text.EnumerateLines())
        {
            number++;
            var line = raw.TrimEnd().ToString();
            if (line.Length == 0 || line[0] == '#') continue;
            var sign = line.StartsWith("<!", StringComparison.Ordinal) ? "<!" : line[..1];
            var rest = line[sign.Length..].Trim();
            var parsed = Part(sign, rest, fixtures);
            if (parsed.Part is { } part) steps.Add(new(number, sign, rest, part));
            else problems.Add(new(file, number, $"'{line}' cannot be played: {parsed.Mistake}", parsed.Remedy));
        }
        return problems.Count == before ? new(file, steps) : null;
    }

    private static Parsed Part(string sign, string text, Fixtures fixtures) => sign switch
    {
        ">" => Parsed.Do(stage => stage.Say(text.Replace("\\n", "\n", StringComparison.Ordinal))),
        "*" => Taps.Read(text),
        "?" => Conditional(text),
        "~" => Duration(text, out var time) ? Parsed.Do(stage => stage.Pass(time, text)) : Parsed.Wrong($"'{text}' is no time.", "Write 30s, 5m, 2h or 3d."),
        "@" => Happenings.Read(text, fixtures),
        "<" => AnswerChecks.Read(text),
        "<!" => AnswerChecks.ReadAbsent(text),
        "=" => Claims.Read(text),
        _ => Parsed.Wrong("no line begins like this.", "Begin with > (the resident says), * (taps), < (the bot answers), = (holds), @ (happens), ~ (time), ? (if asked) or # (comment)."),
    };

    private static Parsed Conditional(string text) => text.Split(' ', 2) is [var slot, var answer]
        ? Parsed.Do(stage =>
        {
            if (stage.State?.Question?.Asking == slot) stage.Say(answer.Trim());
        })
        : Parsed.Wrong("it needs a slot and an answer.", "Write for example: ? category 押金");

    internal static bool Duration(string text, out TimeSpan time)
    {
        time = default;
        if (text.Length < 2 || !double.TryParse(text[..^1], out var number) || number < 0) return false;
        var seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        time = TimeSpan.FromSeconds(number * seconds);
        return seconds > 0;
    }
}

/// <summary>A line understood, or what is wrong with it and what to write instead.</summary>
internal readonly record struct Parsed(ScriptPart? Part, string Mistake = "", string Remedy = "")
{
    public static Parsed Wrong(string mistake, string remedy) => new(null, mistake, remedy);

    /// <summary>Something that is only done.</summary>
    public static Parsed Do(Action<Stage> act) => new(new ScriptPart("", stage =>
    {
        act(stage);
        return null;
    }));

    /// <summary>Something that must hold; <paramref name="check"/> answers null, or what there is instead.</summary>
    public static Parsed Check(string expected, Func<Stage, string?> check) => new(new ScriptPart(expected, check));
}
