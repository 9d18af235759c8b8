namespace IntakeBot.Dialogue.Understanding.Text;

/// <summary>
/// A message typed in pinyin, as a text of sounds. <see cref="Start"/> and <see cref="End"/> of each sound are places in the letters.
/// Digits and marks stay as they are, spaces fall away.
/// </summary>
internal sealed class PinyinText
{
    private readonly int[] _start;
    private readonly int[] _end;

    private PinyinText(string sounds, int[] start, int[] end, int syllables, int others) =>
        (Sounds, _start, _end, Syllables, Others) = (sounds, start, end, syllables, others);

    public string Sounds { get; }
    /// <summary>Letters that are part of a syllable, and those that are not.</summary>
    public int Syllables { get; }
    public int Others { get; }

    /// <summary>Where sounds [from, to) stand in the letters.</summary>
    public Span Place(int from, int to) => to <= from ? new(0, 0) : new(_start[from], _end[to - 1] - _start[from]);

    public static PinyinText Read(string text, CharacterTables tables)
    {
        var sounds = new char[text.Length];
        var start = new int[text.Length];
        var end = new int[text.Length];
        var (count, syllables, others) = (0, 0, 0);
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsAsciiLetter(text[i]))
            {
                if (text[i] != ' ' && text[i] != '\'')
                {
                    sounds[count] = text[i];
                    (start[count], end[count]) = (i, i + 1);
                    count++;
                }
                i++;
                continue;
            }
            var stop = i;
            while (stop < text.Length && char.IsAsciiLetter(text[stop])) stop++;
            var before = count;
            if (Word(text, i, stop, tables, sounds, start, end, ref count)) syllables += stop - i;
            else
            {
                count = before;
                others += stop - i;
                sounds[count] = '\uFFFC';
                (start[count], end[count]) = (i, stop);
                count++;
            }
            i = stop;
        }
        return new(new(sounds, 0, count), start, end, syllables, others);
    }

    // Splits one run of letters into syllables, fewest first; false when it cannot be split without rest.
    private static bool Word(string text, int from, int to, CharacterTables tables, char[] sounds, int[] start, int[] end, ref int count)
    {
        var length = to - from;
        if (length > 60) return false;
        Span<int> best = stackalloc int[length + 1];
        Span<int> step = stackalloc int[length + 1];
        best.Fill(int.MaxValue);
        best[length] = 0;
        for (var i = length - 1; i >= 0; i--)
        {
            for (var n = Math.Min(CharacterTables.LongestSyllable, length - i); n >= 1; n--)
            {
                if (best[i + n] == int.MaxValue || best[i + n] + 1 >= best[i]) continue;
                if (tables.SoundOf(text.AsSpan(from + i, n)) == 0) continue;
                (best[i], step[i]) = (best[i + n] + 1, n);
            }
        }
        if (best[0] == int.MaxValue) return false;
        for (var i = 0; i < length; i += step[i])
        {
            sounds[count] = tables.SoundOf(text.AsSpan(from + i, step[i]));
            (start[count], end[count]) = (from + i, from + i + step[i]);
            count++;
        }
        return true;
    }
}
