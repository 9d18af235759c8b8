namespace IntakeBot.Dialogue.Understanding.Matching;

/// <summary>
/// Finds all of many words in one pass (Aho and Corasick, 1975). Transitions live in one open-addressed table keyed by
/// state and character, so that thousands of Chinese characters cost no row of their own.
/// </summary>
internal sealed class Automaton
{
    private readonly int[] _rootNext = new int[char.MaxValue + 1];
    private ulong[] _keys = new ulong[1024];
    private int[] _values = new int[1024];
    private int _count;
    private readonly List<int> _fail = [0];
    private readonly List<int> _word = [-1];
    // The nearest state on the chain of failures that ends a word; 0 when none does.
    private readonly List<int> _output = [0];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];
    private readonly List<(int Parent, char Char)> _edge = [default];

    public IReadOnlyList<string> Words => _words;

    /// <summary>Adds a word, answers its number; the same word has the same number.</summary>
    public int Add(string word)
    {
        if (_ids.TryGetValue(word, out var known)) return known;
        var state = 0;
        foreach (var c in word)
        {
            var next = Find(state, c);
            if (next == 0)
            {
                next = _fail.Count;
                _fail.Add(0);
                _word.Add(-1);
                _output.Add(0);
                _edge.Add((state, c));
                Insert(state, c, next);
            }
            state = next;
        }
        var id = _words.Count;
        _ids.Add(word, id);
        _words.Add(word);
        _word[state] = id;
        return id;
    }

    /// <summary>Links the states; no word may be added afterwards.</summary>
    public void Freeze()
    {
        // States were made parent before child within a word, but a failure may point into a later word: go by depth.
        var depth = new int[_fail.Count];
        for (var s = 1; s < depth.Length; s++) depth[s] = depth[_edge[s].Parent] + 1;
        var order = Enumerable.Range(1, depth.Length - 1).OrderBy(s => depth[s]).ToArray();
        foreach (var s in order)
        {
            var (parent, c) = _edge[s];
            if (parent == 0) continue;
            var f = _fail[parent];
            int next;
            while ((next = Find(f, c)) == 0 && f != 0) f = _fail[f];
            _fail[s] = next;
            _output[s] = _word[next] >= 0 ? next : _output[next];
        }
        _edge.Clear();
    }

    public int Step(int state, char c)
    {
        while (state != 0)
        {
            var next = Find(state, c);
            if (next != 0) return next;
            state = _fail[state];
        }
        return _rootNext[c];
    }

    /// <summary>The first state of the chain whose word ends here, or 0.</summary>
    public int FirstOutput(int state) => _word[state] >= 0 ? state : _output[state];
    public int NextOutput(int state) => _output[state];
    public int WordAt(int state) => _word[state];

    private int Find(int state, char c)
    {
        if (state == 0) return _rootNext[c];
        var key = ((ulong)(uint)state << 16) | c;
        var mask = _keys.Length - 1;
        for (var slot = (int)((key * 0x9E3779B97F4A7C15) >> 40) & mask; ; slot = (slot + 1) & mask)
        {
            if (_keys[slot] == key) return _values[slot];
            if (_keys[slot] == 0) return 0;
        }
    }

    private void Insert(int state, char c, int next)
    {
        if (state == 0)
        {
            _rootNext[c] = next;
            return;
        }
        if (++_count * 2 > _keys.Length)
        {
            var (keys, values) = (_keys, _values);
            _keys = new ulong[keys.Length * 2];
            _values = new int[keys.Length * 2];
            for (var i = 0; i < keys.Length; i++)
            {
                if (keys[i] != 0) Put(keys[i], values[i]);
            }
        }
        Put(((ulong)(uint)state << 16) | c, next);
    }

    private void Put(ulong key, int value)
    {
        var mask = _keys.Length - 1;
        var slot = (int)((key * 0x9E3779B97F4A7C15) >> 40) & mask;
        while (_keys[slot] != 0) slot = (slot + 1) & mask;
        (_keys[slot], _values[slot]) = (key, value);
    }
}
