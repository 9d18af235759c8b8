using System.Collections.Concurrent;

namespace IntakeBot.Dialogue.Understanding.Matching;

/// <param name="Id">What the pattern was added for.</param>
internal readonly record struct PatternMatch(int Id, int Start, int End);

/// <summary>
/// Many patterns matched in one pass. Each word found moves the patterns it belongs to one segment on when the segment before
/// ended near enough; so the work is bound by the words found, and they by the length of the text.
/// </summary>
internal sealed class PatternSet
{
    private const int Remembered = 4;
    private readonly record struct Slot(int Id, int Index, bool Last, int Gap, bool Across, bool FromStart, bool ToEnd);

    private readonly Automaton _automaton;
    private readonly Slot[] _slots;
    private readonly int[][] _slotsOfWord;
    private readonly bool[] _letterFirst;
    private readonly bool[] _letterLast;
    private readonly ConcurrentBag<Scratch> _scratch = [];

    private PatternSet(Automaton automaton, Slot[] slots, int[][] slotsOfWord)
    {
        (_automaton, _slots, _slotsOfWord) = (automaton, slots, slotsOfWord);
        _letterFirst = [.. automaton.Words.Select(w => char.IsAsciiLetterOrDigit(w[0]))];
        _letterLast = [.. automaton.Words.Select(w => char.IsAsciiLetterOrDigit(w[^1]))];
    }

    public static PatternSet Build(IEnumerable<(Pattern Pattern, int Id)> patterns)
    {
        var automaton = new Automaton();
        var slots = new List<Slot>();
        var users = new List<List<int>>();
        foreach (var (pattern, id) in patterns)
        {
            for (var i = 0; i < pattern.Segments.Count; i++)
            {
                var segment = pattern.Segments[i];
                // A gap between words of letters is counted in letters: about four a syllable.
                var gap = segment.Literals.All(l => char.IsAsciiLetter(l[0])) ? segment.Gap * 4 : segment.Gap;
                foreach (var literal in segment.Literals)
                {
                    var word = automaton.Add(literal);
                    while (users.Count <= word) users.Add([]);
                    users[word].Add(slots.Count);
                }
                slots.Add(new(id, i, i == pattern.Segments.Count - 1, gap, segment.AcrossSentences, i == 0 && pattern.FromStart, pattern.ToEnd));
            }
        }
        automaton.Freeze();
        return new(automaton, [.. slots], [.. users.Select(u => u.ToArray())]);
    }

    /// <summary>Adds all matches, in the order of their ends.</summary>
    public void Scan(ReadOnlySpan<char> text, List<PatternMatch> matches)
    {
        if (!_scratch.TryTake(out var scratch)) scratch = new(_slots.Length);
        scratch.Begin();
        var state = 0;
        for (var i = 0; i < text.Length; i++)
        {
            state = _automaton.Step(state, text[i]);
            for (var output = _automaton.FirstOutput(state); output != 0; output = _automaton.NextOutput(output))
            {
                var word = _automaton.WordAt(output);
                var end = i + 1;
                var start = end - _automaton.Words[word].Length;
                if (_letterFirst[word] && start > 0 && char.IsAsciiLetterOrDigit(text[start - 1])) continue;
                if (_letterLast[word] && end < text.Length && char.IsAsciiLetterOrDigit(text[end])) continue;
                foreach (var slot in _slotsOfWord[word]) Advance(scratch, text, slot, start, end, matches);
            }
        }
        _scratch.Add(scratch);
    }

    private void Advance(Scratch scratch, ReadOnlySpan<char> text, int index, int start, int end, List<PatternMatch> matches)
    {
        ref readonly var slot = ref _slots[index];
        var from = start;
        if (slot.Index == 0)
        {
            if (slot.FromStart && start > scratch.First(text)) return;
        }
        else if ((from = scratch.Before(text, index - 1, start, slot.Gap, slot.Across)) < 0)
        {
            return;
        }
        if (!slot.Last) scratch.Remember(index, from, end);
        else if (!slot.ToEnd || end >= scratch.Last(text)) matches.Add(new(slot.Id, from, end));
    }

    // Where the segments seen last began and ended, for one text at a time.
    private sealed class Scratch(int slots)
    {
        private readonly int[] _epoch = new int[slots];
        private readonly int[] _seen = new int[slots];
        private readonly int[] _start = new int[slots * Remembered];
        private readonly int[] _end = new int[slots * Remembered];
        private int _now;
        // Where the content begins and ends; found when first asked for.
        private int _first;
        private int _last;

        public void Begin() => (_now, _first, _last) = (_now + 1, -1, -1);

        public int First(ReadOnlySpan<char> text)
        {
            if (_first >= 0) return _first;
            for (_first = 0; _first < text.Length && !Breaks.IsContent(text[_first]);) _first++;
            return _first;
        }

        public int Last(ReadOnlySpan<char> text)
        {
            if (_last >= 0) return _last;
            for (_last = text.Length; _last > 0 && !Breaks.IsContent(text[_last - 1]);) _last--;
            return _last;
        }

        public void Remember(int slot, int start, int end)
        {
            if (_epoch[slot] != _now) (_epoch[slot], _seen[slot]) = (_now, 0);
            var at = slot * Remembered + _seen[slot]++ % Remembered;
            (_start[at], _end[at]) = (start, end);
        }

        // The start of the nearest match of the slot that ends at most gap characters before; -1 when none does.
        public int Before(ReadOnlySpan<char> text, int slot, int start, int gap, bool across)
        {
            if (_epoch[slot] != _now) return -1;
            var (best, bestEnd) = (-1, -1);
            for (var k = 0; k < Math.Min(_seen[slot], Remembered); k++)
            {
                var at = slot * Remembered + k;
                var end = _end[at];
                if (end > start || start - end > gap || end <= bestEnd) continue;
                if (!across && Breaks.HasSentence(text[end..start])) continue;
                (best, bestEnd) = (_start[at], end);
            }
            return best;
        }
    }
}

/// <summary>Where sentences and clauses end, in folded text.</summary>
internal static class Breaks
{
    private static readonly System.Buffers.SearchValues<char> s_sentence = System.Buffers.SearchValues.Create("\n。!?;…");

    public static bool HasSentence(ReadOnlySpan<char> text) => text.ContainsAny(s_sentence);
    public static bool IsSentence(char c) => c is '\n' or '。' or '!' or '?' or ';' or '…';
    public static bool IsClause(char c) => IsSentence(c) || c is ',' or '、' or ' ' or ':' or '.' or '~';
    // Sounds stand in the private use area.
    public static bool IsContent(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c is >= '\uE000' and <= '\uF8FF';
}
