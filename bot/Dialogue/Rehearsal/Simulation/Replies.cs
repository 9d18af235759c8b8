using IntakeBot.Dialogue.Flows;

namespace IntakeBot.Dialogue.Rehearsal.Simulation;

/// <summary>What a resident says to a question, from his facts and in his own words, and what he has told by now.</summary>
internal sealed class Replies
{
    private readonly Resident _resident;
    private readonly Queue<Opening> _opening;
    private readonly Queue<string> _onSummary;
    private readonly Dictionary<string, int> _said = new(StringComparer.Ordinal);
    private readonly Typos _typos;
    private (string Slot, Fact Fact)? _slipped;

    public Replies(Resident resident)
    {
        _resident = resident;
        _opening = new(resident.Opening);
        _onSummary = new(resident.Habits.OnSummary);
        _typos = new(resident.Habits.Typos, resident.Habits.Seed);
    }

    public HashSet<string> Told { get; } = new(StringComparer.Ordinal);

    /// <summary>The last answer was a slip, which the next message puts right.</summary>
    public bool Slipped => _slipped is not null;

    /// <summary>The next message of the opening; null when all is said.</summary>
    public string? MoreOpening()
    {
        if (!_opening.TryDequeue(out var next)) return null;
        if (!next.Vague) Told.Add(SlotNames.Problem);
        Told.UnionWith(next.Tells);
        return _typos.In(next.Say);
    }

    /// <summary>Puts right what was said wrong a moment ago; null when nothing was.</summary>
    public string? Correction()
    {
        if (_slipped is not var (slot, fact)) return null;
        _slipped = null;
        Tell(slot, fact);
        return fact.Corrects;
    }

    private void Tell(string slot, Fact? fact)
    {
        Told.Add(slot);
        Told.UnionWith(fact?.Tells ?? []);
    }

    /// <summary>Something to change before the summary may go; null when all is well.</summary>
    public string? Change(string slot) => slot == SlotNames.Confirm && _onSummary.TryDequeue(out var change) ? change : null;

    public string To(string slot, IReadOnlyList<Button> buttons)
    {
        if (slot == SlotNames.Problem && MoreOpening() is { } more) return more;
        var times = _said[slot] = _said.GetValueOrDefault(slot) + 1;
        var fact = _resident.Facts.GetValueOrDefault(slot);
        if (fact is { Slip: { } slip } && times == 1)
        {
            _slipped = (slot, fact);
            return slip;
        }
        Tell(slot, fact);
        if (Button(slot, fact, buttons) is { } button) return button;
        if (slot == SlotNames.Confirm) return Nth(_resident.Habits.Confirm, times);
        if (slot is SlotNames.Second or SlotNames.Duplicate && fact is null) return buttons[^1].Title;
        return fact is { Say.Count: > 0 } ? _typos.In(Nth(fact.Say, times)) : Nth(_resident.Habits.Unknown, times);
    }

    // The button that says what he means, if it is there and he uses buttons; the category has no other good answer.
    private string? Button(string slot, Fact? fact, IReadOnlyList<Button> buttons)
    {
        var category = slot == SlotNames.Category;
        if (_resident.Habits.Options == "words" && !(category && fact is null)) return null;
        string[] meant = slot switch
        {
            SlotNames.Category => [.. _resident.Expect.Or.Prepend(_resident.Expect.Leaf).Select(l => "leaf:" + l), "none"],
            SlotNames.Confirm => ["send"],
            SlotNames.Contact => fact?.Means is "anonymous" or "inChat" ? [fact.Means] : fact is null ? ["inChat"] : [],
            SlotNames.People when fact?.Means == "1" => ["justMe"],
            _ => fact is null ? ["unknown", "skip"] : [],
        };
        foreach (var value in meant)
        {
            var at = buttons.ToList().FindIndex(b => b.Value == value);
            // On the summary the numbers are those of its lines.
            if (at >= 0) return _resident.Habits.Options == "number" && slot != SlotNames.Confirm ? $"{at + 1}" : buttons[at].Title;
        }
        return null;
    }

    private static string Nth(List<string> said, int times) => said[Math.Min(times, said.Count) - 1];
}
