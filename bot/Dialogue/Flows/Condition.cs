namespace IntakeBot.Dialogue.Flows;

/// <summary>What a condition may look at.</summary>
public interface IFacts
{
    /// <summary>The slot has an answer, be it "don't know".</summary>
    bool Known(string slot);
    /// <summary>The category of the matter asks for this slot.</summary>
    bool Asks(string slot);
    /// <summary>The value of a slot or fact as text; null when there is none.</summary>
    string? Value(string name);
}

/// <summary>
/// A small, safe expression: <c>asks(when) and not known(since)</c>, <c>people >= 5</c>, <c>kind is consult or urgency is emergency</c>.
/// A bare name holds when it has a value other than no, false and 0.
/// </summary>
public abstract class Condition
{
    /// <summary>Facts besides the slots.</summary>
    public static readonly IReadOnlySet<string> Facts = new HashSet<string>(StringComparer.Ordinal)
    {
        "kind", "leaf", "group", "urgency", "scanned", "same", "another", "sent", "duty", "language",
    };

    public abstract bool Holds(IFacts facts);

    /// <summary>Names used as slots (in known, asks) and as slots or facts (elsewhere).</summary>
    public abstract IEnumerable<(string Name, bool SlotOnly)> Names { get; }

    public static Condition? Parse(string text, out string? fault)
    {
        var parser = new ConditionParser(text);
        var condition = parser.Parse();
        fault = parser.Fault;
        return fault is null ? condition : null;
    }

    internal sealed class Either(Condition left, Condition right, bool both) : Condition
    {
        public override bool Holds(IFacts facts) => both ? left.Holds(facts) && right.Holds(facts) : left.Holds(facts) || right.Holds(facts);
        public override IEnumerable<(string, bool)> Names => left.Names.Concat(right.Names);
    }

    internal sealed class Not(Condition inner) : Condition
    {
        public override bool Holds(IFacts facts) => !inner.Holds(facts);
        public override IEnumerable<(string, bool)> Names => inner.Names;
    }

    internal sealed class Call(string function, string slot) : Condition
    {
        public override bool Holds(IFacts facts) => function == "known" ? facts.Known(slot) : facts.Asks(slot);
        public override IEnumerable<(string, bool)> Names => [(slot, true)];
    }

    internal sealed class Bare(string name) : Condition
    {
        public override bool Holds(IFacts facts) => facts.Value(name) is { } value && value is not ("" or "no" or "false" or "0");
        public override IEnumerable<(string, bool)> Names => [(name, false)];
    }

    internal sealed class Compare(string name, string op, string value) : Condition
    {
        private readonly decimal? _number = decimal.TryParse(value, out var n) ? n : null;

        public override IEnumerable<(string, bool)> Names => [(name, false)];

        public override bool Holds(IFacts facts)
        {
            if (facts.Value(name) is not { } actual) return op is "!=" or "is not";
            if (op is "is" or "=") return actual == value;
            if (op is "is not" or "!=") return actual != value;
            if (_number is not { } right || !decimal.TryParse(actual, out var left)) return false;
            return op switch { ">=" => left >= right, "<=" => left <= right, ">" => left > right, _ => left < right };
        }
    }
}
