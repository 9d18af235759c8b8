using System.Text.RegularExpressions;
using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Dialogue.Content;

/// <summary>A question residents ask in between, and its answer.</summary>
/// <param name="Patterns">Regular expressions on the folded text (half width, simplified, lower case), matched by the reader; no look-around.</param>
/// <param name="Door">The matter belongs to another channel: the answer names it, and a note may still be left.</param>
/// <param name="NotForConsulting">Of a matter that is itself a question how to apply for something, staff answer this.</param>
/// <param name="Answers">By language.</param>
public sealed record FaqEntry(string Name, IReadOnlyList<string> Patterns, bool Door, bool NotForConsulting, IReadOnlyDictionary<string, Template> Answers);

/// <summary>The shape of the files in <c>faq/</c>.</summary>
internal sealed class FaqFile
{
    private static readonly string[] s_placeholders = ["station", "address", "minutes", "receipt"];

    public required List<Entry> Faq { get; set; }

    internal sealed class Entry
    {
        public required string Name { get; set; }
        public required List<string> Patterns { get; set; }
        public bool Door { get; set; }
        public bool NotForConsulting { get; set; }
        public required Dictionary<string, string> Answer { get; set; }
    }

    public static IReadOnlyList<FaqEntry> Load(ContentFiles files, List<ContentProblem> problems)
    {
        var all = new List<FaqEntry>();
        foreach (var path in files.Under("faq"))
        {
            if (YamlFile.Read<FaqFile>(files, path, problems) is not { } document) continue;
            for (var i = 0; i < document.Value.Faq.Count; i++)
            {
                var entry = document.Value.Faq[i];
                int Line(params object[] rest) => document.LineOf(["faq", i, .. rest]);
                if (all.Any(e => e.Name == entry.Name)) problems.Add(new(path, Line("name"), $"The question '{entry.Name}' stands here twice.", "Rename or remove one."));
                foreach (var language in Languages.All.Where(l => !entry.Answer.ContainsKey(l)))
                    problems.Add(new(path, Line("answer"), $"The question '{entry.Name}' has no answer in {language}.", $"Add '{language}: ...'."));
                for (var p = 0; p < entry.Patterns.Count; p++) { var at = p; CheckPattern(entry.Patterns[p], path, () => Line("patterns", at), problems); };
                var answers = entry.Answer.ToDictionary(a => a.Key, a => Template.Parse(a.Value), StringComparer.Ordinal);
                foreach (var (language, template) in answers)
                {
                    if (template.Fault is { } fault) problems.Add(new(path, Line("answer", language), fault, "Close what is open."));
                    foreach (var name in template.Unknown(s_placeholders))
                        problems.Add(new(path, Line("answer", language), $"The answer has the placeholder {{{name}}}, which nothing fills.", $"Use one of {string.Join(", ", s_placeholders.Select(n => $"{{{n}}}"))}."));
                }
                all.Add(new(entry.Name, entry.Patterns, entry.Door, entry.NotForConsulting, answers));
            }
        }
        return all;
    }

    // Compiling without backtracking costs milliseconds a pattern and is the reader's work; here only what it would refuse.
    private static void CheckPattern(string pattern, string path, Func<int> line, List<ContentProblem> problems)
    {
        string? fault = null;
        try
        {
            _ = new Regex(pattern, RegexOptions.None);
            if (s_unsafe.FirstOrDefault(u => pattern.Contains(u, StringComparison.Ordinal)) is { } found) fault = $"'{found}' is not possible";
        }
        catch (ArgumentException e)
        {
            fault = e.Message;
        }
        if (fault is not null) problems.Add(new(path, line(), $"The pattern cannot be read: {fault}", "Correct it; look-around and back-references are not possible."));
    }

    private static readonly string[] s_unsafe = ["(?=", "(?!", "(?<=", "(?<!", "(?>", "\\1", "\\2", "\\k<"];
}
