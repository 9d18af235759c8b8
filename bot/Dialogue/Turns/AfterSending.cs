using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Petitions;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Turns;

/// <summary>Reads a message when the matter has been sent: additions, progress, "it is solved", rating, another matter.</summary>
internal static class AfterSending
{
    private const int Brief = 12, Says = 3, Tells = 5, Enough = 8, WithPhone = 20;

    public static void Handle(Turn turn, Reading reading)
    {
        var open = turn.State.Question;
        var signals = reading.Signals;
        var weight = Weight.Of(reading.Text);
        if (open is { Asking: SlotNames.Rating } && OptionMatcher.Match(turn, open, reading.Text) is null && !signals.Contains(Signal.AskPerson)
            && !(signals.Contains(Signal.AskStatus) && !Feedback.SaysStill(turn, reading.Text)) && Feedback.Answers(turn, reading, weight)) return;
        if (open is not null && OptionMatcher.Match(turn, open, reading.Text) is { } option) { Applying.Choose(turn, option); return; }
        if (open is null && SaysNotTheSame(turn, reading, weight)) return;
        if (signals.Contains(Signal.AskPerson)) { PersonAgain(turn, reading); return; }
        if (Receipts.Find(reading.Original) is { } receipt) { Applying.Status(turn, receipt); return; }
        if (signals.Contains(Signal.AskStatus)) { Applying.Status(turn, null); return; }
        if (open is not null && Decided(turn, signals, weight)) return;
        if (signals.Contains(Signal.Resolved) || signals.Contains(Signal.Cancel) && weight <= Brief)
        {
            // Who was in danger may be made to say that it is over: staff hear it, and look all the same.
            if (turn.State.Sent is { Emergency: true, Closed: false }) { Statement(turn, reading); return; }
            if (turn.State.Sent is { Closed: false } && turn.Top?.Flow != FlowNames.Withdraw) turn.Push(FlowNames.Withdraw);
            return;
        }
        if (signals.Contains(Signal.StartOver) && weight <= Brief) { Matters.Begin(turn); return; }
        if (reading.Questions.Select(turn.Catalog.FindFaq).FirstOrDefault(f => f is not null) is { } question && weight <= 30)
        {
            turn.Understood = true;
            Applying.Answer(turn, question);
            return;
        }
        if (open is not null && turn.Catalog.Slots.Find(open.Asking)!.Type != SlotType.Choice && Helps(turn, reading, open, weight)) return;
        if (Collecting.ChatOf(signals) is { } chat && weight <= Brief && !(chat == "chat.thanks" && Weight.Of(turn.Catalog.Settings.Courtesy.Replace(reading.Text, " ")) >= Tells))
        {
            turn.Understood = true;
            turn.Ack(chat);
            if (chat == "chat.hello" && turn.State.Stack.Count == 0) turn.Say("greet.after");
            return;
        }
        // A yes to nothing that was asked.
        if (open is null && signals.Contains(Signal.Affirm) && weight <= Brief / 2)
        {
            turn.Understood = true;
            turn.Ack("chat.goOn");
            return;
        }
        if (weight >= Says || turn.State.Phase == Phase.HandedOff && weight > 0) Statement(turn, reading);
        else if (open is not null) Failing.Count(turn);
        else turn.Ack("chat.goOn");
    }

    // Staff put it together with another one, and only they can take it apart again: they hear that it is not the same.
    private static bool SaysNotTheSame(Turn turn, Reading reading, int weight)
    {
        if (turn.State.Sent is not { Closed: false, Merged: not null } sent || weight > WithPhone || reading.Signals.Contains(Signal.Supplement)) return false;
        if (!turn.Catalog.Settings.NotTheSame.IsMatch(reading.Text)) return false;
        turn.Understood = true;
        turn.Effects.Add(new SupplementPetition(sent.Id, Masking.WithoutIds(reading), [], SupplementPetition.AnotherMatter));
        turn.Ack("merged.notTheSame");
        return true;
    }

    private static bool Decided(Turn turn, IReadOnlySet<Signal> signals, int weight)
    {
        if (weight > Brief || turn.Catalog.Slots.Find(turn.State.Question!.Asking)!.Type != SlotType.Choice) return false;
        var options = turn.State.Question.Options;
        var answer = signals.Contains(Signal.Affirm) && options.Contains("yes") ? "yes" : signals.Contains(Signal.Deny) && options.Contains("no") ? "no" : null;
        if (answer is null) return false;
        Applying.Choose(turn, answer);
        return true;
    }

    // The petition is on its way; what is asked now helps those who come, so it goes after it.
    private static bool Helps(Turn turn, Reading reading, OpenQuestion open, int weight)
    {
        if ((reading.Signals.Overlaps([Signal.Unknown, Signal.Skip, Signal.Anonymous, Signal.RefuseContact]) || Collecting.IsOption(turn, "inChat", reading.Text)) && weight <= Brief)
        {
            turn.Understood = true;
            turn.State = turn.State.Set(open.Asking, NoValue.Instance);
            turn.Ack(reading.Signals.Contains(Signal.Anonymous) ? "ok.anonymous" : "ok.skip");
            return true;
        }
        var sets = SlotFiller.Read(turn, reading, open.Asking);
        Applying.Apply(turn, sets);
        if (!turn.Known(open.Asking) && open.Asking != SlotNames.Contact && weight >= 2)
        {
            var text = reading.Original.Trim();
            turn.State = turn.State.Set(open.Asking, open.Asking == SlotNames.Where ? new PlaceValue("typed", Address: text) : new TextValue(text));
        }
        if (sets.Count == 0 && !turn.Known(open.Asking)) return false;
        turn.Understood = true;
        if (turn.State.Sent is { } sent) turn.Effects.Add(new SupplementPetition(sent.Id, Masking.WithoutIds(reading), []));
        turn.Ack("supplement.done");
        return true;
    }

    private static void PersonAgain(Turn turn, Reading reading)
    {
        turn.Understood = true;
        if (turn.State.Sent is not { Closed: false } sent)
        {
            Matters.Begin(turn);
            Applying.Person(turn);
            return;
        }
        turn.Effects.Add(new SupplementPetition(sent.Id, Masking.WithoutIds(reading), []));
        turn.State = turn.State with { Phase = Phase.HandedOff };
        turn.Say("person.again");
    }

    private static void Statement(Turn turn, Reading reading)
    {
        turn.Understood = true;
        var text = Masking.WithoutIds(reading);
        if (Feedback.ComesBack(turn, reading, Weight.Of(text))) return;
        if (turn.State.Sent is not { Closed: false } sent)
        {
            Matters.Begin(turn);
            Collecting.Handle(turn, reading);
            return;
        }
        // A number to call and few words more belong to the matter that was sent.
        var adds = reading.Signals.Overlaps([Signal.Supplement, Signal.Correct]) || reading.Phones.Count > 0 && Weight.Of(text) <= WithPhone;
        if (!adds && turn.Catalog.Settings.AnotherMatter.Match(reading.Text) is { Success: true, Index: 0 } again && turn.Reader.Read(reading.Original[again.Groups["rest"].Index..], turn.Context.Now) is
            { Category: { Unsure: false, Ranked: [var other, ..] } } rest && other.Leaf != sent.Leaf && other.Confidence >= turn.Catalog.Settings.AcceptCategory)
        {
            Sort(turn, Masking.WithoutIds(rest));
            return;
        }
        // What is told after an emergency goes to those who come at once, whatever it sounds like.
        var another = reading.Signals.Contains(Signal.AnotherMatter) || !sent.Emergency && reading.Category is { Unsure: false, Ranked: [var best, ..] }
            && Weight.Of(text) >= Enough && best.Confidence >= turn.Catalog.Settings.AnotherCategory && Group(best.Leaf) != Group(sent.Leaf);
        if (!adds && another)
        {
            Sort(turn, text);
            return;
        }
        turn.Effects.Add(new SupplementPetition(sent.Id, text, []));
        turn.Ack(turn.Catalog.Settings.Wondering.IsMatch(reading.Text) ? "noted.question" : "supplement.done");
    }

    private static void Sort(Turn turn, string text)
    {
        turn.State = turn.State with { Second = new(text) };
        if (turn.Top?.Flow != FlowNames.Sort) turn.Push(FlowNames.Sort);
    }

    private static string Group(string leaf) => leaf[..Math.Max(0, leaf.IndexOf('.', StringComparison.Ordinal))];
}
