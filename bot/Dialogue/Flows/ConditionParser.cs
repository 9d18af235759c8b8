namespace IntakeBot.Dialogue.Flows;

/// <summary>Recursive descent over: or, and, not, parentheses, known(slot), asks(slot), name [operator value].</summary>
internal sealed class ConditionParser(string text)
{
    private readonly List<string> _tokens = Tokens(text);
    private int _at;
    private int _depth;

    public string? Fault { get; private set; }

    public Condition? Parse()
    {
        var condition = Or();
        if (Fault is null && _at < _tokens.Count) Fault = $"'{_tokens[_at]}' is not expected here";
        return condition;
    }

    private string? Peek => _at < _tokens.Count ? _tokens[_at] : null;
    private string? Take() => _at < _tokens.Count ? _tokens[_at++] : null;
    private bool Eat(string token)
    {
        if (Peek != token) return false;
        _at++;
        return true;
    }

    private Condition? Or()
    {
        var left = And();
        while (left is not null && Eat("or")) left = And() is { } right ? new Condition.Either(left, right, both: false) : null;
        return left;
    }

    private Condition? And()
    {
        var left = Unary();
        while (left is not null && Eat("and")) left = Unary() is { } right ? new Condition.Either(left, right, both: true) : null;
        return left;
    }

    private Condition? Unary()
    {
        if (++_depth > 50) return Fail("it is nested too deeply");
        try
        {
            if (Eat("not")) return Unary() is { } inner ? new Condition.Not(inner) : null;
            if (Eat("(")) return Or() is { } inner ? Eat(")") ? inner : Fail("a ')' is missing") : null;
            if (Take() is not { } name) return Fail("it ends too early");
            if (!IsName(name)) return Fail($"'{name}' is no name");
            if (Eat("(")) return Call(name);
            var op = Peek switch { "is" or "=" or "!=" or ">=" or "<=" or ">" or "<" => Take(), _ => null };
            if (op is null) return new Condition.Bare(name);
            if (op == "is" && Eat("not")) op = "is not";
            return Take() is { } value ? new Condition.Compare(name, op, value) : Fail($"after '{op}' a value is missing");
        }
        finally { _depth--; }
    }

    private Condition? Call(string function)
    {
        if (function is not ("known" or "asks")) return Fail($"'{function}' is no function; there are known(...) and asks(...)");
        return Take() is { } slot && IsName(slot) && Eat(")") ? new Condition.Call(function, slot) : Fail($"write {function}(slot)");
    }

    private Condition? Fail(string fault)
    {
        Fault ??= fault;
        return null;
    }

    private static bool IsName(string token) => char.IsAsciiLetter(token[0]) && token is not ("and" or "or" or "is");

    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i])) { i++; continue; }
            var start = i;
            if (IsWord(text[i])) while (i < text.Length && IsWord(text[i])) i++;
            else if (text[i] is '>' or '<' or '!' or '=') { i++; if (i < text.Length && text[i] == '=') i++; }
            else i++;
            tokens.Add(text[start..i]);
        }
        return tokens;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '.' or '-' or '_';
}
