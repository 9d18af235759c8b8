using IntakeBot.Dialogue.Understanding.Text;

namespace IntakeBot.Dialogue.Understanding.Matching;

/// <summary>Turns a pattern of characters into one of sounds, so that the same rule reads pinyin.</summary>
internal static class SoundPatterns
{
    /// <summary>null when the pattern has a part without Chinese, or is a single sound, which would say nothing.</summary>
    public static Pattern? Of(Pattern pattern, CharacterTables tables)
    {
        var segments = new List<PatternSegment>();
        foreach (var segment in pattern.Segments)
        {
            var literals = segment.Literals.SelectMany(l => Of(l, tables)).Distinct().ToArray();
            if (literals.Length == 0) return null;
            segments.Add(segment with { Literals = literals });
        }
        if (segments.Count == 1 && !(pattern.FromStart && pattern.ToEnd))
        {
            var longer = segments[0].Literals.Where(l => l.Length >= 2).ToArray();
            if (longer.Length == 0) return null;
            segments[0] = segments[0] with { Literals = longer };
        }
        return pattern with { Segments = segments };
    }

    private static List<string> Of(string literal, CharacterTables tables)
    {
        var all = new List<string> { "" };
        foreach (var c in literal)
        {
            if (char.IsAsciiDigit(c))
            {
                all = all.ConvertAll(a => a + c);
                continue;
            }
            var sound = tables.SoundOf(c);
            if (sound == 0) return [];
            var other = all.Count <= 4 ? tables.OtherSoundOf(c) : '\0';
            all = other == 0 ? all.ConvertAll(a => a + sound) : [.. all.Select(a => a + sound), .. all.Select(a => a + other)];
        }
        return all;
    }
}
