using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Petitions;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Turns;

/// <summary>
/// Whether it is solved, and how well it was done, in the resident's own words: stars, praise and blame, "still not". Whoever says that it is not solved, now
/// or days after having been content, gets the same matter opened again and need not tell it anew.
/// </summary>
internal static class Feedback
{
    private const int Brief = 12, Short = 20, Says = 3, Comment = 6, MostStars = 5;
    private const string Numerals = "一二三四五";

    /// <summary>Reads an answer to the question how it went; false: it is none.</summary>
    public static bool Answers(Turn turn, Reading reading, int weight)
    {
        var (text, settings) = (reading.Text, turn.Catalog.Settings);
        var unsolved = SaysUnsolved(turn, text);
        if (!unsolved && weight <= Short && StarsIn(turn, text) is { } stars)
        {
            Applying.Choose(turn, $"star:{stars}");
            return true;
        }

        var still = weight <= Brief && SaysStill(turn, text);
        var praised = settings.Praise.IsMatch(text) && !settings.Wondering.IsMatch(text);
        if (!unsolved && weight <= Short && settings.Blame.IsMatch(text) && !(praised && !still)) return Asked(turn, reading, weight, "ask.rating.blame");
        if (!unsolved && !still && weight <= Short && praised) return Asked(turn, reading, weight, "ask.rating.stars");
        if (!unsolved && !still && (reading.Signals.Contains(Signal.Resolved) && !reading.Signals.Contains(Signal.Deny) || reading.Signals.Contains(Signal.Affirm) && weight <= Brief))
            return Asked(turn, reading, weight, "ask.rating.stars");

        var same = reading.Category is { Unsure: false, Ranked: [var best, ..] } && best.Leaf == turn.State.Sent?.Leaf;
        if (!unsolved && !still && !reading.Signals.Contains(Signal.Deny) && !same) return false;
        Note(turn, reading, weight, Says);
        Applying.Choose(turn, "reopen");
        return true;
    }

    /// <summary>Said after the matter was over and rated: it is not, after all.</summary>
    public static bool ComesBack(Turn turn, Reading reading, int weight)
    {
        if (turn.State is not { Phase: Phase.Closed, Sent: { Closed: true } sent } || weight is 0 or > Short) return false;
        if (!SaysUnsolved(turn, reading.Text) && !(weight <= Brief && SaysStill(turn, reading.Text))) return false;
        // Another matter may begin with "again", too.
        var same = SaysUnsolved(turn, reading.Text) || turn.Catalog.Settings.NotYet.IsMatch(reading.Text);
        if (!(same && weight <= Brief / 2) && reading.Category is { Unsure: false, Ranked: [var best, ..] } && Group(best.Leaf) != Group(sent.Leaf)) return false;
        turn.Understood = true;
        Note(turn, reading, weight, Says);
        turn.State = turn.State.Set(SlotNames.Rating, new TextValue("reopen")) with { Stack = [new(FlowNames.Feedback, ["rate"])], Question = null };
        return true;
    }

    /// <summary>Stars or praise without a word: ⭐⭐⭐, 👍.</summary>
    public static bool Judges(Turn turn, string text) => StarsIn(turn, text) is not null || turn.Catalog.Settings.Praise.IsMatch(text);

    /// <summary>It says "not" or "still", and means it.</summary>
    public static bool SaysStill(Turn turn, string text) =>
        turn.Catalog.Settings.NotYet.IsMatch(text) || turn.Catalog.Settings.Unsolved.IsMatch(turn.Catalog.Settings.DeniesNothing.Replace(text, " "));

    private static bool Asked(Turn turn, Reading reading, int weight, string key)
    {
        turn.Understood = true;
        Note(turn, reading, weight, Comment);
        turn.Say(key);
        turn.HoldQuestion = true;
        return true;
    }

    // What was said of it is for staff to read.
    private static void Note(Turn turn, Reading reading, int weight, int from)
    {
        if (weight >= from && turn.State.Sent is { } sent) turn.Effects.Add(new SupplementPetition(sent.Id, Masking.WithoutIds(reading), []));
    }

    private static bool SaysUnsolved(Turn turn, string text)
    {
        var bare = Weight.Bare(text);
        return turn.Catalog.Slots.Option("reopen")?.Words.Any(w => bare.Contains(Weight.Bare(w), StringComparison.Ordinal)) == true;
    }

    private static int? StarsIn(Turn turn, string text)
    {
        if (text.Count(c => c is '\u2b50' or '\u2605') is >= 1 and <= MostStars and var drawn) return drawn;
        if (turn.Catalog.Settings.Stars.Match(text) is not { Success: true } found) return null;
        var said = found.Groups["n"].Value;
        // Ten of ten, a hundred of a hundred: all there are.
        if (int.TryParse(said, out var number)) return number is 10 or 100 ? MostStars : number is >= 1 and <= MostStars ? number : null;
        return said.ToLowerInvariant() switch
        {
            "两" or "兩" or "俩" or "two" => 2,
            "满" or "滿" or "打满" or "给满" or "全给" or "最高" or "十" or "一百" or "five" => MostStars,
            "one" => 1,
            "three" => 3,
            "four" => 4,
            _ => Numerals.IndexOf(said, StringComparison.Ordinal) is >= 0 and var at ? at + 1 : null,
        };
    }

    private static string Group(string leaf) => leaf[..Math.Max(0, leaf.IndexOf('.', StringComparison.Ordinal))];
}
