using System.Globalization;
using System.Text;
using System.Text.Json;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Petitions;
using IntakeBot.Dialogue.Turns;

namespace IntakeBot.Dialogue.Tests.Playing;

/// <summary>Plays one script on the engine, with a fixed clock and counted ids, and stops at the first difference.</summary>
public sealed class Player(ContentLibrary library)
{
    private readonly DialogueEngine _engine = new(library);
    private readonly CountedIds _ids = new();
    private readonly StringBuilder _transcript = new();
    private DateTimeOffset _now = new(2026, 11, 23, 22, 10, 0, TimeSpan.FromHours(8));
    private ScannedBuilding? _building;
    private DutyNow? _duty = new("塘尾站", true, 5);
    private ConversationOwner _owner = ConversationOwner.Bot;
    private string? _locale, _progress, _same;

    public ConversationState? State { get; private set; }
    /// <summary>What the last turn answered and did.</summary>
    public IReadOnlyList<Activity> Answers { get; private set; } = [];
    public IReadOnlyList<Effect> Effects { get; private set; } = [];
    public List<Effect> AllEffects { get; } = [];
    public PetitionDraft? Petition { get; private set; }
    public List<string> Asked { get; } = [];
    public string Transcript => _transcript.ToString();

    /// <summary>Null when all went as written; otherwise what did not, with the transcript.</summary>
    public static string? Play(Script script, ContentLibrary library)
    {
        var player = new Player(library);
        foreach (var line in script.Lines)
        {
            string? difference;
            try
            {
                difference = player.Step(line);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                difference = e.ToString();
            }
            if (difference is not null)
                return $"{script.File}:{line.Number}: {line.Sign} {line.Text}\n  {difference}\n--- transcript ---\n{player.Transcript}";
        }
        return null;
    }

    private string? Step(ScriptLine line)
    {
        switch (line.Sign)
        {
            case ">": Turn(new Activity { Type = "message", Text = line.Text.Replace("\\n", "\n", StringComparison.Ordinal), Locale = _locale }, line.Text); return null;
            case "?":
                var answer = line.Text.Split(' ', 2);
                if (State?.Question?.Asking == answer[0]) Turn(new Activity { Type = "message", Text = answer[1], Locale = _locale }, answer[1]);
                return null;
            case "~": _now += Script.Duration(line.Text); _transcript.AppendLine($"~ {line.Text}"); return null;
            case "@": return Happens(line.Text);
            case "<": return Assertions.Answered(this, line.Text);
            case "<!": return Answers.Any(a => a.Text!.Contains(line.Text, StringComparison.Ordinal)) ? "the answer has it" : null;
            default: return Assertions.Holds(this, line.Text);
        }
    }

    private string? Happens(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var (what, rest) = space < 0 ? (text, "") : (text[..space], text[(space + 1)..].Trim());
        switch (what)
        {
            case "scan":
                var parts = rest.Split(' ', 2);
                _building = new(parts[0], parts.Length > 1 ? parts[1] : "凤凰街道塘尾社区塘尾新村12栋", "塘尾", 22.7401, 113.925);
                return null;
            case "now": _now = DateTimeOffset.Parse(rest + " +08:00", CultureInfo.InvariantCulture); return null;
            case "duty": _duty = rest == "unknown" ? null : new(rest.Split(' ')[0], rest.Contains(" on", StringComparison.Ordinal), 5); return null;
            case "locale": _locale = rest; return null;
            case "owner": _owner = rest == "staff" ? ConversationOwner.Staff : ConversationOwner.Bot; return null;
            case "progress": _progress = rest; return null;
            case "same": _same = rest; return null;
            case "opened": Turn(new Activity { Type = "event", Name = "intake/opened", Locale = _locale }, "@ opened"); return null;
            case "event":
                var cut = rest.IndexOf(' ', StringComparison.Ordinal);
                Turn(new Activity { Type = "event", Name = cut < 0 ? rest : rest[..cut], Value = cut < 0 ? null : Json(rest[cut..]) }, "@ " + text);
                return null;
            case "photo": Send("image/jpeg", rest); return null;
            case "voice": Send("audio/mp4", rest); return null;
            case "location":
                var numbers = rest.Split(' ');
                Turn(new Activity
                {
                    Type = "message",
                    Entities = Json($$$"""[{"type":"Place","geo":{"type":"GeoCoordinates","latitude":{{{numbers[0]}}},"longitude":{{{numbers[1]}}} } }]"""),
                    ChannelData = numbers.Length > 2 ? Json($$$"""{"intake":{"datum":"{{{numbers[2]}}}" } }""") : null,
                }, "@ " + text);
                return null;
            default: return $"nothing called '{what}' can happen";
        }
    }

    private void Send(string type, string text) => Turn(new Activity
    {
        Type = "message", Text = text.Length == 0 ? null : text,
        Attachments = [new Attachment { ContentType = type, Name = "file", Content = Json("""{"id":"f1","bytes":1234,"sha256":"ab"}""") }],
    }, $"[{type}] {text}");

    private void Turn(Activity activity, string shown)
    {
        _transcript.AppendLine($"> {(shown.Length > 200 ? shown[..200] + "…" : shown)}");
        var context = new TurnContext(_now, _ids) { Owner = _owner, Building = _building, Duty = _duty };
        var before = State;
        var outcome = _engine.Run(before, activity, context);
        var answers = outcome.Activities.ToList();
        var effects = outcome.Effects.ToList();
        foreach (var effect in outcome.Effects)
        {
            // The host answers queries within the turn.
            var (name, value) = effect switch { AskProgress => ("intake/progress", _progress), FindSameMatter => ("intake/same", _same), _ => ("", null) };
            if (value is null) continue;
            outcome = _engine.Run(outcome.State, new Activity { Type = "event", Name = name, Value = Json(value) }, context);
            answers.AddRange(outcome.Activities);
            effects.AddRange(outcome.Effects);
        }
        var bytes = outcome.State.ToBytes();
        State = ConversationState.FromBytes(bytes);
        if (!State.ToBytes().AsSpan().SequenceEqual(bytes)) throw new InvalidOperationException("The state does not survive being stored.");
        Answers = answers;
        Effects = effects;
        AllEffects.AddRange(effects);
        if (effects.OfType<SubmitPetition>().LastOrDefault() is { } sent) Petition = sent.Draft;
        foreach (var answer in answers)
        {
            var asking = Assertions.Asking(answer);
            if (asking is not null && (before?.Question?.Asking != asking || before.Question.Step != State.Question?.Step)) Asked.Add(asking);
            _transcript.AppendLine($"< {answer.Text!.Replace("\n", "\n  ", StringComparison.Ordinal)}{(asking is null ? "" : $"   [{asking}: {string.Join(" | ", answer.SuggestedActions?.Actions.Select(a => a.Title) ?? [])}]")}");
        }
        foreach (var effect in effects) _transcript.AppendLine($"  * {effect.GetType().Name}");
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private sealed class CountedIds : IIdSource
    {
        private int _n;

        public Guid NewId() => new(++_n, 0, 0, new byte[8]);
        public string NewReceipt() => $"GM-22222-{_n:D5}";
    }
}
