namespace IntakeBot.Dialogue.Understanding.Rules;

/// <summary>One rule as content files write it (<c>urgency/*.yaml</c>, <c>signals/*.yaml</c>). The tests run its examples.</summary>
internal sealed class RuleFile
{
    /// <summary>What the rule says when it holds: a kind of danger, or the name of a signal.</summary>
    public required string Kind { get; set; }
    /// <summary>emergency or urgent; only for urgency.</summary>
    public string? Level { get; set; }
    /// <summary>The number to name first; only for emergencies.</summary>
    public string? Number { get; set; }
    public required List<string> Patterns { get; set; }
    /// <summary>Regular expressions with named lists that a short message matches from end to end, marks and blanks aside. Nothing takes them away.</summary>
    public List<string> Whole { get; set; } = [];
    /// <summary>What lies over one of these is not meant.</summary>
    public List<string> Unless { get; set; } = [];
    /// <summary>Anywhere in the message, it makes the whole rule void.</summary>
    public List<string> Never { get; set; } = [];
    /// <summary>Contexts (negated, past, ...) that do not make this rule void.</summary>
    public List<string> Despite { get; set; } = [];
    public List<string> Examples { get; set; } = [];
    public List<string> CounterExamples { get; set; } = [];
}

/// <summary>Words around a match that take its meaning away (<c>urgency/context.yaml</c>).</summary>
internal sealed class ContextFile
{
    public required Dictionary<string, Context> Contexts { get; set; }

    internal sealed class Context
    {
        public List<string> Before { get; set; } = [];
        public List<string> After { get; set; } = [];
        /// <summary>How many characters away at most.</summary>
        public required int Within { get; set; }
        /// <summary>Words that show it is happening now after all, anywhere in the message.</summary>
        public List<string> Unless { get; set; } = [];
    }
}
