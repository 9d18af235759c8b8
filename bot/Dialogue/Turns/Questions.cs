using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Dialogue.Turns;

/// <summary>Puts a question into words, with its options.</summary>
internal static class Questions
{
    public static QuestionText Compose(Turn turn, CollectStep step, OpenQuestion open)
    {
        var options = open.Options.Select(o => new IntakeOption(o, Title(turn, o))).ToList();
        var text = step.Slot == SlotNames.Confirm && step.Options?.Contains(SlotBook.Lines) == true && open.Tries == 0
            ? Summary.Compose(turn)
            : turn.Text(Key(turn, step, open.Tries), ("text", turn.State.Second?.Text), ("people", turn.Value(SlotNames.People)),
                ("known", null), ("since", Since(turn)), ("options", string.Join(turn.State.Language == Languages.English ? " / " : "、", options.Select(o => o.Title))));
        return new(text, open.Asking, open.Flow, open.Step, options);
    }

    /// <summary>First the plain question, then another way, then with a person offered.</summary>
    private static string Key(Turn turn, CollectStep step, int tries)
    {
        var name = step.Wording ?? step.Slot;
        var leaf = turn.Leaf;
        if (tries == 0 && turn.State.Editing == step.Slot && turn.Book.Closest($"edit.{name}", leaf) is { } edit) return edit;
        if (tries == 1 && turn.Book.Closest($"again.{name}", leaf) is { } again) return again;
        if (tries >= 2) return turn.Book.Closest($"last.{name}", leaf) ?? "last.any";
        return turn.Book.Closest($"ask.{name}", leaf)!;
    }

    public static IReadOnlyList<string> Options(Turn turn, CollectStep step, int tries)
    {
        var slot = turn.Catalog.Slots.Find(step.Slot)!;
        IEnumerable<string> names = step.Options ?? slot.Options;
        if (tries > 0) names = names.Concat(slot.RetryOptions);
        if (tries > 0 && !slot.Required && step.Options is null) names = names.Append("skip");
        if (tries > 1) names = names.Append("person");
        return [.. names.SelectMany(n => Expand(turn, n)).Concat(Visits.Offers(turn)).Distinct()];
    }

    private static IEnumerable<string> Expand(Turn turn, string option) => option switch
    {
        SlotBook.Lines => Summary.Lines(turn).Where(l => l.Editable).Select(l => $"edit:{l.Slot}"),
        SlotBook.Leaves => Categories.Likely(turn).Select(l => $"leaf:{l}"),
        SlotBook.Stars => ["star:5", "star:4", "star:3", "star:2", "star:1"],
        _ => [option],
    };

    public static string Title(Turn turn, string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        var key = value[(colon + 1)..];
        return colon < 0 ? turn.Book.Say($"option.{value}") : value[..colon] switch
        {
            "leaf" => turn.Catalog.Taxonomy.Find(key)?.Name(turn.State.Language) ?? key,
            "edit" => turn.Book.Say("option.edit", ("line", turn.Book.Say($"line.{key}"))),
            _ => turn.Book.Say("option.star", ("n", key)),
        };
    }

    private static string? Since(Turn turn) => turn.State.Same?.Since is not { } since ? null
        : turn.Book.Say("value.date", ("month", since.Month.ToString()), ("day", since.Day.ToString()));
}
