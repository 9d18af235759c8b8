using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding.Matching;
using IntakeBot.Dialogue.Understanding.Text;

namespace IntakeBot.Dialogue.Understanding.Rules;

/// <summary>A rule that holds for a message, and where.</summary>
internal readonly record struct RuleHit(Rule Rule, int Start, int End);

internal sealed record Rule(string Kind, string? Level, string? Number, string File, IReadOnlyList<string> Examples, IReadOnlyList<string> CounterExamples)
{
    public required IReadOnlySet<string> Despite { get; init; }
}

/// <summary>Rules with counter-patterns and contexts, all matched in one pass over the text or over its sounds.</summary>
internal sealed class RuleSet
{
    private enum Role { Hit, Unless, Never, Before, After, Now }
    private readonly record struct Use(Role Role, int Owner);

    private readonly List<Rule> _rules = [];
    private readonly List<(string Name, int Within)> _contexts = [];
    private readonly List<Use> _uses = [];
    // The farthest that a context reaches.
    private int _widest;
    private readonly WholeMessages _whole;
    private PatternSet _words = null!;
    private PatternSet _sounds = null!;

    private RuleSet(WholeMessages whole) => _whole = whole;

    public IReadOnlyList<Rule> Rules => _rules;

    /// <param name="soundsAtLeast">How many sounds a pattern needs to be looked for in pinyin.</param>
    /// <param name="contextPath">The file with contexts; null when the rules of this folder have none.</param>
    public static RuleSet Load(ContentFiles files, string folder, string? contextPath, PatternParser parser, CharacterTables tables, int soundsAtLeast, ICollection<ContentProblem> problems)
    {
        var set = new RuleSet(new(parser, tables));
        var patterns = new List<(Pattern, int)>();
        foreach (var path in files.Under(folder))
        {
            if (path == contextPath || path.LastIndexOf('/') != folder.Length) continue;
            if (YamlFile.Read<RuleFile>(files, path, problems) is not { } document) continue;
            var file = document.Value;
            var rule = set._rules.Count;
            set._rules.Add(new(file.Kind, file.Level, file.Number, path, file.Examples, file.CounterExamples) { Despite = file.Despite.ToHashSet() });
            Add(document, "patterns", file.Patterns, new(Role.Hit, rule));
            AddWhole(document, file.Whole, rule);
            Add(document, "unless", file.Unless, new(Role.Unless, rule));
            Add(document, "never", file.Never, new(Role.Never, rule));
        }
        if (contextPath is not null && YamlFile.Read<ContextFile>(files, contextPath, problems) is { } contexts)
        {
            foreach (var (name, context) in contexts.Value.Contexts)
            {
                var owner = set._contexts.Count;
                set._contexts.Add((name, context.Within));
                set._widest = Math.Max(set._widest, context.Within);
                Add(contexts, name, context.Before, new(Role.Before, owner));
                Add(contexts, name, context.After, new(Role.After, owner));
                Add(contexts, name, context.Unless, new(Role.Now, owner));
            }
        }
        set._words = PatternSet.Build(patterns);
        set._sounds = PatternSet.Build(patterns.Select(p => (Pattern: SoundPatterns.Of(p.Item1, tables, soundsAtLeast), p.Item2)).Where(p => p.Pattern is not null).Select(p => (p.Pattern!, p.Item2)));
        return set;

        void AddWhole(YamlDocument<RuleFile> document, List<string> sources, int rule)
        {
            try
            {
                set._whole.Add(sources, rule);
            }
            catch (Exception e) when (e is FormatException or NotSupportedException)
            {
                problems.Add(new(document.File, document.LineOf("whole"), e.Message, "Correct it; look-around and back-references are not possible."));
            }
        }

        void Add<T>(YamlDocument<T> document, string key, List<string> sources, Use use)
        {
            for (var i = 0; i < sources.Count; i++)
            {
                try
                {
                    foreach (var pattern in parser.ParseAll(sources[i])) patterns.Add((pattern, set._uses.Count));
                    set._uses.Add(use);
                }
                catch (FormatException e)
                {
                    problems.Add(new(document.File, document.LineOf(key, i), e.Message, "Write the pattern as the comment at the top of the file says."));
                }
            }
        }
    }

    /// <returns>true when a rule would have held but for what stands around.</returns>
    public bool Find(string text, List<RuleHit> hits) => Find(_words, text, sounds: false, hits);
    /// <summary>The places of the hits are places in the sounds.</summary>
    public bool FindSounds(string sounds, List<RuleHit> hits) => Find(_sounds, sounds, sounds: true, hits);

    private bool Find(PatternSet set, string text, bool sounds, List<RuleHit> hits)
    {
        _whole.Find(text, sounds, _rules, hits);
        var matches = new List<PatternMatch>();
        set.Scan(text, matches);
        if (matches.Count == 0) return false;
        var around = new Surroundings(this, text, matches);
        var first = hits.Count;
        var rejected = false;
        foreach (var match in matches)
        {
            var use = _uses[match.Id];
            if (use.Role != Role.Hit || hits.Count - first >= 64) continue;
            if (around.Void(match, use.Owner)) rejected = true;
            else hits.Add(new(_rules[use.Owner], match.Start, match.End));
        }
        return rejected;
    }

    // What was matched beside the hits. Only what stands near a hit is looked at, so that the work stays linear.
    private readonly ref struct Surroundings
    {
        private readonly RuleSet _set;
        private readonly string _text;
        private readonly List<PatternMatch>? _near;
        private readonly HashSet<Use>? _anywhere;
        private readonly int _longest;

        public Surroundings(RuleSet set, string text, List<PatternMatch> matches)
        {
            (_set, _text) = (set, text);
            foreach (var match in matches)
            {
                var use = set._uses[match.Id];
                if (use.Role is Role.Never or Role.Now) (_anywhere ??= []).Add(use);
                else if (use.Role != Role.Hit)
                {
                    (_near ??= []).Add(match);
                    _longest = Math.Max(_longest, match.End - match.Start);
                }
            }
        }

        public bool Void(PatternMatch hit, int rule)
        {
            if (_anywhere is not null && _anywhere.Contains(new(Role.Never, rule))) return true;
            if (_near is null) return false;
            for (var i = First(hit.Start - _set._widest); i < _near.Count && _near[i].End <= hit.End + _set._widest + _longest; i++)
            {
                var other = _near[i];
                var use = _set._uses[other.Id];
                switch (use.Role)
                {
                    case Role.Unless when use.Owner == rule && other.Start < hit.End && hit.Start < other.End:
                    case Role.Before when other.End <= hit.Start && Holds(other.End, hit.Start, rule, use.Owner):
                    case Role.After when other.Start >= hit.End && Holds(hit.End, other.Start, rule, use.Owner):
                        return true;
                }
            }
            return false;
        }

        // The matches come in the order of their ends.
        private int First(int end)
        {
            var (low, high) = (0, _near!.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_near[middle].End < end) low = middle + 1;
                else high = middle;
            }
            return low;
        }

        private bool Holds(int from, int to, int rule, int context)
        {
            var (name, within) = _set._contexts[context];
            if (to - from > within || _set._rules[rule].Despite.Contains(name)) return false;
            for (var i = from; i < to; i++)
            {
                if (Breaks.IsSentence(_text[i])) return false;
            }
            return _anywhere is null || !_anywhere.Contains(new(Role.Now, context));
        }
    }
}
