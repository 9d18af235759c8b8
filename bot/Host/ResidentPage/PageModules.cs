using System.Text;
using System.Text.RegularExpressions;

namespace IntakeBot.Host.ResidentPage;

/// <summary>
/// Joins the page's modules into one file when the program starts: over a slow network, twenty requests cost a second that
/// one does not. Each module keeps a scope of its own, so the sources stay plain modules that run and are tested as they are.
/// </summary>
internal static partial class PageModules
{
    /// <param name="main">The module to begin with.</param>
    /// <param name="source">The text of a module by name.</param>
    /// <exception cref="InvalidOperationException">A module is missing, imports in a circle, or imports or exports in a form not known here.</exception>
    public static string Join(string main, Func<string, string?> source)
    {
        var joined = new StringBuilder();
        var state = new Dictionary<string, bool>(StringComparer.Ordinal);
        Add(main, source, state, joined);
        return joined.ToString();
    }

    // false in the state: begun; true: done.
    private static void Add(string name, Func<string, string?> source, Dictionary<string, bool> state, StringBuilder joined)
    {
        if (state.TryGetValue(name, out var done))
        {
            if (!done) throw new InvalidOperationException($"{name} imports itself in a circle.");
            return;
        }

        state[name] = false;
        var text = source(name) ?? throw new InvalidOperationException($"There is no {name}.");
        foreach (Match import in Import().Matches(text)) Add(import.Groups["from"].Value, source, state, joined);

        var exports = Export().Matches(text).Select(m => m.Groups["name"].Value).ToList();
        text = Import().Replace(text, match => $"const {match.Groups["names"].Value} = {Scope(match.Groups["from"].Value)};");
        text = Export().Replace(text, match => match.Groups["what"].Value + match.Groups["name"].Value);
        if (Leftover().Match(text) is { Success: true } odd) throw new InvalidOperationException($"{name}: '{odd.Value}' is no form of import or export known here.");
        joined.Append($"const {Scope(name)} = (() => {{\n{text}\nreturn {{ {string.Join(", ", exports)} }};\n}})();\n");
        state[name] = true;
    }

    private static string Scope(string name) => "$" + Path.GetFileNameWithoutExtension(name);

    [GeneratedRegex(@"^import (?<names>\{[\w, ]+\}) from '\./(?<from>[\w-]+\.js)';", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"^export (?<what>(?:async )?function |const |class )(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Export();

    [GeneratedRegex(@"^(?:import|export)\b.*", RegexOptions.Multiline)]
    private static partial Regex Leftover();
}
