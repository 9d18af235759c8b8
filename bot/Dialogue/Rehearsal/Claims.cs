using System.Text.Json;
using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Turns;

namespace IntakeBot.Dialogue.Rehearsal;

/// <summary>
/// What may be claimed after a turn: <c>= asking SLOT</c>, <c>= flow NAME</c>, <c>= no other flow</c> (the petition alone), <c>= state collecting</c>, <c>= urgency urgent</c>,
/// <c>= language en</c>, <c>= largeType yes</c>, <c>= receipt</c>, <c>= questions &lt;= 4</c>, <c>= asked SLOT &lt;= 1</c>, <c>= nothing asked twice</c>, <c>= waits</c> (pieces of a sentence, for the rest of it),
/// <c>= slot NAME VALUE</c> (none: asked without answer; unknown: never filled), <c>= words PIECE</c>, <c>= effect NAME [PIECE]</c>, <c>= no effect</c>,
/// <c>= bytes &lt;= N</c> (the stored state), <c>= petition</c>, <c>= petition none</c> and <c>= petition.PATH VALUE</c> (<see cref="PetitionClaims"/>).
/// </summary>
internal static class Claims
{
    public const string Waits = "waits";

    public static Parsed Read(string claim)
    {
        var parts = claim.Split(' ', 2);
        var (what, value) = (parts[0], parts.Length > 1 ? parts[1].Trim() : "");
        switch (claim)
        {
            case Waits: return Parsed.Check("pieces that wait", stage => stage.State?.Waiting is null ? "nothing waits" : null);
            case "no effect": return Parsed.Check(claim, stage => stage.Effects.Count == 0 ? null : Names(stage.Effects));
            case "no other flow": return Parsed.Check(claim, OtherFlow);
            case "nothing asked twice": return Parsed.Check(claim, AskedTwice);
            case "receipt": return Parsed.Check("a receipt", stage => stage.State?.Sent is null ? "no receipt" : null);
            case "petition": return Parsed.Check("a petition", stage => stage.Petition is null ? "no petition was sent" : null);
            case "petition none": return Parsed.Check("no petition", stage => stage.Petition is null ? null : "a petition was sent");
        }
        if (what.StartsWith("petition.", StringComparison.Ordinal)) return PetitionClaims.Read(what[9..], value);
        if (value.Length == 0) return Parsed.Wrong($"'{claim}' cannot be claimed.", "Write one of asking, flow, state, urgency, language, slot, questions, asked, petition.PATH, effect ... with its value; see the README beside the conversations.");
        switch (what)
        {
            case "asking": return Is(claim, value, stage => stage.State?.Question?.Asking ?? "nothing");
            case "flow": return Is(claim, value, stage => stage.State?.Stack is [.., var top] ? top.Flow : "none");
            case "state": return Is(claim, value, State);
            case "urgency": return Is(claim, value, stage => stage is { Petition: { } sent, State.Words.Count: 0 } ? sent.Urgency.Level : stage.State?.Urgency ?? "normal");
            case "language": return Is(claim, value, stage => stage.State?.Language ?? "none");
            case "largeType": return Is(claim, value, stage => stage.State?.LargeType == true ? "yes" : "no");
            case "words": return Parsed.Check(claim, stage => stage.State!.Words.Any(w => w.Contains(value, StringComparison.Ordinal)) ? null : string.Join(" / ", stage.State.Words));
            case "effect": return Effect(value.Split(' ', 2));
            case "slot": return value.Split(' ', 2) is [var slot, var held] ? SlotClaims.Read(slot, held.Trim()) : Parsed.Wrong("it needs a slot and a value.", "Write = slot amount 3000, = slot contact none, or = slot when unknown");
            case "questions": return Number(claim, value, stage => stage.Asked.Count);
            case "bytes": return Number(claim, value, stage => stage.State!.ToBytes().Length);
            case "asked": return value.Split(' ', 2) is [var asked, var times] ? Number(claim, times, stage => stage.Asked.Count(a => a == asked)) : Parsed.Wrong("it needs a slot and a number.", "Write = asked contact <= 1");
            default: return Parsed.Wrong($"'{what}' cannot be claimed.", "Write one of asking, flow, state, urgency, language, slot, questions, asked, petition.PATH, effect ...; see the README beside the conversations.");
        }
    }

    private static Parsed Is(string claim, string value, Func<Stage, string> found) =>
        Parsed.Check(claim, stage => found(stage) is var f && string.Equals(f, value, StringComparison.OrdinalIgnoreCase) ? null : f);

    private static Parsed Number(string claim, string comparison, Func<Stage, int> found)
    {
        var parts = comparison.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 1 or > 2 || !int.TryParse(parts[^1], out var limit) || parts.Length == 2 && parts[0] is not ("<=" or ">=" or "<" or ">" or "="))
            return Parsed.Wrong($"'{comparison}' is no comparison.", "Write a number, or <= 4, >= 1, < 5, > 0.");
        var sign = parts.Length == 1 ? "=" : parts[0];
        return Parsed.Check(claim, stage => found(stage) is var n && sign switch { "<=" => n <= limit, ">=" => n >= limit, "<" => n < limit, ">" => n > limit, _ => n == limit }
            ? null : $"{n}{(stage.Asked.Count > 0 ? $" (asked: {string.Join(", ", stage.Asked)})" : "")}");
    }

    private static string State(Stage stage) =>
        stage.Answers.Select(Stage.Intake).LastOrDefault(d => d is not null)?.State ?? stage.State?.Phase.ToString() ?? "none";

    private static string? OtherFlow(Stage stage) => stage.State?.Stack.Where(f => f.Flow != FlowNames.Petition).Select(f => f.Flow).ToList() is { Count: > 0 } others ? string.Join(", ", others) : null;

    // The summary comes back after every change of it.
    private static string? AskedTwice(Stage stage)
    {
        var twice = stage.Asked.Where(a => a != SlotNames.Confirm).GroupBy(a => a).Where(g => g.Count() > 1).Select(g => g.Key).Concat(stage.AskedAnew.Where(a => a != SlotNames.Confirm)).Distinct().ToList();
        return twice.Count == 0 ? null : $"asked twice: {string.Join(", ", twice)}";
    }

    private static Parsed Effect(string[] parts) => Parsed.Check($"effect {string.Join(' ', parts)}", stage =>
        stage.Effects.Any(e => e.GetType().Name == parts[0] && (parts.Length == 1 || Json(e).Contains(parts[1], StringComparison.Ordinal))) ? null
        : stage.Effects.Count == 0 ? "no effect" : string.Join(", ", stage.Effects.Select(e => $"{e.GetType().Name} {Json(e)}")));

    private static string Json(Effect effect) => JsonSerializer.Serialize(effect, effect.GetType(), RehearsalJson.Options);

    private static string Names(IReadOnlyList<Effect> effects) => string.Join(", ", effects.Select(e => e.GetType().Name));
}
