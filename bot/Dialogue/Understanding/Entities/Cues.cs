using IntakeBot.Dialogue.Understanding.Matching;

namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Kinds of words that tell what a number near them means; the words are in <c>lexicon/cues.yaml</c>.</summary>
[Flags]
internal enum Cue : ushort
{
    None = 0,
    /// <summary>押金, 欠, 扣: what follows is a sum.</summary>
    Money = 1,
    /// <summary>工人, 业主: somebody counted.</summary>
    Person = 2,
    /// <summary>我们, 同事: those who speak.</summary>
    We = 4,
    /// <summary>被, 来了, 叫了: those counted next are the others.</summary>
    Others = 8,
    /// <summary>打, 砸, 堵: what the others do.</summary>
    Attack = 16,
    /// <summary>保安, 混混: persons that are seldom the ones harmed.</summary>
    Attackers = 32,
    /// <summary>度, 方, 平米: what a unit price is for.</summary>
    PerUnit = 64,
    /// <summary>房, 尾号, 密码: what follows is a name, not a quantity.</summary>
    Label = 128,
    /// <summary>打工, 打不开: words that hold a cue and mean something else.</summary>
    Other = 256,
    /// <summary>商铺, 档口: shops, counted in 家 as households are.</summary>
    Shop = 512,
}

/// <summary>Where the cues of one text begin and end.</summary>
internal sealed class CueMap
{
    private readonly Cue[] _starts;
    private readonly Cue[] _ends;

    public CueMap(string text, List<PatternMatch> matches)
    {
        Text = text;
        _starts = new Cue[text.Length + 1];
        _ends = new Cue[text.Length + 1];
        // How far a word that means something else reaches, at each of its characters.
        int[]? other = null;
        foreach (var match in matches)
        {
            if ((Cue)match.Id != Cue.Other) continue;
            other ??= new int[text.Length];
            for (var i = match.Start; i < match.End; i++) other[i] = Math.Max(other[i], match.End);
        }
        foreach (var match in matches)
        {
            if ((Cue)match.Id == Cue.Other || other is not null && other[match.Start] >= match.End) continue;
            _starts[match.Start] |= (Cue)match.Id;
            _ends[match.End] |= (Cue)match.Id;
            All |= (Cue)match.Id;
        }
    }

    public string Text { get; }
    /// <summary>All kinds that occur anywhere.</summary>
    public Cue All { get; }

    public bool StartsAt(int at, Cue cue) => at < _starts.Length && (_starts[at] & cue) != 0;

    /// <summary>Such a word ends at most that many characters before, in the same clause.</summary>
    public bool Before(int at, Cue cue, int within)
    {
        for (var i = at; i >= 0 && at - i <= within; i--)
        {
            if ((_ends[i] & cue) != 0) return true;
            if (i > 0 && Breaks.IsClause(Text[i - 1]) && i != at && !BetweenLetters(i - 1)) return false;
        }
        return false;
    }

    // In English a blank ends a word, in Chinese a clause.
    private bool BetweenLetters(int at) => Text[at] == ' ' && at > 0 && char.IsAsciiLetter(Text[at - 1]);

    /// <summary>Such a word begins at most that many characters behind, in the same sentence.</summary>
    public bool After(int at, Cue cue, int within)
    {
        for (var i = at; i < Text.Length && i - at <= within; i++)
        {
            if ((_starts[i] & cue) != 0) return true;
            if (Breaks.IsSentence(Text[i])) return false;
        }
        return false;
    }
}
