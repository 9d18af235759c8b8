using System.Globalization;
using System.Text.RegularExpressions;

namespace IntakeBot.Dialogue.Understanding.Matching;

/// <summary>
/// A phrase pattern as content files write it: plain text, <c>(a|b|c)</c> or <c>[abc]</c> alternatives, <c>?</c> after one of
/// these or a character for what may be absent, gaps <c>..</c> (up to 6 characters in one sentence), <c>...</c> or <c>.*</c>
/// (up to 12), <c>.{0,n}</c> and <c>....</c> (up to 30, also across sentences), <c>&lt;name&gt;</c> a named list of words,
/// <c>^</c> and <c>$</c> for the beginning and the end of the message (marks and blanks aside).
/// Letters match whole words only. There is nothing in it that could take more than linear time.
/// </summary>
internal sealed record Pattern(IReadOnlyList<PatternSegment> Segments, bool FromStart, bool ToEnd);

/// <param name="Literals">One of these stands here.</param>
/// <param name="Gap">At most so many characters between the segment before and this one.</param>
/// <param name="AcrossSentences">The gap may hold the end of a sentence.</param>
internal sealed record PatternSegment(IReadOnlyList<string> Literals, int Gap, bool AcrossSentences);

/// <summary>Parses patterns; the named lists come from <c>lexicon/words.yaml</c>.</summary>
internal sealed class PatternParser(IReadOnlyDictionary<string, IReadOnlyList<string>> words, Func<string, string> fold)
{
    private const int MaxProduct = 400;
    private static readonly Regex s_list = new("<([a-z-]+)>", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Parses a pattern whose last alternatives may hold the end of the message: <c>解决了(谢谢|$)</c>.</summary>
    /// <exception cref="FormatException">Not a pattern; the message says why.</exception>
    public IEnumerable<Pattern> ParseAll(string source)
    {
        var open = source.LastIndexOf('(');
        if (open < 0 || !source.EndsWith(')') || !source.AsSpan(open).Contains('$')) return [Parse(source)];
        var rest = string.Join('|', source[(open + 1)..^1].Split('|').Where(a => a != "$"));
        var end = Parse(source[..open] + "$");
        return rest.Length == 0 ? [end] : [end, Parse(source[..open] + "(" + rest + ")")];
    }

    /// <exception cref="FormatException">Not a pattern; the message says why.</exception>
    public Pattern Parse(string source)
    {
        var text = source.Trim();
        var fromStart = text.StartsWith('^');
        if (fromStart) text = text[1..];
        var toEnd = text.EndsWith('$');
        if (toEnd) text = text[..^1];
        var segments = new List<PatternSegment>();
        var gap = 0;
        var across = false;
        var current = new List<string> { "" };
        var i = 0;
        while (i < text.Length)
        {
            if (text[i] == '.')
            {
                var (nextGap, nextAcross) = Gap(text, ref i);
                Close();
                (gap, across) = (nextGap, nextAcross);
                continue;
            }
            var part = Item(text, ref i);
            if ((long)current.Count * part.Count > MaxProduct && !part.Contains(""))
            {
                Close();
                (gap, across) = (0, false);
            }
            current = Product(current, part);
        }
        Close();
        return new(segments, fromStart, toEnd);

        void Close()
        {
            if (current.Contains("")) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"A part of \"{source}\" may be empty."));
            segments.Add(new([.. current.Select(fold).Distinct()], gap, across));
            current = [""];
        }
    }

    /// <summary>A regular expression with named lists, folded: <c>&lt;assent&gt;&lt;tail&gt;*</c>.</summary>
    /// <exception cref="FormatException">There is no such list.</exception>
    public string Expression(string source) => fold(s_list.Replace(source, name => words.TryGetValue(name.Groups[1].Value, out var list)
        ? $"(?:{string.Join('|', list.Select(Regex.Escape))})" : throw new FormatException($"There is no list of words named \"{name.Groups[1].Value}\".")));

    private static (int Gap, bool Across) Gap(string text, ref int i)
    {
        if (text.AsSpan(i).StartsWith(".*", StringComparison.Ordinal))
        {
            i += text.AsSpan(i).StartsWith(".*?", StringComparison.Ordinal) ? 3 : 2;
            return (12, false);
        }
        if (text.AsSpan(i).StartsWith(".{0,", StringComparison.Ordinal))
        {
            var close = text.IndexOf('}', i);
            if (close < 0 || !int.TryParse(text.AsSpan(i + 4, close - i - 4), NumberStyles.None, CultureInfo.InvariantCulture, out var most))
                throw new FormatException($"\"{text}\": write a gap as .{{0,8}}.");
            i = close + 1;
            return (most, false);
        }
        var dots = 0;
        while (i < text.Length && text[i] == '.') (i, dots) = (i + 1, dots + 1);
        return dots switch { 1 => (1, false), 2 => (6, false), 3 => (12, false), _ => (30, true) };
    }

    private List<string> Item(string text, ref int i)
    {
        var item = Single(text, ref i);
        if (i < text.Length && text[i] == '?')
        {
            i++;
            item.Add("");
        }
        return item;
    }

    private List<string> Single(string text, ref int i)
    {
        switch (text[i])
        {
            case '(':
                return Group(text, ref i);
            case '[':
                var end = text.IndexOf(']', i);
                if (end < 0) throw new FormatException($"\"{text}\": [ without ].");
                var set = text[(i + 1)..end];
                if (set.Length == 0 || set.AsSpan().ContainsAny('^', '-', '\\')) throw new FormatException($"\"{text}\": [ ] may only list characters.");
                i = end + 1;
                return [.. set.Select(c => c.ToString())];
            case '<':
                var close = text.IndexOf('>', i);
                if (close < 0) throw new FormatException($"\"{text}\": < without >.");
                var name = text[(i + 1)..close];
                i = close + 1;
                return words.TryGetValue(name, out var list) ? [.. list] : throw new FormatException($"There is no list of words named \"{name}\".");
            case ')' or '|' or '>' or ']' or '*' or '+' or '\\' or '{' or '?':
                throw new FormatException($"\"{text}\": {text[i]} stands where it cannot.");
            default:
                return [text[i++].ToString()];
        }
    }

    private List<string> Group(string text, ref int i)
    {
        // (?: ) is how regular expressions write a plain group.
        if (text.AsSpan(i).StartsWith("(?:", StringComparison.Ordinal)) i += 2;
        var all = new List<string>();
        var current = new List<string> { "" };
        for (i++; i < text.Length;)
        {
            if (text[i] is '|' or ')')
            {
                all.AddRange(current);
                current = [""];
                if (text[i++] == ')') return all;
                continue;
            }
            current = Product(current, Item(text, ref i));
            if (current.Count > 4 * MaxProduct) throw new FormatException($"\"{text}\" has too many alternatives.");
        }
        throw new FormatException($"\"{text}\": ( without ).");
    }

    private static List<string> Product(List<string> left, List<string> right)
    {
        if (right.Count == 1) return left.ConvertAll(l => l + right[0]);
        var all = new List<string>(left.Count * right.Count);
        foreach (var l in left)
        {
            foreach (var r in right) all.Add(l + r);
        }
        return all;
    }
}
