namespace IntakeBot.Dialogue.Rehearsal.Simulation;

/// <summary>Slips of the finger in longer messages: a character twice, two swapped, one left out. Digits stay, they are what is compared.</summary>
/// <param name="count">How many in all.</param>
/// <param name="seed">Where they fall: the same seed, the same slips.</param>
internal sealed class Typos(int count, int seed)
{
    private const int Longer = 12;
    private readonly Random _random = new(seed);
    private int _left = count;

    public string In(string text)
    {
        if (_left == 0 || text.Length < Longer) return text;
        var at = _random.Next(1, text.Length - 2);
        if (!char.IsLetter(text[at]) || !char.IsLetter(text[at + 1])) return text;
        _left--;
        return _random.Next(3) switch
        {
            0 => text.Insert(at, text[at].ToString()),
            1 => $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}",
            _ => text.Remove(at, 1),
        };
    }
}
