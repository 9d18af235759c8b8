using IntakeBot.Dialogue.Content;

namespace IntakeBot.Dialogue.Understanding.Text;

/// <summary>What is known of single characters: simplified form and sound. From <c>lexicon/traditional.yaml</c> and <c>lexicon/pinyin.yaml</c>.</summary>
internal sealed class CharacterTables
{
    /// <summary>Sounds stand as characters of the private use area, so that texts of sounds are strings like any other.</summary>
    public const char FirstSound = '\uE000';

    private readonly char[] _fold = new char[char.MaxValue + 1];
    private readonly char[] _sound = new char[char.MaxValue + 1];
    private readonly Dictionary<char, char> _other = [];
    private readonly Dictionary<string, char> _soundOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, char>.AlternateLookup<ReadOnlySpan<char>> _soundOfSpan;

    private CharacterTables() => _soundOfSpan = _soundOf.GetAlternateLookup<ReadOnlySpan<char>>();

    public const int LongestSyllable = 6;

    public static CharacterTables? Load(ContentFiles files, ICollection<ContentProblem> problems)
    {
        var traditional = YamlFile.Read<TraditionalFile>(files, "lexicon/traditional.yaml", problems);
        var pinyin = YamlFile.Read<PinyinFile>(files, "lexicon/pinyin.yaml", problems);
        if (traditional is null || pinyin is null) return null;
        var tables = new CharacterTables();
        for (var i = 0; i <= char.MaxValue; i++) tables._fold[i] = FoldWidth((char)i);
        foreach (var pair in traditional.Value.Pairs.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Length == 2) tables._fold[pair[0]] = pair[1];
            else problems.Add(new(traditional.File, traditional.LineOf("pairs"), $"'{pair}' is no pair of characters.", "Write the traditional character, the simplified one, a space."));
        }
        foreach (var (syllable, characters) in pinyin.Value.Syllables)
        {
            var sound = tables.Sound(syllable);
            foreach (var c in characters) tables._sound[c] = sound;
        }
        foreach (var (syllable, characters) in pinyin.Value.Others)
        {
            var sound = tables.Sound(syllable);
            foreach (var c in characters) tables._other[c] = sound;
        }
        return tables;
    }

    /// <summary>Half width, simplified, lower case.</summary>
    public char Fold(char c) => _fold[c];
    public bool IsTraditional(char c) => c >= 0x4E00 && _fold[c] != c && c <= 0x9FFF;
    /// <summary>The usual sound of a character as a private character, or 0.</summary>
    public char SoundOf(char c) => _sound[c];
    /// <summary>A second sound of the character, or 0.</summary>
    public char OtherSoundOf(char c) => _other.GetValueOrDefault(c);
    /// <summary>The sound of a syllable in letters, or 0 when there is no such syllable.</summary>
    public char SoundOf(ReadOnlySpan<char> syllable) => _soundOfSpan.TryGetValue(syllable, out var sound) ? sound : '\0';

    private char Sound(string syllable)
    {
        if (!_soundOf.TryGetValue(syllable, out var sound)) _soundOf.Add(syllable, sound = (char)(FirstSound + _soundOf.Count));
        return sound;
    }

    private static char FoldWidth(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => char.ToLowerInvariant((char)(c - 0xFEE0)),
        '\u3000' or '\u00A0' or '\t' => ' ',
        '\u2018' or '\u2019' => '\'',
        '\u201C' or '\u201D' => '"',
        _ => char.ToLowerInvariant(c),
    };

    private sealed class TraditionalFile
    {
        public required string Pairs { get; set; }
    }

    private sealed class PinyinFile
    {
        public required Dictionary<string, string> Syllables { get; set; }
        public Dictionary<string, string> Others { get; set; } = [];
    }
}
