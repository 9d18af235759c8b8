using IntakeBot.Dialogue.Activities;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Petitions;
using IntakeBot.Dialogue.Understanding;
using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Dialogue.Turns;

/// <summary>One turn while it is being worked out: the state so far, what to say, what to do.</summary>
internal sealed class Turn(ContentEdition edition, ConversationState state, Activity activity, TurnContext context) : IFacts
{
    private readonly List<string> _acks = [];
    private readonly List<Said> _said = [];
    private readonly List<string> _wording = [];
    private string? _kind;

    private readonly record struct Said(string Text, QuestionText? Question);

    public ContentCatalog Catalog => edition.Catalog;
    public IMessageReader Reader => edition.Reader;
    public ConversationState State { get; set; } = state;
    public Activity Activity => activity;
    public TurnContext Context => context;
    public Reading? Reading { get; set; }
    public List<Effect> Effects { get; } = [];
    /// <summary>The message was understood as something, so the open question has not failed.</summary>
    public bool Understood { get; set; }
    /// <summary>Facts were told that the open question did not ask for.</summary>
    public bool ToldElse { get; set; }
    /// <summary>The message added to the description.</summary>
    public bool ToldMore { get; set; }
    /// <summary>The resident is back after a while, and is asked what it shall be.</summary>
    public bool Returns { get; set; }
    /// <summary>The message came in pieces that waited for each other.</summary>
    public bool InPieces { get; set; }
    /// <summary>The message was sent before the open question was put.</summary>
    public bool Crossed { get; set; }
    /// <summary>What the turn before this one was told.</summary>
    public JustTold? Just { get; set; }
    /// <summary>The answer comes with an event in the same turn; the open question waits for it.</summary>
    public bool HoldQuestion { get; set; }
    /// <summary>Who comes: for the place that was scanned, from the sending on for the matter itself.</summary>
    public DutyNow? Duty { get; set; } = context.Duty;
    public WordingBook Book => Catalog.Wording(State.Language);
    public Frame? Top => State.Stack.Count == 0 ? null : State.Stack[^1];
    public bool Collecting => State.Phase == Phase.Collecting;
    public string? Leaf => State.Find<LeafValue>(SlotNames.Category)?.Leaf;

    // -- what a condition may ask --
    public bool Known(string slot) => State.Find(slot) is not null;
    public bool Asks(string slot) => Leaf is { } leaf && Catalog.Taxonomy.Find(leaf) is { } found && found.Ask.Contains(slot);

    public string? Value(string name) => name switch
    {
        "kind" => _kind ??= DraftBuilder.KindOf(State, Catalog),
        "leaf" => Leaf,
        "group" => State.Find<CountValue>(SlotNames.People) is { } people && people.Count >= Catalog.Settings.GroupFrom ? "yes" : "no",
        "urgency" => State.Urgency,
        "scanned" => State.Find<PlaceValue>(SlotNames.Where) is { Source: "qr" } ? "yes" : "no",
        "same" => State.Same?.PetitionId is null ? "no" : "yes",
        "another" => State.Second is null ? "no" : "yes",
        "sent" => State.Sent is null ? "no" : "yes",
        "duty" => Duty is null ? "no" : Duty.OnDuty ? "on" : "off",
        "language" => State.Language,
        _ => State.Find(name) switch
        {
            TextValue text => text.Text,
            LeafValue leaf => leaf.Leaf,
            CountValue count => count.Count.ToString(),
            MoneyValue money => money.Value.ToString(),
            FlagValue flag => flag.Set ? "yes" : "no",
            null or NoValue => null,
            _ => "yes",
        },
    };

    // -- what is said --
    public string Text(string key, params ReadOnlySpan<(string, string?)> values)
    {
        Span<(string, string?)> all = new (string, string?)[values.Length + 5];
        values.CopyTo(all);
        var place = State.Find<PlaceValue>(SlotNames.Where);
        all[^5] = ("address", place?.Address ?? context.Building?.Address);
        all[^4] = ("station", Duty?.Station);
        all[^3] = ("receipt", State.Sent?.Receipt);
        all[^2] = ("minutes", Duty?.TargetMinutes.ToString());
        all[^1] = ("category", Leaf is { } leaf ? Catalog.Taxonomy.Find(leaf)?.Name(State.Language) : null);
        _wording.Add(key);
        return Book.Pick(key, State.Turns).Render(all);
    }

    /// <summary>Half a sentence before the next question.</summary>
    public void Ack(string key, params ReadOnlySpan<(string, string?)> values)
    {
        var text = Text(key, values);
        if (!_acks.Contains(text)) _acks.Add(text);
    }

    /// <summary>A message of its own.</summary>
    public void Say(string key, params ReadOnlySpan<(string, string?)> values) => SayText(Text(key, values));
    public void SayText(string text) => _said.Add(new(text, null));
    public void Ask(QuestionText question) => _said.Add(new(question.Text, question));

    public bool SaysNothing => _acks.Count == 0 && _said.Count == 0;

    public void Silence()
    {
        _acks.Clear();
        _said.Clear();
        _wording.Clear();
    }

    public bool TellOnce(string what)
    {
        if (State.Told.Contains(what)) return false;
        State = State with { Told = [.. State.Told, what] };
        return true;
    }

    /// <summary>An emergency was spoken of in this turn. Its matter may be sent and cleared within the turn; the answers say so all the same.</summary>
    public bool Emergency { get; set; }

    // -- the stack --
    public void Push(string flow) => State = State with { Stack = [.. State.Stack, new(flow, [])] };
    public void Pop() => State = State with { Stack = [.. State.Stack.SkipLast(1)] };
    public void Done(string step) => State = State with { Stack = [.. State.Stack.SkipLast(1), Top!.With(step)] };

    public TurnOutcome Finish()
    {
        var activities = new List<Activity>();
        var phase = State.Phase;
        foreach (var (text, question) in _said)
        {
            if (question is null) activities.Add(Message(text, Data(null)));
            else activities.Add(Message(Join(_acks, text), Data(question)) with { SuggestedActions = Actions(question) });
        }
        if (_acks.Count > 0 && !_said.Exists(s => s.Question is not null)) activities.Insert(0, Message(Join(_acks, null), Data(null)));
        return new(State, activities, Effects) { Wording = _wording, WakeAt = Wakes.At(this) };

        IntakeData Data(QuestionText? q) => new()
        {
            Asking = q?.Asking, Flow = q?.Flow, Step = q?.Step, Options = q is null || q.Options.Count == 0 ? null : q.Options,
            State = q is { Asking: SlotNames.Confirm, Flow: FlowNames.Petition } && phase == Phase.Collecting ? "confirming" : phase switch
            {
                Phase.Collecting => "collecting", Phase.Submitted => "submitted", Phase.HandedOff => "handedOff", _ => "closed",
            },
            Receipt = phase == Phase.Collecting || string.IsNullOrEmpty(State.Sent?.Receipt) ? null : State.Sent.Receipt,
            Urgency = Emergency ? "emergency" : State.Urgency,
            LargeType = State.LargeType ? true : null,
        };
    }

    private Activity Message(string text, IntakeData data) => new()
    {
        Type = "message", Text = text, TextFormat = "plain", Locale = State.Language,
        InputHint = data.Asking is null ? "acceptingInput" : "expectingInput", ChannelData = IntakeJson.Element(data),
    };

    private static SuggestedActions? Actions(QuestionText question) => question.Options.Count == 0 ? null : new SuggestedActions
    {
        Actions = [.. question.Options.Select(o => new CardAction { Title = o.Title, Value = IntakeJson.Element(o.Title) })],
    };

    private static string Join(List<string> acks, string? text)
    {
        if (acks.Count == 0) return text ?? "";
        var spaced = acks[0].Length > 0 && acks[0][^1] < 128;
        var head = string.Join(spaced ? " " : "", acks);
        return text is null ? head : text.Contains('\n', StringComparison.Ordinal) ? $"{head}\n{text}" : spaced ? $"{head} {text}" : head + text;
    }
}

/// <summary>A question ready to be shown.</summary>
internal sealed record QuestionText(string Text, string Asking, string Flow, string Step, IReadOnlyList<IntakeOption> Options);
