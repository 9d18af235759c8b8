using System.Buffers;

namespace IntakeBot.Dialogue.Content;

/// <summary>
/// The quick way through big files of the plainest form: <c>key:</c> and below it lines <c>  - sentence</c>. They are
/// tens of thousands of lines read at every start, and the full parser needs seconds for them.
/// </summary>
internal static class SentenceLists
{
    private const string Item = "  - ";
    private static readonly SearchValues<char> s_key = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");
    // What may mean more than itself at the beginning of a plain text.
    private static readonly SearchValues<char> s_indicators = SearchValues.Create("-?:,[]{}#&*!|>%@`'\" ");
    // Controls, other line ends and marks of byte order.
    private static readonly SearchValues<char> s_odd =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Where(c => c is < ' ' or > '~').Select(c => (char)c), '\u2028', '\u2029', '\uFEFF', '\uFFFE', '\uFFFF']);

    /// <summary>The lists by their keys; null when any line is of another form, right or wrong, so that the full parser must tell.</summary>
    public static Dictionary<string, List<string>>? TryRead(string text)
    {
        var all = new Dictionary<string, List<string>>();
        List<string>? list = null;
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            var end = rest.IndexOf('\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (line.EndsWith('\r')) line = line[..^1];
            if (line.ContainsAny(s_odd)) return null;
            if (line.Length == 0 || line[0] == '#') continue;
            if (line.StartsWith(Item))
            {
                if (list is null || Sentence(line[Item.Length..]) is not { } sentence) return null;
                list.Add(sentence);
                continue;
            }
            // A key without a list, like one that comes twice, is a mistake.
            if (list is { Count: 0 } || Key(line) is not { } key || !all.TryAdd(key, list = [])) return null;
        }
        return list is { Count: > 0 } ? all : null;
    }

    private static string? Key(ReadOnlySpan<char> line)
    {
        if (line[^1] != ':') return null;
        var key = line[..^1];
        return key.Length == 0 || !char.IsAsciiLetterLower(key[0]) || key.ContainsAnyExcept(s_key) || key is "null" ? null : key.ToString();
    }

    private static string? Sentence(ReadOnlySpan<char> written)
    {
        if (written.Length == 0) return null;
        if (written[0] == '"') return Quoted(written);
        if (s_indicators.Contains(written[0]) || written[^1] is ' ' or ':' || written.Contains(": ", StringComparison.Ordinal) || written.Contains(" #", StringComparison.Ordinal)) return null;
        return written is "~" or "null" or "Null" or "NULL" ? null : written.ToString();
    }

    // Of the escapes only those of the quotation mark and of the stroke itself.
    private static string? Quoted(ReadOnlySpan<char> written)
    {
        if (written.Length < 2 || written[^1] != '"') return null;
        var inside = written[1..^1];
        if (!inside.ContainsAny('"', '\\')) return inside.ToString();
        var plain = new System.Text.StringBuilder(inside.Length);
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] == '"') return null;
            if (inside[i] == '\\' && (++i == inside.Length || inside[i] is not ('"' or '\\'))) return null;
            plain.Append(inside[i]);
        }
        return plain.ToString();
    }
}
