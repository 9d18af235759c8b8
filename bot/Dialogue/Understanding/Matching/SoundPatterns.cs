using IntakeBot.Dialogue.Understanding.Text;

namespace IntakeBot.Dialogue.Understanding.Matching;

/// <summary>Turns a pattern of characters into one of sounds, so that the same rule reads pinyin.</summary>
internal static class SoundPatterns
{
    /// <summary>
    /// null when the pattern has a part without Chinese or says too little by sound: many words sound alike, so at least
    /// so many sounds must stand together, and as many as two in each part.
    /// </summary>
    public static Pattern? Of(Pattern pattern, CharacterTables tables, int least)
    {
        var segments = new List<PatternSegment>();
        foreach (var segment in pattern.Segments)
        {
            var literals = segment.Literals.SelectMany(l => Of(l, tables)).Distinct().ToArray();
            if (pattern.Segments.Count > 1) literals = [.. literals.Where(l => l.Length >= Math.Min(2, least))];
            if (literals.Length == 0) return null;
            segments.Add(segment with { Literals = literals });
        }
        if (segments.Count == 1 && !(pattern.FromStart && pattern.ToEnd))
        {
            var longer = segments[0].Literals.Where(l => l.Length >= least).ToArray();
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
