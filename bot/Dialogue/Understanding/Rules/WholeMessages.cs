using System.Text;
using System.Text.RegularExpressions;
using IntakeBot.Dialogue.Understanding.Matching;
using IntakeBot.Dialogue.Understanding.Text;

namespace IntakeBot.Dialogue.Understanding.Rules;

/// <summary>
/// Patterns that a short message must match from end to end, marks and blanks aside: 要得 发噻, 有没得人来嘛. Here repetition and long lists of
/// words cost nothing, for the expressions never go back; what is longer than a short answer is not looked at.
/// </summary>
internal sealed class WholeMessages(PatternParser parser, CharacterTables tables)
{
    private const int Longest = 40;
    private readonly List<(Regex Words, Regex Sounds, int Rule)> _rules = [];

    /// <exception cref="FormatException">A pattern cannot be read; the message says why.</exception>
    /// <exception cref="NotSupportedException">A pattern looks around, or is too large.</exception>
    public void Add(IReadOnlyList<string> sources, int rule)
    {
        var expressions = sources.Select(s => $"(?:{parser.Expression(s).Replace("'", "", StringComparison.Ordinal)})").ToArray();
        Add(expressions, rule);
    }

    /// <param name="text">Folded text, or its sounds.</param>
    /// <param name="sounds">Whether it is sounds; one sound alone says too little.</param>
    public void Find(string text, bool sounds, IReadOnlyList<Rule> rules, List<RuleHit> hits)
    {
        if (_rules.Count == 0 || text.Length > Longest) return;
        Span<char> bare = stackalloc char[Longest];
        bare = bare[..Bare(text, bare)];
        if (bare.Length < (sounds ? 2 : 1)) return;
        foreach (var rule in _rules)
            if ((sounds ? rule.Sounds : rule.Words).IsMatch(bare)) hits.Add(new(rules[rule.Rule], 0, text.Length));
    }

    // As one expression where it does not grow too large for that, else in halves.
    private void Add(ReadOnlySpan<string> expressions, int rule)
    {
        if (expressions.Length == 0) return;
        var all = string.Join('|', expressions);
        try
        {
            _rules.Add((Compile(all), Compile(Sounding(all)), rule));
        }
        catch (NotSupportedException) when (expressions.Length > 1)
        {
            Add(expressions[..(expressions.Length / 2)], rule);
            Add(expressions[(expressions.Length / 2)..], rule);
        }
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new($"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"A pattern for whole messages cannot be read: {e.Message}", e);
        }
    }

    private string Sounding(string pattern)
    {
        var sounding = new StringBuilder(pattern.Length);
        foreach (var c in pattern)
        {
            var (sound, other) = (tables.SoundOf(c), tables.OtherSoundOf(c));
            if (sound == 0) sounding.Append(c);
            else if (other == 0) sounding.Append(sound);
            else sounding.Append('[').Append(sound).Append(other).Append(']');
        }
        return sounding.ToString();
    }

    // No marks, and blanks only between words of letters.
    private static int Bare(string text, Span<char> into)
    {
        var (length, gap) = (0, false);
        foreach (var c in text)
        {
            if (c == '\'') continue;
            if (!Breaks.IsContent(c))
            {
                gap = true;
                continue;
            }
            if (gap && length > 0 && char.IsAsciiLetterOrDigit(c) && char.IsAsciiLetterOrDigit(into[length - 1])) into[length++] = ' ';
            into[length++] = c;
            gap = false;
        }
        return length;
    }
}
