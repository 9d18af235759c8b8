using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Petitions;
using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Dialogue.Turns;

/// <summary>Carries commands out on the state, and says so where it must be said.</summary>
internal static class Applying
{
    private const int LongestAck = 40, Sentence = 8;

    public static void Apply(Turn turn, IReadOnlyList<Command> commands)
    {
        foreach (var command in commands) One(turn, command, commands);
    }

    private static void One(Turn turn, Command command, IReadOnlyList<Command> all)
    {
        turn.Understood |= command is not (Deny or Affirm or Tell or GiveNoAnswer);
        switch (command)
        {
            case ChooseOption choice: Choose(turn, choice.Value); break;
            case SetSlot set: Set(turn, set); break;
            case ClearSlot { Slot: SlotNames.Where }:
                turn.State = turn.State.Clear(SlotNames.Where).Clear(SlotNames.Detail);
                turn.Ack("ok.elsewhere");
                break;
            case EditSlot edit: turn.State = turn.State with { Editing = edit.Slot, Question = null }; break;
            case KeepLine keep: Keep(turn, keep.Send); break;
            case Tell tell: Told(turn, tell, all); break;
            case NoteSecond second:
                turn.State = turn.State with { Second = new(second.Text) };
                turn.ToldElse = true;
                if (turn.State.Question is { Asking: not SlotNames.Problem }) turn.Ack("second.noted");
                break;
            case Cancel: Aside(turn, FlowNames.Cancel); break;
            case StartOver: Aside(turn, FlowNames.StartOver); break;
            case AskPerson: Person(turn); break;
            case AskStatus status: Status(turn, status.Receipt); break;
            case Digress digress: Answer(turn, digress.Entry); break;
            case Affirm when Offered(turn, "send", "yes", "here") is { } yes: Choose(turn, yes); break;
            case Deny when Offered(turn, "no") is { } no: Choose(turn, no); break;
            case GiveNoAnswer: NoAnswer(turn); break;
            case StayAnonymous anonymous: Anonymous(turn, anonymous.NoName); break;
            case Chat chat: turn.Ack(chat.Key); break;
        }
    }

    public static void Answer(Turn turn, Content.FaqEntry entry)
    {
        if (entry.Door && !turn.TellOnce("door:" + entry.Name)) return;
        turn.SayText(entry.Answers[turn.State.Language].Render(
            ("station", turn.Duty?.Station), ("address", turn.Context.Building?.Address),
            ("minutes", turn.Duty?.TargetMinutes.ToString()), ("receipt", turn.State.Sent?.Receipt)));
    }

    private static void Keep(Turn turn, bool send)
    {
        turn.State = turn.State with { Editing = null, Question = null };
        if (!send || turn.Top?.Flow != FlowNames.Petition) return;
        if (turn.Catalog.Flow(FlowNames.Petition).Steps.OfType<CollectStep>().FirstOrDefault(s => s.Slot == SlotNames.Confirm) is not { } step) return;
        turn.State = turn.State.Set(SlotNames.Confirm, new TextValue("send"));
        turn.Done(step.Name);
    }

    private static string? Offered(Turn turn, params ReadOnlySpan<string> options)
    {
        foreach (var option in options) if (turn.State.Question?.Options.Contains(option) == true) return option;
        return null;
    }

    public static void Choose(Turn turn, string value)
    {
        turn.Understood = true;
        var open = turn.State.Question!;
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        switch (colon < 0 ? value : value[..colon])
        {
            case "person": Person(turn); return;
            case "skip" or "unknown": NoAnswer(turn); return;
            case "anonymous": Anonymous(turn, NoName: true); return;
            case "inChat": Anonymous(turn, NoName: false); return;
            case "justMe": Set(turn, new(open.Asking, new CountValue(1, About: false), false, true)); return;
            case "here" when turn.Context.Building is { } b: Set(turn, new(SlotNames.Where, ToldPlace.Scanned(b), false, true)); return;
            case "none" when open.Asking == SlotNames.Category: Categories.None(turn); turn.State = turn.State with { Editing = null }; return;
            case "leaf": Categories.Choose(turn, value[(colon + 1)..]); turn.State = turn.State with { Editing = null }; return;
            case "edit": turn.State = turn.State with { Editing = value[(colon + 1)..] }; return;
            case Visits.GoOn: return;
            case Visits.NewMatter: Visits.Another(turn); return;
            case Visits.Progress: Status(turn, null); return;
            case "cancel": Aside(turn, FlowNames.Cancel); return;
        }
        turn.State = turn.State.Set(open.Asking, new TextValue(value[(colon + 1)..]));
        turn.Done(open.Step);
    }

    private static void Set(Turn turn, SetSlot set)
    {
        var old = turn.State.Find(set.Slot);
        if (set.Slot == SlotNames.Where && old is not null && !Equals(old, set.Value)) turn.State = turn.State.Clear(SlotNames.Detail);
        turn.State = turn.State.Set(set.Slot, set.Value);
        if (set.Answer && !turn.State.Answered.Contains(set.Slot)) turn.State = turn.State with { Answered = [.. turn.State.Answered, set.Slot] };
        if (turn.State.Editing == set.Slot) turn.State = turn.State with { Editing = null };
        if (set.Slot == SlotNames.Contact) turn.State = turn.State.Clear(SlotNames.Anonymous);
        var asking = turn.State.Question?.Asking;
        if (set.Correction && old is not NoValue) Corrected(turn, set);
        else if (!set.Answer && asking is not (null or SlotNames.Problem or SlotNames.Confirm) && set.Slot != asking)
        {
            turn.ToldElse = true;
            turn.Ack("noted.also");
        }
        if (set.Slot == SlotNames.People && turn.Value("group") == "yes")
        {
            Urgencies.Raise(turn, "urgent", ["group"]);
            if (turn.TellOnce("group")) turn.Ack("ok.group", ("people", Phrases.Of(set.Value, turn.Book, turn.Catalog)));
        }
    }

    private static void Corrected(Turn turn, SetSlot set)
    {
        var value = set.Slot == SlotNames.Where ? Phrases.Line(set.Slot, turn.State, turn.Book, turn.Catalog)! : Phrases.Of(set.Value, turn.Book, turn.Catalog);
        if (value.Length > LongestAck) value = string.Concat(value.AsSpan(0, LongestAck), "…");
        var own = $"corrected.{set.Slot}";
        turn.Ack(turn.Book.Has(own) ? own : "corrected", ("line", turn.Book.Has($"line.{set.Slot}") ? turn.Book.Say($"line.{set.Slot}") : set.Slot), ("value", value));
    }

    private static void Told(Turn turn, Tell tell, IReadOnlyList<Command> all)
    {
        var replaces = turn.State.Editing == SlotNames.Problem;
        var words = replaces ? [] : turn.State.Words;
        var room = turn.Catalog.Settings.DescriptionLimit - words.Sum(w => w.Length);
        var text = tell.Text.Length <= room ? tell.Text : tell.Text[..Math.Max(0, room)];
        if (text.Length > 0 && !words.Contains(text)) words = [.. words, text];
        turn.State = turn.State with { Words = words, Editing = replaces ? null : turn.State.Editing };
        turn.ToldMore = true;
        if (!turn.Known(SlotNames.Problem)) turn.State = turn.State.Set(SlotNames.Problem, new FlagValue(true));
        if (replaces && turn.State.Find<LeafValue>(SlotNames.Category) is { By: "model" }) turn.State = turn.State.Clear(SlotNames.Category);
        if (!replaces) Categories.Improve(turn);
        var asking = turn.State.Question?.Asking;
        turn.Understood |= tell.BeginsMatter || replaces || asking is SlotNames.Problem or SlotNames.Category;
        if (!tell.BeginsMatter && !replaces && asking is not (null or SlotNames.Problem or SlotNames.Category) && !all.Any(c => c is StayAnonymous or AskPerson or Chat or SetSlot { Correction: true } or SetSlot { Answer: true }))
        {
            turn.ToldElse = tell.Text.Length > 0;
            if (Weight.Of(tell.Text) >= Sentence) turn.Ack("noted.also");
        }
    }

    private static void NoAnswer(Turn turn)
    {
        if (turn.State.Question is not { } open) return;
        if (turn.State.Editing is not null && turn.Known(turn.State.Editing))
        {
            turn.State = turn.State with { Editing = null };
            turn.Understood = true;
            return;
        }
        if (open.Asking == SlotNames.Category) Categories.None(turn);
        else if (open.Asking == SlotNames.Contact) { Anonymous(turn, NoName: false); return; }
        else if (turn.Catalog.Slots.Find(open.Asking) is { Required: false, Type: not SlotType.Choice }) turn.State = turn.State.Set(open.Asking, NoValue.Instance);
        else return;
        turn.State = turn.State with { Editing = null };
        turn.Understood = true;
        if (open.Asking != SlotNames.Category) turn.Ack("ok.skip");
    }

    private static void Anonymous(Turn turn, bool NoName)
    {
        turn.Understood = true;
        turn.State = turn.State.Set(SlotNames.Contact, NoValue.Instance) with { Editing = null };
        if (NoName) turn.State = turn.State.Set(SlotNames.Anonymous, new FlagValue(true));
        if (turn.TellOnce("anonymous")) turn.Ack(NoName ? "ok.anonymous" : "ok.noContact");
    }

    private static void Aside(Turn turn, string flow)
    {
        if (turn.Top?.Flow == flow) { Choose(turn, Offered(turn, "yes") ?? "yes"); return; }
        var nothing = turn.State.Words.Count == 0 && turn.State.Files.Count == 0;
        if (nothing && flow == FlowNames.Cancel)
        {
            turn.State = Matters.Cleared(turn.State) with { Stack = [], Phase = Phase.Closed };
            turn.Say("cancel.nothing");
        }
        else if (nothing) Matters.Begin(turn);
        else
        {
            turn.State = turn.State with { Editing = null };
            turn.Push(flow);
        }
    }

    /// <summary>A person is wanted: what is known goes over at once, a draft counts as a petition.</summary>
    public static void Person(Turn turn)
    {
        turn.Understood = true;
        Matters.Send(turn, Turns.SubmitReason.PersonAsked);
        turn.State = turn.State with { Stack = [new(FlowNames.Handover, [])], Question = null };
        turn.Say(Matters.ByDuty(turn, "person"));
    }

    public static void Status(Turn turn, string? receipt)
    {
        turn.Understood = true;
        if (receipt is not null || turn.State.Sent is not null)
        {
            turn.Effects.Add(receipt is not null ? new AskProgress(receipt) : new AskProgress(turn.State.Sent!.Receipt, turn.State.Sent.Id));
            turn.HoldQuestion = true;
        }
        else turn.Say(turn.State.Words.Count > 0 ? "progress.draft" : "progress.askReceipt");
    }
}
