namespace IntakeBot.Dialogue.Understanding.Matching;

/// <summary>
/// Finds all of many words in one pass (Aho and Corasick, 1975). Transitions live in one open-addressed table keyed by
/// state and character, so that thousands of Chinese characters cost no row of their own; a bit for each character says whether
/// any word begins with it, so that most of a text never leaves the nearest cache.
/// </summary>
internal sealed class Automaton
{
    private readonly record struct Edge(ulong Key, int Next);

    private readonly ulong[] _begins = new ulong[(char.MaxValue + 1) / 64];
    private Edge[] _edges = new Edge[1024];
    private int _count;
    private readonly List<int> _fail = [0];
    private readonly List<int> _word = [-1];
    // The nearest state on the chain of failures that ends a word; 0 when none does.
    private readonly List<int> _output = [0];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];
    private readonly List<(int Parent, char Char)> _origin = [default];

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
                _origin.Add((state, c));
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
        for (var s = 1; s < depth.Length; s++) depth[s] = depth[_origin[s].Parent] + 1;
        var order = Enumerable.Range(1, depth.Length - 1).OrderBy(s => depth[s]).ToArray();
        foreach (var s in order)
        {
            var (parent, c) = _origin[s];
            if (parent == 0) continue;
            var f = _fail[parent];
            int next;
            while ((next = Find(f, c)) == 0 && f != 0) f = _fail[f];
            _fail[s] = next;
            _output[s] = _word[next] >= 0 ? next : _output[next];
        }
        _origin.Clear();
    }

    public int Step(int state, char c)
    {
        while (state != 0)
        {
            var next = Find(state, c);
            if (next != 0) return next;
            state = _fail[state];
        }
        return Begins(c) ? Find(0, c) : 0;
    }

    /// <summary>The first state of the chain whose word ends here, or 0.</summary>
    public int FirstOutput(int state) => _word[state] >= 0 ? state : _output[state];
    public int NextOutput(int state) => _output[state];
    public int WordAt(int state) => _word[state];

    private bool Begins(char c) => (_begins[c >> 6] >> (c & 63) & 1) != 0;

    private int Find(int state, char c)
    {
        var key = Key(state, c);
        var edges = _edges;
        var mask = edges.Length - 1;
        for (var slot = Slot(key) & mask; ; slot = (slot + 1) & mask)
        {
            ref readonly var edge = ref edges[slot];
            if (edge.Key == key) return edge.Next;
            if (edge.Key == 0) return 0;
        }
    }

    private void Insert(int state, char c, int next)
    {
        if (state == 0) _begins[c >> 6] |= 1UL << (c & 63);
        if (++_count * 2 > _edges.Length)
        {
            var edges = _edges;
            _edges = new Edge[edges.Length * 2];
            foreach (var edge in edges)
            {
                if (edge.Key != 0) Put(edge);
            }
        }
        Put(new(Key(state, c), next));
    }

    private void Put(Edge edge)
    {
        var mask = _edges.Length - 1;
        var slot = Slot(edge.Key) & mask;
        while (_edges[slot].Key != 0) slot = (slot + 1) & mask;
        _edges[slot] = edge;
    }

    // Nought is no key: it marks a free slot.
    private static ulong Key(int state, char c) => ((ulong)(uint)state << 16 | c) + 1;
    private static int Slot(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> 40);
}
