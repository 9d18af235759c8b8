using IntakeBot.Dialogue.Activities;
using IntakeBot.Dialogue.Flows;
using IntakeBot.Dialogue.Turns;

namespace IntakeBot.Dialogue.Rehearsal.Simulation;

/// <summary>
/// One resident's talk with the bot, from the scan until the petition is on its way. It goes only by what a client sees: texts, buttons,
/// and what <c>channelData.intake</c> says is being asked.
/// </summary>
internal sealed class Encounter
{
    /// <summary>Messages after which a resident would long have given up, and clarifying questions that are still fair.</summary>
    private const int Patience = 25, FairClarifying = 1;
    /// <summary>Between two messages: reading, thinking and typing; and between the pieces of one sentence.</summary>
    private static readonly TimeSpan s_thinks = TimeSpan.FromSeconds(15), s_typesOn = TimeSpan.FromSeconds(1);

    private readonly Resident _resident;
    private readonly Stage _stage;
    private readonly Replies _replies;
    private readonly Queue<Aside> _asides;
    private IntakeData? _shown;
    private (string? Asking, string? Step) _open;
    private string _state = "collecting";
    private bool _answered;

    public Encounter(Resident resident, Stage stage)
    {
        (_resident, _stage) = (resident, stage);
        _replies = new(resident);
        _asides = new(resident.Habits.Asides.OrderBy(a => a.At));
    }

    public int Questions { get; private set; }
    /// <summary>Questions for the category, or for more about the matter after it had been told.</summary>
    public int Clarifying { get; private set; }
    /// <summary>Slots asked for again although he had told them.</summary>
    public List<string> Repeated { get; } = [];
    /// <summary>Why he never got there; null when he did.</summary>
    public string? DeadEnd { get; private set; }
    public IReadOnlySet<string> Told => _replies.Told;
    /// <summary>What of it had been told when the petition was sent.</summary>
    public IReadOnlySet<string> ToldInTime { get; private set; } = new HashSet<string>();

    public void Run()
    {
        _stage.Happens(new Activity { Type = "event", Name = "intake/opened" }, "opened");
        Look();
        if (_resident.Habits.Fragments) while (_replies.MoreOpening() is { } piece) Say(piece, s_typesOn);
        if (_resident.Habits.Fragments) Look();
        for (var said = 0; !Ended(); said++)
        {
            if (said == Patience) { DeadEnd = $"{Patience} messages and no end, {_open.Asking} is being asked"; return; }
            if (_open.Asking is null) { DeadEnd = "nothing is asked and nothing was sent"; return; }
            Act();
            Look();
        }
        if (!_resident.Expect.Ends.Split('|').Contains(_state)) DeadEnd = $"it ended as {_state}";
    }

    private bool Ended() => _state != "collecting" && _state != "confirming" && (_open.Asking is null or SlotNames.Second or SlotNames.Rating);

    private void Act()
    {
        _answered = false;
        if ((_replies.Correction() ?? _replies.Change(_open.Asking!)) is { } correction) Say(correction);
        else if (_asides.TryPeek(out var aside) && aside.At <= Questions)
        {
            _asides.Dequeue();
            Do(aside);
        }
        else
        {
            Say(_replies.To(_open.Asking!, Buttons()));
            _answered = !_replies.Slipped;
        }
    }

    private void Do(Aside aside)
    {
        _replies.Told.UnionWith(aside.Tells);
        if (aside.Away is { } away && ScriptReader.Duration(away, out var time))
        {
            _stage.Pass(time, away);
            _stage.Happens(new Activity { Type = "event", Name = "intake/opened" }, "opened");
        }
        if (aside.Sends is { } file) _stage.Happens(Happenings.FileSent(file, aside.Say ?? ""), $"{file} {aside.Say}");
        else if (aside.Say is { } text) Say(text);
    }

    private void Say(string text, TimeSpan? after = null)
    {
        _stage.Pass(after ?? s_thinks);
        if (_stage.Petition is null) ToldInTime = _replies.Told.ToHashSet();
        _stage.Say(text);
    }

    private IReadOnlyList<Button> Buttons()
    {
        var shown = _stage.Transcript.FindLast(l => l.Kind == TranscriptKind.Bot)?.Options ?? [];
        var meant = _shown?.Options ?? [];
        return [.. shown.Select(title => new Button(title, meant.FirstOrDefault(o => o.Title == title)?.Value ?? title))];
    }

    private void Look()
    {
        _stage.Settle();
        var data = _stage.Answers.Select(Stage.Intake).OfType<IntakeData>().ToList();
        if (data.Count > 0) _state = data[^1].State;
        if (data.FindLast(d => d.Asking is not null) is not { } asked)
        {
            // The question on the screen stands while the bot says something else; once it is over, nothing does.
            if (data.Count > 0 && (_state is "submitted" or "closed" or "handedOff")) _open = default;
            return;
        }
        _shown = asked;
        Count(asked.Asking!, (asked.Asking, asked.Step) == _open);
        _open = (asked.Asking, asked.Step);
    }

    /// <param name="stands">The question that was open already; it is put again only when his answer did not help.</param>
    private void Count(string slot, bool stands)
    {
        if (!stands) Questions++;
        else if (!_answered) return;
        if (slot == SlotNames.Category || slot == SlotNames.Problem && Told.Contains(SlotNames.Problem))
        {
            if (++Clarifying > FairClarifying) Repeated.Add(slot);
        }
        else if (slot != SlotNames.Problem && (stands || AlreadyTold(slot))) Repeated.Add(slot);
    }

    // One time is all that most people have of a matter: since when, or when. The summary comes back after every change.
    private bool AlreadyTold(string slot) => slot != SlotNames.Confirm && (Told.Contains(slot) || !_resident.Facts.ContainsKey(slot) && slot switch
    {
        SlotNames.When => Told.Contains(SlotNames.Since),
        SlotNames.Since => Told.Contains(SlotNames.When),
        _ => false,
    });
}

/// <param name="Value">What it means to the bot: <c>skip</c>, <c>leaf:rental.deposit</c>.</param>
internal readonly record struct Button(string Title, string Value);
