using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Turns;

/// <summary>Settles the category: taken when the words are clear, asked once when they are not, never guessed as certain.</summary>
internal static class Categories
{
    private const string Asked = "category", More = "more";
    private const int EnoughToGuess = 10;

    public static string[] Likely(Turn turn) =>
        Codes(Read(turn).Ranked);

    /// <summary>The category that an answer names in the words of the taxonomy, or, when it is being changed, clearly speaks of.</summary>
    public static string? Named(Turn turn, Reading reading)
    {
        var bare = Weight.Bare(reading.Text);
        foreach (var leaf in turn.Catalog.Taxonomy.Leaves)
            if (leaf.Names.Values.Concat(leaf.Words).Any(w => Weight.Bare(w) == bare)) return leaf.Code;
        return turn.State.Editing == SlotNames.Category && reading.Category is { Unsure: false, Ranked: [var best, ..] }
            && best.Confidence >= turn.Catalog.Settings.AcceptCategory && turn.Catalog.Taxonomy.Find(best.Leaf) is not null ? best.Leaf : null;
    }

    private static string[] Codes(IReadOnlyList<RankedLeaf> ranked) => [.. ranked.Take(3).Select(r => r.Leaf)];

    /// <summary>What all words said so far on this matter amount to.</summary>
    public static CategoryReading Read(Turn turn)
    {
        var words = turn.State.Words;
        if (words.Count == 0) return new([], true);
        if (words.Count == 1 && turn.Reading is { } reading && reading.Original.StartsWith(words[0], StringComparison.Ordinal)) return Known(turn, reading.Category);
        var joined = string.Join('，', words);
        var all = Known(turn, turn.Reader.Read(joined.Length > 1500 ? joined[..1500] : joined, turn.Context.Now).Category);
        // Anger told before does not make less certain what was said plainly after it.
        return all.Ranked.Count > 0 && turn is { ToldMore: true, Reading.Category: { Unsure: false, Ranked: [var now, ..] } last }
            && now.Leaf == all.Ranked[0].Leaf && now.Confidence > all.Ranked[0].Confidence ? Known(turn, last) : all;
    }

    // A reader of another edition may know leaves that this one does not.
    private static CategoryReading Known(Turn turn, CategoryReading category) =>
        category with { Ranked = [.. category.Ranked.Where(r => turn.Catalog.Taxonomy.Find(r.Leaf) is not null).Take(5)] };

    /// <summary>The question open, or to be put, is for more words rather than for a choice.</summary>
    public static bool WantsMore(Turn turn) => turn.State.Told.Contains(More) && !turn.State.Told.Contains(Asked);

    /// <summary>Sets the slot if the words allow it. False: more must be told (<see cref="WantsMore"/>), or a choice offered.</summary>
    public static bool Settle(Turn turn)
    {
        var asked = turn.State.Told.Contains(Asked);
        // Nothing new was said to the question that is open: it stands.
        if (!turn.ToldMore && turn.State.Question is { Tries: 0 } open && (asked ? open.Asking == SlotNames.Category : WantsMore(turn) && open.Asking == SlotNames.Problem)) return false;
        var category = Read(turn);
        if (category.Ranked.Count > 0 && !category.Unsure && category.Ranked[0].Confidence >= turn.Catalog.Settings.AcceptCategory)
        {
            Take(turn, category.Ranked[0], category.Ranked, "model");
            return true;
        }
        if (category.Unsure && !asked && turn.State.Words.Sum(Weight.Of) < EnoughToGuess && turn.TellOnce(More)) return false;
        if (category.Ranked.Count > 0 && !asked)
        {
            turn.TellOnce(Asked);
            return false;
        }
        // Told as well as could be: the best guess if there is one, marked as unsure; otherwise staff will sort it.
        var best = category.Ranked.Count > 0 && (!category.Unsure || category.Ranked[0].Confidence >= turn.Catalog.Settings.GuessCategory) ? category.Ranked[0] : new RankedLeaf(turn.Catalog.Taxonomy.Fallback, 0);
        Take(turn, best, category.Ranked, "model");
        return true;
    }

    /// <summary>All words together judge better than the first of them did; what the resident chose stays.</summary>
    public static void Improve(Turn turn)
    {
        if (turn.State.Find<LeafValue>(SlotNames.Category) is not { By: "model" } old) return;
        if (Read(turn) is { Unsure: false, Ranked: [var best, ..] } category && best.Confidence >= Math.Max(turn.Catalog.Settings.AcceptCategory, old.Leaf == best.Leaf ? old.Confidence : 0)) Take(turn, best, category.Ranked, "model");
    }

    /// <summary>None of the offered ones.</summary>
    public static void None(Turn turn)
    {
        var category = Read(turn);
        Take(turn, new(turn.Catalog.Taxonomy.Fallback, 0), category.Ranked, "resident");
    }

    public static void Choose(Turn turn, string leaf)
    {
        var category = Read(turn);
        var confidence = category.Ranked.FirstOrDefault(r => r.Leaf == leaf).Confidence;
        Take(turn, new(leaf, confidence), category.Ranked, "resident");
    }

    private static void Take(Turn turn, RankedLeaf leaf, IReadOnlyList<RankedLeaf> ranked, string by)
    {
        var before = turn.Leaf;
        turn.State = turn.State.Set(SlotNames.Category, new LeafValue(leaf.Leaf, Math.Round(leaf.Confidence, 3), by,
            [.. ranked.Where(r => r.Leaf != leaf.Leaf).Take(3).Select(r => r with { Confidence = Math.Round(r.Confidence, 3) })]));
        if (before is not null && before != leaf.Leaf) DropWhatNoLongerApplies(turn);
    }

    // What was told freely stays; what only answered a question that the new category would not have asked goes.
    private static void DropWhatNoLongerApplies(Turn turn)
    {
        foreach (var slot in turn.State.Answered)
            if (slot is SlotNames.Amount or SlotNames.People or SlotNames.Counterparty or SlotNames.Since or SlotNames.Representatives
                && !turn.Asks(slot) && !(slot == SlotNames.Representatives && turn.Value("group") == "yes"))
                turn.State = turn.State.Clear(slot);
        turn.State = turn.State with { Answered = [.. turn.State.Answered.Where(s => turn.State.Find(s) is not null)] };
    }
}
