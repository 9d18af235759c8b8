using System.Text;

namespace IntakeBot.Dialogue.Wording;

/// <summary>
/// A text with placeholders: <c>{name}</c> is filled in; a part in square brackets is left out when a placeholder inside it
/// is unknown: <c>欠了 {amount}[，{people} 个人]</c>.
/// </summary>
public sealed class Template
{
    private readonly record struct Piece(string Text, bool IsPlaceholder, int Optional);

    private readonly Piece[] _pieces;

    private Template(Piece[] pieces, string? fault)
    {
        _pieces = pieces;
        Fault = fault;
    }

    /// <summary>What is wrong with the brackets, in plain words; null when nothing is.</summary>
    public string? Fault { get; }

    public IEnumerable<string> Placeholders => _pieces.Where(p => p.IsPlaceholder).Select(p => p.Text);
    public IEnumerable<string> Unknown(IEnumerable<string> known) => Placeholders.Except(known);

    public static Template Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pieces = new List<Piece>();
        var plain = new StringBuilder();
        int optional = 0, groups = 0;
        string? fault = null;
        void Flush()
        {
            if (plain.Length > 0) pieces.Add(new(plain.ToString(), false, optional));
            plain.Clear();
        }
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '{':
                    var close = text.IndexOf('}', i);
                    if (close < 0) { fault ??= "A '{' has no '}'."; plain.Append('{'); break; }
                    Flush();
                    pieces.Add(new(text[(i + 1)..close], true, optional));
                    i = close;
                    break;
                case '}': fault ??= "A '}' has no '{'."; plain.Append('}'); break;
                case '[':
                    Flush();
                    if (optional != 0) fault ??= "A '[' stands inside another '['.";
                    optional = ++groups;
                    break;
                case ']':
                    Flush();
                    if (optional == 0) fault ??= "A ']' has no '['.";
                    optional = 0;
                    break;
                default: plain.Append(text[i]); break;
            }
        }
        Flush();
        if (optional != 0) fault ??= "A '[' has no ']'.";
        return new([.. pieces], fault);
    }

    /// <summary>Fills the placeholders; an unknown one outside brackets becomes nothing.</summary>
    public string Render(params ReadOnlySpan<(string Name, string? Value)> values)
    {
        if (_pieces.Length == 1 && !_pieces[0].IsPlaceholder && _pieces[0].Optional == 0) return _pieces[0].Text;
        var result = new StringBuilder();
        for (var i = 0; i < _pieces.Length; i++)
        {
            var piece = _pieces[i];
            if (piece.Optional != 0 && Lacks(piece.Optional, values)) continue;
            result.Append(piece.IsPlaceholder ? Find(piece.Text, values) : piece.Text);
        }
        return result.ToString();
    }

    private bool Lacks(int optional, ReadOnlySpan<(string, string?)> values)
    {
        foreach (var piece in _pieces)
            if (piece.Optional == optional && piece.IsPlaceholder && string.IsNullOrEmpty(Find(piece.Text, values))) return true;
        return false;
    }

    private static string? Find(string name, ReadOnlySpan<(string Name, string? Value)> values)
    {
        foreach (var (key, value) in values)
            if (key == name) return value;
        return null;
    }
}
