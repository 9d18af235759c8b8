using System.Text.Json;
using System.Text.RegularExpressions;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Dialogue.Petitions;
using IntakeBot.Dialogue.Turns;

namespace IntakeBot.Dialogue.Tests.Playing;

/// <summary>
/// What a script may claim after a turn: <c>= asking SLOT</c>, <c>= state collecting</c>, <c>= urgency urgent</c>, <c>= language en</c>, <c>= receipt</c>,
/// <c>= questions &lt;= 4</c>, <c>= slot NAME VALUE</c> (none: asked without answer; unknown: never filled), <c>= petition none</c>,
/// <c>= petition.amount.value 3000</c> (a petition value begins with what is written; absent: not there), <c>= effect SupplementPetition</c>, <c>= no effect</c>.
/// </summary>
public static class Assertions
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static string? Answered(Player player, string expected)
    {
        if (expected == "nothing") return player.Answers.Count == 0 ? null : "something was said";
        if (player.Answers.Count == 0) return "nothing was said";
        if (expected.StartsWith("ask ", StringComparison.Ordinal))
        {
            var asked = player.Answers.Select(Asking).LastOrDefault(a => a is not null);
            return asked == expected[4..] ? null : $"asked was {asked ?? "nothing"}";
        }
        if (expected.StartsWith("option ", StringComparison.Ordinal))
            return player.Answers.Any(a => a.SuggestedActions?.Actions.Any(o => o.Title == expected[7..]) == true) ? null : "there is no such option";
        var all = string.Join('\n', player.Answers.Select(a => a.Text));
        var found = expected.Length > 2 && expected[0] == '/' && expected[^1] == '/' ? Regex.IsMatch(all, expected[1..^1]) : all.Contains(expected, StringComparison.Ordinal);
        return found ? null : "the answer does not have it";
    }

    public static string? Asking(Activity answer) =>
        answer.ChannelData is { } data && data.TryGetProperty("intake", out var intake) && intake.TryGetProperty("asking", out var asking) ? asking.GetString() : null;

    public static string? Holds(Player player, string claim)
    {
        var parts = claim.Split(' ', 2);
        var value = parts.Length > 1 ? parts[1].Trim() : "";
        var state = player.State!;
        switch (parts[0])
        {
            case "asking": return Same(state.Question?.Asking ?? "nothing", value);
            case "flow": return Same(state.Stack.Count == 0 ? "none" : state.Stack[^1].Flow, value);
            case "state": return Same(Intake(player, "state") ?? state.Phase.ToString(), value);
            case "urgency": return Same(player.Petition is not null && state.Words.Count == 0 ? player.Petition.Urgency.Level : state.Urgency, value);
            case "language": return Same(state.Language, value);
            case "largeType": return Same(state.LargeType ? "yes" : "no", value);
            case "receipt": return state.Sent is null ? "there is no receipt" : null;
            case "questions": return Compare(player.Asked.Count, value);
            case "asked": return player.Asked.Count(a => a == value.Split(' ')[0]) is var n && Compare(n, value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..]) is { } difference ? difference : null;
            case "bytes": return Compare(state.ToBytes().Length, value);
            case "no": return player.Effects.Count == 0 ? null : $"effects: {string.Join(", ", player.Effects.Select(e => e.GetType().Name))}";
            case "effect": return Effect(player, value);
            case "slot": return Slot(state, value);
            case "words": return string.Join('\n', state.Words).Contains(value, StringComparison.Ordinal) ? null : $"words are {string.Join(" / ", state.Words)}";
            case "petition": return player.AllEffects.Any(e => e is SubmitPetition) == (value != "none") ? null : value == "none" ? "a petition was sent" : "no petition was sent";
            default:
                if (parts[0].StartsWith("petition.", StringComparison.Ordinal)) return Petition(player.Petition, parts[0][9..], value);
                return $"'{parts[0]}' cannot be claimed";
        }
    }

    private static string? Effect(Player player, string value)
    {
        var parts = value.Split(' ', 2);
        foreach (var effect in player.Effects.Where(e => e.GetType().Name == parts[0]))
            if (parts.Length == 1 || JsonSerializer.Serialize(effect, effect.GetType(), s_relaxed).Contains(parts[1], StringComparison.Ordinal)) return null;
        return $"effects: {string.Join(", ", player.Effects.Select(e => JsonSerializer.Serialize(e, e.GetType(), s_relaxed)))}";
    }

    private static readonly JsonSerializerOptions s_relaxed = new(s_json) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    private static string? Slot(ConversationState state, string claim)
    {
        var parts = claim.Split(' ', 2);
        var found = state.Find(parts[0]) switch
        {
            null => "unknown",
            NoValue => "none",
            TextValue t => t.Text,
            LeafValue l => l.Leaf,
            MoneyValue m => (m.About ? "~" : "") + m.Value.ToString("0.##"),
            CountValue c => (c.About ? "~" : "") + c.Count,
            TimeValue w => w.Text,
            PartyValue p => $"{p.Kind} {p.Name} {p.Phone}".Trim(),
            ContactValue r => $"{r.Name} {r.Phone}".Trim(),
            PlaceValue p => $"{p.Source} {p.Building} {p.Address}".Replace("  ", " ", StringComparison.Ordinal).Trim(),
            FlagValue f => f.Set ? "yes" : "no",
            NamesValue n => string.Join(',', n.Names),
            var other => other.ToString(),
        };
        return found!.Contains(parts[1], StringComparison.Ordinal) ? null : $"it is: {found}";
    }

    private static string? Petition(PetitionDraft? draft, string path, string value)
    {
        if (draft is null) return "no petition was sent";
        var element = JsonSerializer.SerializeToElement(draft, s_json);
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index)) element = element[index];
            else if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var next)) element = next;
            else return value == "absent" ? null : $"there is no {path}";
        }
        var found = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.ValueKind == JsonValueKind.Null ? "absent"
            : element.ValueKind == JsonValueKind.Array ? string.Join(',', element.EnumerateArray().Select(e => e.ToString())) : element.ToString();
        if (value.StartsWith('*')) return found.Contains(value[1..], StringComparison.Ordinal) ? null : $"it is: {found}";
        return string.Equals(found, value, StringComparison.OrdinalIgnoreCase) ? null : $"it is: {found}";
    }

    private static string? Intake(Player player, string member)
    {
        foreach (var answer in player.Answers.Reverse())
            if (answer.ChannelData is { } data && data.TryGetProperty("intake", out var intake) && intake.TryGetProperty(member, out var value)) return value.ToString();
        return null;
    }

    private static string? Same(string found, string value) => string.Equals(found, value, StringComparison.OrdinalIgnoreCase) ? null : $"it is: {found}";

    private static string? Compare(int found, string claim)
    {
        var parts = claim.Split(' ');
        var limit = int.Parse(parts[^1]);
        var holds = parts.Length == 1 ? found == limit : parts[0] switch { "<=" => found <= limit, ">=" => found >= limit, "<" => found < limit, _ => found == limit };
        return holds ? null : $"it is: {found}";
    }
}
