using System.Globalization;

namespace IntakeBot.Dialogue.Tests.Playing;

/// <summary>
/// A conversation as a text file. Line by line:
/// <c># comment</c>; <c>@ something happens</c> (scan, now, duty, locale, opened, photo, voice, location, owner, event, progress, same);
/// <c>&gt; the resident says</c>; <c>? slot answer</c> said only if that slot is asked for; <c>~ 2h</c> time passes (s, m, h, d);
/// <c>&lt; text in the answer</c>, <c>&lt; ask slot</c>, <c>&lt; option title</c>, <c>&lt; /pattern/</c>, <c>&lt; nothing</c>, <c>&lt;! text not in the answer</c>;
/// <c>= path value</c> (see <see cref="Assertions"/>).
/// </summary>
public sealed record Script(string File, IReadOnlyList<ScriptLine> Lines)
{
    public static Script Read(string path)
    {
        var lines = new List<ScriptLine>();
        var number = 0;
        foreach (var raw in System.IO.File.ReadLines(path))
        {
            number++;
            var line = raw.TrimEnd();
            if (line.Length == 0 || line[0] == '#') continue;
            var sign = line.StartsWith("<!", StringComparison.Ordinal) ? "<!" : line[..1];
            if (sign is not (">" or "<" or "<!" or "~" or "=" or "@" or "?")) throw new FormatException($"{path}:{number}: a line begins with > < ? ~ = @ or #.");
            lines.Add(new(number, sign, line[sign.Length..].Trim()));
        }
        return new(path, lines);
    }

    public static TimeSpan Duration(string text)
    {
        var number = double.Parse(text[..^1], CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number), 'm' => TimeSpan.FromMinutes(number), 'h' => TimeSpan.FromHours(number), 'd' => TimeSpan.FromDays(number),
            _ => throw new FormatException($"'{text}' is no time: write 30s, 5m, 2h or 3d."),
        };
    }
}

/// <param name="Sign">&gt; &lt; &lt;! ? ~ = or @.</param>
public sealed record ScriptLine(int Number, string Sign, string Text);
