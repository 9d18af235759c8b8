using System.Text.Json;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Petitions;
using IntakeBot.Dialogue.Turns;

namespace IntakeBot.Dialogue.Rehearsal;

/// <summary>
/// One conversation on the pure engine, in a world that can be set: clock, building, roster, who answers. It does what the host does
/// around a turn: answers the engine's queries, stores the state, and wakes it when something is due. Nothing here is random, so a rehearsal always goes the same way.
/// </summary>
public sealed class Stage(ContentLibrary library)
{
    private readonly DialogueEngine _engine = new(library);
    private readonly CountedIds _ids = new();
    private DateTimeOffset? _wakeAt;

    public DateTimeOffset Now { get; set; } = new(2026, 11, 23, 22, 10, 0, TimeSpan.FromHours(8));
    public ScannedBuilding? Building { get; set; }
    public DutyNow? Duty { get; set; } = new("塘尾站", true, 5);
    public ConversationOwner Owner { get; set; } = ConversationOwner.Bot;
    public string? Locale { get; set; }
    /// <summary>What the host answers to <see cref="AskProgress"/> and <see cref="FindSameMatter"/>; null: it does not answer.</summary>
    public JsonElement? Progress { get; set; }
    public JsonElement? Same { get; set; }

    public ContentEdition Edition => library.Current;
    public ConversationState? State { get; private set; }
    /// <summary>What the last turn answered and did, and the keys of its wording.</summary>
    public IReadOnlyList<Activity> Answers { get; private set; } = [];
    public IReadOnlyList<Effect> Effects { get; private set; } = [];
    public IReadOnlyList<string> Wording { get; private set; } = [];
    /// <summary>Since the beginning.</summary>
    public List<Effect> AllEffects { get; } = [];
    /// <summary>Slots asked for, in order; and those whose question was put another way because the answer did not help.</summary>
    public List<string> Asked { get; } = [];
    public List<string> AskedAnew { get; } = [];
    public List<TranscriptLine> Transcript { get; } = [];
    /// <summary>The petition sent last.</summary>
    public PetitionDraft? Petition { get; private set; }

    public void Say(string text) => Turn(new Activity { Type = "message", Text = text, Locale = Locale }, new(TranscriptKind.Resident, text));

    /// <param name="shown">How the transcript tells it; null: not worth a line.</param>
    public void Pass(TimeSpan time, string? shown = null)
    {
        if (shown is not null) Transcript.Add(new(TranscriptKind.World, $"~ {shown}"));
        var then = Now + time;
        Wake(then);
        Now = then;
    }

    /// <summary>Nothing more is said: pieces of a sentence that wait for the rest are answered now.</summary>
    public void Settle()
    {
        if (State?.Waiting is not null && _wakeAt is { } at) Wake(at);
    }

    private void Wake(DateTimeOffset until)
    {
        while (_wakeAt is { } at && at <= until)
        {
            if (at > Now) Now = at;
            Turn(new Activity { Type = "event", Name = "intake/wake" }, new(TranscriptKind.World, "@ wake"));
        }
    }

    public void Happens(Activity activity, string shown) => Turn(activity with { Locale = Locale }, new(TranscriptKind.World, $"@ {shown}"));

    /// <summary>Goes on from a state that was made, not reached by talking.</summary>
    internal void Enter(ConversationState state, string shown)
    {
        Transcript.Add(new(TranscriptKind.World, $"@ {shown}"));
        Close(null, _engine.Resume(state, Context()));
    }

    private TurnContext Context() => new(Now, _ids) { Owner = Owner, Building = Building, Duty = Duty, MayWait = true };

    private void Turn(Activity activity, TranscriptLine shown)
    {
        Transcript.Add(shown);
        var (before, context) = (State, Context());
        var outcome = _engine.Run(before, activity, context);
        foreach (var effect in outcome.Effects)
        {
            var (name, value) = effect switch { AskProgress => ("intake/progress", Progress), FindSameMatter => ("intake/same", Same), _ => ("", null) };
            if (value is null) continue;
            var answered = _engine.Run(outcome.State, new Activity { Type = "event", Name = name, Value = value }, context);
            outcome = answered with
            {
                Activities = [.. outcome.Activities, .. answered.Activities], Effects = [.. outcome.Effects, .. answered.Effects], Wording = [.. outcome.Wording, .. answered.Wording],
            };
        }
        Close(before, outcome);
    }

    private void Close(ConversationState? before, TurnOutcome outcome)
    {
        _wakeAt = outcome.WakeAt;
        var bytes = outcome.State.ToBytes();
        State = ConversationState.FromBytes(bytes);
        if (!State.ToBytes().AsSpan().SequenceEqual(bytes)) throw new InvalidOperationException("The state does not survive being stored.");
        (Answers, Effects, Wording) = (outcome.Activities, outcome.Effects, outcome.Wording);
        AllEffects.AddRange(Effects);
        if (Effects.OfType<SubmitPetition>().LastOrDefault() is { } sent) Petition = sent.Draft;
        foreach (var answer in Answers)
        {
            var asking = Intake(answer)?.Asking;
            if (asking is not null) Note(before, asking);
            Transcript.Add(new(TranscriptKind.Bot, answer.Text!, asking, [.. answer.SuggestedActions?.Actions.Select(a => a.Title) ?? []]));
        }
        foreach (var effect in Effects) Transcript.Add(new(TranscriptKind.Effect, effect.GetType().Name));
    }

    // A question that stands while something else was said has not been put again.
    private void Note(ConversationState? before, string asking)
    {
        var (old, now) = (before?.Question, State!.Question);
        if (old?.Asking != asking || old.Step != now?.Step) Asked.Add(asking);
        else if (now.Tries > old.Tries) AskedAnew.Add(asking);
    }

    /// <summary>What clients are told besides the text; null on an activity without it.</summary>
    public static IntakeData? Intake(Activity answer) => answer.ChannelData is { } data ? IntakeJson.Read(data) : null;

    private sealed class CountedIds : IIdSource
    {
        private int _n;

        public Guid NewId() => new(++_n, 0, 0, new byte[8]);
        public string NewReceipt() => $"GM-22222-{_n:D5}";
    }
}
