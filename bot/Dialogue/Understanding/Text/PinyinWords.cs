using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Text;

/// <summary>
/// Numbers, sums, times and people in pinyin: the longest known words become the characters they stand for, one character a
/// sound, so that the readers of Chinese read them (<c>lexicon/pinyin-words.yaml</c>).
/// </summary>
internal sealed class PinyinWords
{
    private readonly Automaton _sounds = new();
    private readonly List<string> _characters = [];

    public static PinyinWords? Load(ContentFiles files, CharacterTables tables, ICollection<ContentProblem> problems)
    {
        if (YamlFile.Read<WordFile>(files, "lexicon/pinyin-words.yaml", problems) is not { } document) return null;
        var words = new PinyinWords();
        foreach (var word in document.Value.Words.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var sounds in Sounds(word, tables))
            {
                var id = words._sounds.Add(sounds);
                if (id == words._characters.Count) words._characters.Add(word);
            }
        }
        words._sounds.Freeze();
        return words;
    }

    /// <summary>As long as the sounds; what is no known word becomes a middle dot.</summary>
    public string Characters(PinyinText pinyin)
    {
        var sounds = pinyin.Sounds;
        var result = new char[sounds.Length];
        // The longest word that begins at each place.
        var longest = new int[sounds.Length];
        Array.Fill(longest, -1);
        var state = 0;
        for (var i = 0; i < sounds.Length; i++)
        {
            state = _sounds.Step(state, sounds[i]);
            for (var output = _sounds.FirstOutput(state); output != 0; output = _sounds.NextOutput(output))
            {
                var word = _sounds.WordAt(output);
                var start = i + 1 - _characters[word].Length;
                if (longest[start] < 0 || _characters[longest[start]].Length < _characters[word].Length) longest[start] = word;
            }
        }
        for (var i = 0; i < sounds.Length;)
        {
            if (longest[i] >= 0)
            {
                _characters[longest[i]].CopyTo(0, result, i, _characters[longest[i]].Length);
                i += _characters[longest[i]].Length;
            }
            else
            {
                result[i] = sounds[i] >= CharacterTables.FirstSound ? '·' : sounds[i];
                i++;
            }
        }
        return new(result);
    }

    private static List<string> Sounds(string word, CharacterTables tables)
    {
        var all = new List<string> { "" };
        foreach (var c in word)
        {
            var (sound, other) = (tables.SoundOf(c), tables.OtherSoundOf(c));
            if (sound == 0) return [];
            all = other == 0 ? all.ConvertAll(a => a + sound) : [.. all.Select(a => a + sound), .. all.Select(a => a + other)];
        }
        return all;
    }

    private sealed class WordFile
    {
        public required string Words { get; set; }
    }
}
