using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Turns;

/// <summary>
/// Many people send a sentence in pieces: 房东 / 不退押金 / 三千. A piece waits for the rest of it; what says enough, answers, asks or
/// commands never does. A piece that comes too late for its sentence is still read with it, not as an answer to what was asked since.
/// </summary>
internal static class Pieces
{
    /// <summary>So many waits after the first piece the answer comes, however many follow.</summary>
    private const int MostWaits = 3;
    private const int Longest = 40, Kept = 200;
    private const double Sure = 0.9;
    private const string Ends = "。！？!?.";

    private static readonly Signal[] s_commands =
    [
        Signal.AskPerson, Signal.AskStatus, Signal.Cancel, Signal.StartOver, Signal.Resolved, Signal.Anonymous, Signal.RefuseContact, Signal.Greeting, Signal.Thanks, Signal.Heard,
        Signal.SmallTalk, Signal.Insult, Signal.SwitchToEnglish, Signal.SwitchToChinese, Signal.LargeType,
    ];
    private static readonly Signal[] s_answers = [Signal.Affirm, Signal.Unknown, Signal.NoneOfThese, Signal.Skip];

    /// <summary>True: the message is kept as a piece, and nothing is answered yet.</summary>
    /// <param name="carriesMore">Files or a location came with it.</param>
    public static bool Waits(Turn turn, Reading? reading, bool carriesMore)
    {
        if (reading is null || carriesMore || !turn.Context.MayWait || turn.Context.Owner == ConversationOwner.Staff) return false;
        var wait = turn.Catalog.Settings.PieceWait;
        if (wait == TimeSpan.Zero || !turn.Collecting || turn.State.Editing is not null) return false;
        if (turn.State.Question is { } open ? open.Asking != SlotNames.Problem : turn.State.Words.Count > 0) return false;
        var waiting = turn.State.Waiting;
        if (!IsShort(turn, reading) || Ends.Contains(reading.Text.TrimEnd()[^1]) || IsComplete(turn, reading) || waiting is null && SaysEnough(turn, reading)) return false;

        var since = waiting?.Since ?? turn.Context.Now;
        var until = turn.Context.Now + wait < since + MostWaits * wait ? turn.Context.Now + wait : since + MostWaits * wait;
        string[] pieces = [.. waiting?.Pieces ?? [], reading.Original.Trim()];
        if (until <= turn.Context.Now || waiting is not null && IsEmergency(Read(turn, pieces))) return false;
        turn.State = turn.State with { Waiting = new(pieces, since, until, turn.Activity.Id), LastAt = turn.Context.Now };
        return true;
    }

    /// <summary>The message together with the pieces that waited for it.</summary>
    /// <param name="before">The pieces by themselves, to be told first, when the message is a command or a question of its own.</param>
    public static Reading? Take(Turn turn, Reading? reading, out Reading? before)
    {
        before = null;
        if (turn.State.Waiting is not { } waiting) return reading;
        turn.State = turn.State with { Waiting = null };
        turn.InPieces = true;
        if (reading is null) return Read(turn, waiting.Pieces);
        if (!IsComplete(turn, reading)) return Read(turn, [.. waiting.Pieces, reading.Original.Trim()]);
        before = Read(turn, waiting.Pieces);
        return reading;
    }

    /// <summary>What was told before and this message as one, when it goes on with that; null: it is what it is by itself.</summary>
    public static Reading? Continuing(Turn turn, Reading reading)
    {
        if (turn.State.Question is not { } open || open.Asking == SlotNames.Problem || turn.State.Editing is not null || IsCommand(turn, reading)) return null;
        // Said before the question was there: whatever it says, it is no answer to it.
        if (turn.Crossed) return turn.Just is { } told ? Read(turn, [told.Text, reading.Original.Trim()]) : reading;
        if (turn.Just is not { } just || turn.Context.Now - just.At > turn.Catalog.Settings.PieceWait || !IsShort(turn, reading)) return null;
        if (reading.Signals.Overlaps(s_answers) || OptionMatcher.Match(turn, open, reading.Text) is not null) return null;
        var fills = Fills(turn, reading, open.Asking);
        if (fills.Exists(s => s.Slot == open.Asking) || fills.Count > 0 && !just.InPieces) return null;
        var whole = Read(turn, [just.Text, reading.Original.Trim()]);
        // Who speaks in pieces may be in the middle of the next one. Otherwise it must bring what it cannot say alone.
        return just.InPieces || Fills(turn, whole, null).Exists(s => !turn.Known(s.Slot)) ? whole : null;
    }

    /// <summary>What was told in this turn, for what may follow.</summary>
    public static void Remember(Turn turn, Reading told)
    {
        if (!turn.ToldMore || !turn.Collecting) return;
        var text = Petitions.Masking.Clean(told);
        turn.State = turn.State with { Just = new(text.Length <= Kept ? text : text[..Kept], turn.Context.Now, turn.InPieces) };
    }

    private static List<SetSlot> Fills(Turn turn, Reading reading, string? asking) => [.. SlotFiller.Read(turn, reading, asking).OfType<SetSlot>()];

    private static bool IsShort(Turn turn, Reading reading) =>
        reading.Text.Length <= Longest && Size(reading.Text) is > 0 and var size && size <= turn.Catalog.Settings.PieceLength;

    private static bool IsComplete(Turn turn, Reading reading) =>
        IsCommand(turn, reading) || reading.Signals.Overlaps(s_answers) || reading.Phones.Count + reading.IdNumbers.Count > 0
        || turn.Catalog.Settings.Opening.IsMatch(reading.Text) || turn.Catalog.Settings.Wondering.IsMatch(reading.Text)
        || turn.State.Question is { } open && OptionMatcher.Match(turn, open, reading.Text) is not null;

    private static bool IsCommand(Turn turn, Reading reading) =>
        IsEmergency(reading) || reading.Signals.Overlaps(s_commands) || Receipts.Find(reading.Original) is not null
        || reading.Questions.Any(q => turn.Catalog.FindFaq(q) is not null);

    // Who, where, when or how much alone leaves open what happened, however well it goes with one category.
    private static bool SaysEnough(Turn turn, Reading reading)
    {
        if (reading.Category is not { Unsure: false, Ranked: [var best, ..] } || best.Confidence < Sure) return false;
        var weight = Weight.Of(reading.Text);
        var facts = reading.Parties.Select(p => p.Span).Concat(reading.Places.Select(p => p.Span)).Concat(reading.Times.Select(t => t.Span))
            .Concat(reading.Money.Select(m => m.Span)).Concat(reading.People.Select(p => p.Span));
        return weight >= 3 && weight - facts.Sum(s => Weight.Of(s.Of(reading.Text))) >= 2;
    }

    private static bool IsEmergency(Reading reading) => reading.Urgency.Level == "emergency";

    private static Reading Read(Turn turn, IReadOnlyList<string> pieces) =>
        turn.Reader.Read(string.Join(pieces.Any(p => p.Any(IsChinese)) ? "，" : " ", pieces), turn.Context.Now);

    // A word of letters says about as much as two characters.
    private static int Size(string text) => 2 * Weight.Of(text) - text.Count(IsChinese);

    private static bool IsChinese(char c) => c is >= '\u3400' and <= '\u9fff';
}
