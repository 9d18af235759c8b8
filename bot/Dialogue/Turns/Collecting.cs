using System.Text.RegularExpressions;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Turns;

/// <summary>Reads a message while a matter is being told: reading and state make commands.</summary>
internal static class Collecting
{
    /// <summary>Weights: a short answer, a sentence that tells something, a text surely told for its own sake.</summary>
    private const int Brief = 12, Sentence = 8, Story = 25;
    private const double Plausible = 0.15;

    public static void Handle(Turn turn, Reading reading)
    {
        LeaveSideFlow(turn, reading);
        var whole = Pieces.Continuing(turn, reading);
        Applying.Apply(turn, whole is null ? Interpret(turn, reading) : GoOn(turn, reading, whole));
        if (turn.Reading is { } about) Urgencies.Note(turn, about);
        Pieces.Remember(turn, whole ?? reading);
        if (whole is not null) return;
        if (!turn.Collecting || turn.State.Question is null) return;
        if (!turn.Understood) Failing.Count(turn);
        else Failing.Pass(turn);
    }

    /// <summary>Staff answer; the bot only takes note of facts for a draft that is open.</summary>
    public static void Overhear(Turn turn, Reading reading)
    {
        var commands = SlotFiller.Read(turn, reading, null);
        if (Weight.Of(reading.Text) >= Sentence) commands.Insert(0, new Tell(Petitions.Masking.Clean(reading), turn.State.Words.Count == 0));
        Applying.Apply(turn, commands);
        turn.Silence();
    }

    /// <summary>A matter told before it was asked for: what was kept of a second one, or the first words after an ended one.</summary>
    public static void TellMatter(Turn turn, Reading reading)
    {
        Applying.Apply(turn, [new Tell(Petitions.Masking.Clean(reading), true), .. SlotFiller.Read(turn, reading, null)]);
        turn.Reading = reading;
    }

    // Who goes on telling while "really cancel?" is open has answered it.
    private static void LeaveSideFlow(Turn turn, Reading reading)
    {
        if (turn.Top?.Flow is not (FlowNames.Cancel or FlowNames.StartOver) || turn.State.Question is not { } open) return;
        var decided = OptionMatcher.Match(turn, open, reading.Text) is not null || reading.Signals.Overlaps([Signal.Affirm, Signal.Deny, Signal.Cancel, Signal.StartOver]);
        if (decided || Weight.Of(reading.Text) < Sentence) return;
        turn.Pop();
        turn.State = turn.State with { Question = null };
    }

    // It adds to what was told; the question that came in between is put again.
    private static List<Command> GoOn(Turn turn, Reading reading, Reading whole)
    {
        turn.Understood = true;
        turn.InPieces |= turn.Just?.InPieces == true;
        // What could only be an answer tells nothing.
        var answer = reading.Signals.Contains(Signal.Affirm) || turn.State.Question is { } open && OptionMatcher.Match(turn, open, reading.Text) is not null;
        List<Command> commands = answer || Weight.Of(reading.Text) < 2 ? [] : [new Tell(Petitions.Masking.Clean(reading), false)];
        // What was known before is only corrected by the message itself, not by reading the old words anew.
        commands.AddRange(SlotFiller.Read(turn, whole, null).OfType<SetSlot>().Where(set => !turn.Known(set.Slot)));
        commands.AddRange(SlotFiller.Read(turn, reading, null).OfType<SetSlot>().Where(set => turn.Known(set.Slot)));
        return commands;
    }

    private static List<Command> Interpret(Turn turn, Reading reading)
    {
        var open = turn.State.Question;
        var asking = open?.Asking ?? (turn.State.Words.Count == 0 ? SlotNames.Problem : null);
        var signals = reading.Signals;
        var weight = Weight.Of(reading.Text);
        if (open is not null && OptionMatcher.Match(turn, open, reading.Text) is { } option && !AnswersAllTheSame(turn, reading, open, option)) return [new ChooseOption(option)];
        if (turn.Top?.Flow is FlowNames.Cancel or FlowNames.StartOver && weight <= Brief && turn.Catalog.Settings.GoesOn.IsMatch(reading.Text)) return [new Deny()];
        if (Receipts.Find(reading.Original) is { } receipt && weight <= Brief) return [new AskStatus(receipt)];
        if (asking is not (null or SlotNames.Problem or SlotNames.Category or SlotNames.Confirm) && turn.State.Editing is null && IsOption(turn, "send", reading.Text) && !IsOption(turn, "yes", reading.Text)) return [new GiveNoAnswer()];
        if (asking == SlotNames.Category && Categories.Named(turn, reading) is { } leaf) return [new ChooseOption($"leaf:{leaf}")];
        if (signals.Contains(Signal.StartOver) && weight <= Brief) return [new StartOver()];
        // "It's all right now", of violence, is no reason to drop it.
        if ((signals.Contains(Signal.Cancel) || signals.Contains(Signal.Resolved) && turn.State.Urgency == "normal") && weight <= Brief) return [new Cancel()];
        if (turn.State.Editing is { } line && turn.Known(line) && LeavesAsIs(turn, reading, out var send)) return [new KeepLine(send)];

        var commands = new List<Command>();
        if (SplitSecond(turn, reading) is var (first, second))
        {
            commands.Add(new NoteSecond(second));
            turn.Reading = first;
            if (first is null) return commands;
            reading = first;
            weight = Weight.Of(reading.Text);
        }
        var sets = SlotFiller.Read(turn, reading, asking);
        if (signals.Contains(Signal.Anonymous) || IsOption(turn, "anonymous", reading.Text)) sets.Add(new StayAnonymous(NoName: true));
        else if ((signals.Contains(Signal.RefuseContact) || IsOption(turn, "inChat", reading.Text)) && !sets.OfType<SetSlot>().Any(s => s.Slot == SlotNames.Contact)) sets.Add(new StayAnonymous(NoName: false));
        // 没得问题 names no line: nothing is wrong with any.
        else if (!(signals.Contains(Signal.Affirm) && !turn.Catalog.Settings.Change.IsMatch(reading.Text)) && Edited(turn, reading, weight) is { } edited && !sets.OfType<SetSlot>().Any(s => s.Slot == edited && s.Correction))
        {
            // 金额不对，是3500: with the line named, even a bare number is its new value.
            var anew = SlotFiller.Read(turn, reading, edited).OfType<SetSlot>().FirstOrDefault(s => s.Slot == edited);
            return [anew is null ? new EditSlot(edited) : anew with { Correction = turn.Known(edited) }];
        }
        if (asking != SlotNames.People && !turn.Known(SlotNames.People) && IsOption(turn, "justMe", reading.Text))
            sets.Add(new SetSlot(SlotNames.People, new CountValue(1, About: false), false, false));
        var answered = sets.OfType<SetSlot>().Any(s => s.Slot == asking) || (asking == SlotNames.Contact && sets.OfType<StayAnonymous>().Any());

        var consults = turn.Leaf is not null ? turn.Value("kind") == "consult" : turn.Catalog.Settings.Kinds.Any(k => k.Kind == "consult" && k.Pattern.IsMatch(reading.Text));
        var question = reading.Questions.Select(turn.Catalog.FindFaq).FirstOrDefault(f => f is not null && !(consults && f.NotForConsulting));
        var chat = ChatOf(signals);
        var only = question is { Door: false } && !Substantial(reading, turn);
        var corrects = weight <= Story && sets.OfType<SetSlot>().Any(s => s is { Correction: true, Slot: not SlotNames.Where });
        var forStaff = question is null && reading.Questions.Count > 0;
        var wonders = question is null && open is not null && asking is not (SlotNames.Problem or SlotNames.Confirm) && !answered && weight >= 4 && (forStaff || turn.Catalog.Settings.Wondering.IsMatch(reading.Text));
        var tells = !only && !corrects && (wonders || Tells(turn, reading, asking, weight, answered, sets.Count > 0, chat is not null));
        if (tells) commands.Add(new Tell(Petitions.Masking.Clean(reading), asking == SlotNames.Problem || turn.State.Words.Count == 0));
        commands.AddRange(sets);

        if (signals.Contains(Signal.AskPerson))
        {
            // Who only asks for a person has told nothing of the matter.
            if (weight <= Brief && sets.Count == 0 && !Sure(turn, reading)) commands.RemoveAll(c => c is Tell);
            return [.. commands, new AskPerson()];
        }
        if (signals.Contains(Signal.AskStatus) && !tells && !answered && (question is null || turn.State.Sent is not null)) return [.. commands, new AskStatus(null)];
        if (question is not null) commands.Add(new Digress(question));
        if (wonders) commands.Add(new Chat("noted.question"));
        if (answered || wonders || tells && asking == SlotNames.Problem) return commands;

        if (question is null && open is not null)
        {
            if (signals.Overlaps([Signal.Unknown, Signal.Skip, Signal.NoneOfThese]) && weight <= Brief) commands.Add(new GiveNoAnswer());
            // To the question how to be reached, "no need" is an answer.
            else if (asking == SlotNames.Contact && sets.Count == 0 && signals.Contains(Signal.Deny) && weight <= Sentence) commands.Add(new StayAnonymous(NoName: false));
            else if (sets.Count == 0 && signals.Contains(Signal.Affirm) && weight <= Sentence) commands.Add(new Affirm());
            else if (sets.Count == 0 && signals.Contains(Signal.Deny) && weight <= Sentence) commands.Add(new Deny());
            else if (chat is null && !tells && sets.All(s => asking == SlotNames.Counterparty && s is SetSlot { Slot: SlotNames.Where or SlotNames.Detail }) && AnswerInOwnWords(turn, reading, asking!, weight) is { } own) commands.Add(own);
        }
        // Said to the wrong question is still said.
        if (chat is null && weight >= 4 && open is not null && commands.Count == 0 && asking is not (SlotNames.Problem or SlotNames.Confirm)) commands.Add(new Tell(Petitions.Masking.Clean(reading), false));
        if (chat is not null && !commands.Exists(c => c is Tell or SetSlot or Affirm or Deny or Digress)) commands.Add(new Chat(chat));
        return commands;
    }

    /// <summary>The message belongs to the description: it tells of the matter, not only answers.</summary>
    private static bool Tells(Turn turn, Reading reading, string? asking, int weight, bool answered, bool facts, bool chat)
    {
        if (asking == SlotNames.Problem)
        {
            if (turn.Catalog.Settings.Opening.IsMatch(reading.Text)) return false;
            if (reading.Signals.Contains(Signal.Insult) && !facts && weight < Story) return false;
            var sure = !reading.Category.Unsure && reading.Category.Ranked.Count > 0 && (weight >= 4 || Categories.Named(turn, reading) is not null) && (weight >= 6 || turn.Catalog.Taxonomy.Find(reading.Category.Ranked[0].Leaf)?.Group != turn.Catalog.Taxonomy.Find(turn.Catalog.Taxonomy.Fallback)?.Group);
            if (chat && (weight <= 5 || !sure && weight < Sentence)) return false;
            if (turn.State.Words.Count > 0) return weight >= 2;
            return weight >= 2 && (sure || weight >= Sentence || facts && weight >= 5 || turn.State.Question is { Tries: > 0 } && weight >= 3);
        }
        if (turn.State.Editing == SlotNames.Problem) return weight >= 2;
        // Asked which category: what is said besides the options explains the matter.
        if (asking == SlotNames.Category) return weight >= 4 && !chat;
        if (asking is SlotNames.Where or SlotNames.Detail or SlotNames.Representatives or SlotNames.Contact) return weight >= Story || weight >= Sentence && facts && !answered;
        // Who it is may take some words: 三楼那个女的，姓啥不知道.
        if (asking == SlotNames.Counterparty) return weight > Brief;
        return answered ? weight >= Brief : weight >= Sentence && !chat;
    }

    private static bool Sure(Turn turn, Reading reading) =>
        reading.Category is { Unsure: false, Ranked: [var best, ..] } && best.Confidence >= turn.Catalog.Settings.CertainCategory;

    private static bool Substantial(Reading reading, Turn turn) =>
        reading.Money.Count > 0 || reading.Parties.Count > 0 && Weight.Of(reading.Text) >= Story
        || Weight.Of(reading.Text) >= Sentence && !reading.Category.Unsure && reading.Category.Ranked.Count > 0 && reading.Category.Ranked[0].Confidence >= turn.Catalog.Settings.AcceptCategory
            && turn.Catalog.Taxonomy.Find(reading.Category.Ranked[0].Leaf)?.Kind is not ("consult" or "suggestion");

    /// <summary>The slot that a message like 改时间 or 地址错了 wants to say anew.</summary>
    private static string? Edited(Turn turn, Reading reading, int weight)
    {
        var named = turn.State.Question is { Asking: SlotNames.Confirm } && weight <= 6;
        if (turn.State.Question is { Asking: SlotNames.Confirm } && turn.Catalog.Slots.All.FirstOrDefault(s => s is { Editable: true, Type: not SlotType.Text } && s.Words.Any(w => StatesLine(turn, reading.Text, w))) is { } stated) return Shown(turn, stated.Name);
        if (weight > Brief || !named && !turn.Catalog.Settings.Change.IsMatch(reading.Text)) return null;
        foreach (var slot in turn.Catalog.Slots.All)
            if (slot.Editable && slot.Words.Any(w => reading.Text.Contains(w, StringComparison.OrdinalIgnoreCase))) return Shown(turn, slot.Name);
        return null;
    }

    // Of the two lines about time the one that is there: 时间不对，是一个月了.
    private static string Shown(Turn turn, string slot) => slot == SlotNames.When && !turn.Known(SlotNames.When) && turn.Known(SlotNames.Since) ? SlotNames.Since : slot;

    // 地址是公明北环路: a line of the summary with its value, whatever stands there.
    private static bool StatesLine(Turn turn, string text, string word) =>
        text.StartsWith(word, StringComparison.OrdinalIgnoreCase) && turn.Catalog.Settings.LineIs.Any(w => text.AsSpan(word.Length).TrimStart().StartsWith(w, StringComparison.OrdinalIgnoreCase));

    public static bool IsOption(Turn turn, string option, string text) =>
        turn.Catalog.Slots.Option(option) is { } found && Weight.Bare(text) is var bare && found.Words.Any(w => Weight.Bare(w) == bare);

    /// <summary>记不清了，上个月吧: hardly known, but known; the answer counts for more than the words of the button.</summary>
    private static bool AnswersAllTheSame(Turn turn, Reading reading, OpenQuestion open, string option) =>
        option is "unknown" or "skip" && !IsOption(turn, option, reading.Text) && SlotFiller.Read(turn, reading, open.Asking).OfType<SetSlot>().Any(s => s.Slot == open.Asking);

    // A line opened for change, and then: never mind, or: send it.
    private static bool LeavesAsIs(Turn turn, Reading reading, out bool send)
    {
        send = IsOption(turn, "send", reading.Text);
        return send || IsOption(turn, "no", reading.Text);
    }

    /// <summary>An answer that no rule reads but that the question can take as it stands.</summary>
    private static SetSlot? AnswerInOwnWords(Turn turn, Reading reading, string asking, int weight)
    {
        var slot = turn.Catalog.Slots.Find(asking)!;
        if (!slot.Accept || weight == 0 || weight > 40 || slot.AcceptIf?.IsMatch(reading.Text) == false || turn.Catalog.Settings.Filler.IsMatch(reading.Text)) return null;
        // A time or a sum is no name and no place.
        if (slot.Type is SlotType.Party or SlotType.Place or SlotType.Names && reading.Times.Count + reading.Money.Count > 0) return null;
        // Who is alone in it has not named the other side.
        if (slot.Type == SlotType.Party && IsOption(turn, "justMe", reading.Text)) return null;
        var text = slot.Type == SlotType.Party ? SlotFiller.NameOf(turn, reading) : reading.Original.Trim();
        SlotValue? value = slot.Type switch
        {
            SlotType.Text => new TextValue(text),
            SlotType.Place => weight >= 2 ? new PlaceValue("typed", Address: text) : null,
            SlotType.Time => weight <= Sentence ? new TimeValue(text) : null,
            SlotType.Party => weight <= Brief ? new PartyValue("unknown", text) : null,
            SlotType.Names => new NamesValue([.. Regex.Split(text, "[、，,;；\n]+").Where(n => Weight.Of(n) > 0).Take(turn.Catalog.Settings.Representatives)]),
            _ => null,
        };
        return value is null ? null : new SetSlot(asking, value, turn.State.Editing == asking && turn.Known(asking), true);
    }

    private static (Reading? First, string Second)? SplitSecond(Turn turn, Reading reading)
    {
        if (turn.State.Second is not null || reading.Text.Length > 1000 || turn.Catalog.Settings.AnotherMatter.Match(reading.Text) is not { Success: true } match) return null;
        var at = match.Index;
        var rest = match.Groups["rest"];
        var head = reading.Original[..at].Trim();
        var tail = reading.Original.Substring(rest.Index, rest.Length).Trim();
        if (Weight.Of(tail) < 4 || Weight.Of(head) < 4 && turn.State.Words.Count == 0) return null;
        var said = reading.Signals.Contains(Signal.AnotherMatter);
        var other = turn.Reader.Read(tail, turn.Context.Now).Category;
        if (Weight.Of(head) < 4) return said || Differs(turn.Leaf, other, turn) ? (null, tail) : null;
        var first = turn.Reader.Read(head, turn.Context.Now);
        var leaf = first.Category is { Unsure: false, Ranked: [var best, ..] } ? best.Leaf : turn.Leaf;
        return Differs(leaf, other, turn) || said && other is not { Unsure: false, Ranked.Count: > 0 } ? (first, tail) : null;
    }

    // A tail that may well belong to the first matter is no second one: 健身房关门了，还有两千八的卡.
    private static bool Differs(string? leaf, CategoryReading other, Turn turn) =>
        leaf is not null && other is { Unsure: false, Ranked: [var best, ..] } && best.Leaf != leaf && best.Confidence >= turn.Catalog.Settings.CertainCategory
        && !other.Ranked.Any(r => r.Leaf == leaf && r.Confidence >= Plausible);

    public static string? ChatOf(IReadOnlySet<Signal> signals) =>
        signals.Contains(Signal.Insult) ? "chat.insult" : signals.Contains(Signal.Thanks) ? "chat.thanks"
        : signals.Contains(Signal.Heard) ? "chat.goOn" : signals.Contains(Signal.Greeting) ? "chat.hello" : signals.Contains(Signal.SmallTalk) ? "chat.smallTalk" : null;
}
