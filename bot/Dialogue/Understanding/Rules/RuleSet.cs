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
    private PatternSet _words = null!;
    private PatternSet _sounds = null!;

    public IReadOnlyList<Rule> Rules => _rules;

    /// <param name="soundsAtLeast">How many sounds a pattern needs to be looked for in pinyin.</param>
    /// <param name="contextPath">The file with contexts; null when the rules of this folder have none.</param>
    public static RuleSet Load(ContentFiles files, string folder, string? contextPath, PatternParser parser, CharacterTables tables, int soundsAtLeast, ICollection<ContentProblem> problems)
    {
        var set = new RuleSet();
        var patterns = new List<(Pattern, int)>();
        foreach (var path in files.Under(folder))
        {
            if (path == contextPath || path.LastIndexOf('/') != folder.Length) continue;
            if (YamlFile.Read<RuleFile>(files, path, problems) is not { } document) continue;
            var file = document.Value;
            var rule = set._rules.Count;
            set._rules.Add(new(file.Kind, file.Level, file.Number, path, file.Examples, file.CounterExamples) { Despite = file.Despite.ToHashSet() });
            Add(document, "patterns", file.Patterns, new(Role.Hit, rule));
            Add(document, "unless", file.Unless, new(Role.Unless, rule));
            Add(document, "never", file.Never, new(Role.Never, rule));
        }
        if (contextPath is not null && YamlFile.Read<ContextFile>(files, contextPath, problems) is { } contexts)
        {
            foreach (var (name, context) in contexts.Value.Contexts)
            {
                var owner = set._contexts.Count;
                set._contexts.Add((name, context.Within));
                Add(contexts, name, context.Before, new(Role.Before, owner));
                Add(contexts, name, context.After, new(Role.After, owner));
                Add(contexts, name, context.Unless, new(Role.Now, owner));
            }
        }
        set._words = PatternSet.Build(patterns);
        set._sounds = PatternSet.Build(patterns.Select(p => (Pattern: SoundPatterns.Of(p.Item1, tables, soundsAtLeast), p.Item2)).Where(p => p.Pattern is not null).Select(p => (p.Pattern!, p.Item2)));
        return set;

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
    public bool Find(string text, List<RuleHit> hits) => Find(_words, text, hits);
    /// <summary>The places of the hits are places in the sounds.</summary>
    public bool FindSounds(string sounds, List<RuleHit> hits) => Find(_sounds, sounds, hits);

    private bool Find(PatternSet set, string text, List<RuleHit> hits)
    {
        var matches = new List<PatternMatch>();
        set.Scan(text, matches);
        List<PatternMatch>? others = null;
        foreach (var match in matches)
        {
            if (_uses[match.Id].Role != Role.Hit) (others ??= []).Add(match);
        }
        var first = hits.Count;
        var rejected = false;
        foreach (var match in matches)
        {
            var use = _uses[match.Id];
            if (use.Role != Role.Hit || hits.Count - first >= 64) continue;
            if (others is null || !Void(text, match, use.Owner, others)) hits.Add(new(_rules[use.Owner], match.Start, match.End));
            else rejected = true;
        }
        return rejected;
    }

    private bool Void(string text, PatternMatch hit, int rule, List<PatternMatch> others)
    {
        foreach (var other in others)
        {
            var use = _uses[other.Id];
            switch (use.Role)
            {
                case Role.Never when use.Owner == rule:
                case Role.Unless when use.Owner == rule && other.Start < hit.End && hit.Start < other.End:
                    return true;
                case Role.Before when other.End <= hit.Start && hit.Start - other.End <= _contexts[use.Owner].Within && Holds(text, other.End, hit.Start, rule, use.Owner, others):
                case Role.After when other.Start >= hit.End && other.Start - hit.End <= _contexts[use.Owner].Within && Holds(text, hit.End, other.Start, rule, use.Owner, others):
                    return true;
            }
        }
        return false;
    }

    private bool Holds(string text, int from, int to, int rule, int context, List<PatternMatch> others)
    {
        if (_rules[rule].Despite.Contains(_contexts[context].Name)) return false;
        for (var i = from; i < to; i++)
        {
            if (Breaks.IsSentence(text[i])) return false;
        }
        foreach (var other in others)
        {
            if (_uses[other.Id] is { Role: Role.Now } now && now.Owner == context) return false;
        }
        return true;
    }
}
