using System.Text.Json;
using System.Text.Json.Serialization;
using IntakeBot.Dialogue.Petitions;

namespace IntakeBot.Dialogue.Turns;

/// <summary>Everything the engine remembers of one conversation. Immutable; the host stores it as bytes.</summary>
public sealed record ConversationState
{
    /// <summary>Content version this conversation began with and keeps until it ends.</summary>
    public required int ContentVersion { get; init; }
    /// <summary>zh-CN or en.</summary>
    public required string Language { get; init; }
    /// <summary>The resident chose the language; it no longer follows what is written.</summary>
    public bool LanguageChosen { get; init; }
    public bool LargeType { get; init; }
    public bool Greeted { get; init; }
    public Phase Phase { get; init; }
    /// <summary>Flows in progress, the one that is talking last.</summary>
    public IReadOnlyList<Frame> Stack { get; init; } = [];
    public IReadOnlyList<Slot> Slots { get; init; } = [];
    /// <summary>Slots whose value answered a question, not a story: they go when the category no longer asks for them.</summary>
    public IReadOnlyList<string> Answered { get; init; } = [];
    /// <summary>The resident's own words on this matter, identity and phone numbers masked.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
    public IReadOnlyList<DraftAttachment> Files { get; init; } = [];
    /// <summary>normal, urgent or emergency: the highest so far on this matter.</summary>
    public string Urgency { get; init; } = "normal";
    public IReadOnlyList<string> Reasons { get; init; } = [];
    public OpenQuestion? Question { get; init; }
    /// <summary>Questions put on this matter so far.</summary>
    public int Asked { get; init; }
    /// <summary>The slot that the resident wants to say anew.</summary>
    public string? Editing { get; init; }
    public DraftConsent? Consent { get; init; }
    /// <summary>The petition sent last; <see cref="Earlier"/> are those before it, newest first.</summary>
    public SentPetition? Sent { get; init; }
    public IReadOnlyList<SentPetition> Earlier { get; init; } = [];
    public SecondMatter? Second { get; init; }
    public SameMatter? Same { get; init; }
    /// <summary>What needs saying only once: doors to other channels, whether clarification was tried.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];
    /// <summary>Pieces of a sentence that wait for the rest of it.</summary>
    public Waiting? Waiting { get; init; }
    /// <summary>What was told in the last turn: what follows at once may belong to it.</summary>
    public JustTold? Just { get; init; }
    public int Turns { get; init; }
    public DateTimeOffset LastAt { get; init; }

    public SlotValue? Find(string slot)
    {
        foreach (var s in Slots) if (s.Name == slot) return s.Value;
        return null;
    }

    public T? Find<T>(string slot) where T : SlotValue => Find(slot) as T;

    public ConversationState Set(string slot, SlotValue value) =>
        this with { Slots = [.. Slots.Where(s => s.Name != slot), new(slot, value)] };

    public ConversationState Clear(string slot) => Find(slot) is null ? this : this with { Slots = [.. Slots.Where(s => s.Name != slot)] };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, StateJson.Relaxed.ConversationState);

    /// <exception cref="JsonException">The bytes are no state.</exception>
    public static ConversationState FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, StateJson.Relaxed.ConversationState) ?? throw new JsonException("No conversation state.");
}

/// <summary>Where the matter at hand stands, as clients see it. Confirming shows only in the question.</summary>
public enum Phase { Collecting, Submitted, HandedOff, Closed }

/// <param name="Done">Steps that have been said, done or answered once.</param>
public sealed record Frame(string Flow, IReadOnlyList<string> Done)
{
    public bool Has(string step) => Done.Contains(step);
    public Frame With(string step) => Has(step) ? this : this with { Done = [.. Done, step] };
}

/// <param name="Tries">Answers so far that were none.</param>
/// <param name="Options">Values of the options offered: <c>skip</c>, <c>leaf:rental.deposit</c>, <c>edit:when</c>, <c>star:5</c>.</param>
public sealed record OpenQuestion(string Asking, string Flow, string Step, int Tries, IReadOnlyList<string> Options);

/// <param name="Receipt">Empty for a matter that was joined: its receipt is the secret of who reported it.</param>
/// <param name="Emergency">It was sent as one.</param>
/// <param name="Joined">The petition is somebody else's; what is done for it all must not be undone by one who joined.</param>
/// <param name="Merged">The matter is handled in this petition of somebody else; the own one may be opened again.</param>
public sealed record SentPetition(Guid Id, string Receipt, string Leaf, DateTimeOffset At, bool Emergency, bool Closed, bool Joined = false, Guid? Merged = null);
/// <param name="Since">When the first of them came.</param>
/// <param name="Until">When they are answered if nothing follows.</param>
/// <param name="LastId">Id of the last of these messages, if the channel gives ids.</param>
public sealed record Waiting(IReadOnlyList<string> Pieces, DateTimeOffset Since, DateTimeOffset Until, string? LastId);
/// <param name="InPieces">It came in pieces, so that another one may follow.</param>
public sealed record JustTold(string Text, DateTimeOffset At, bool InPieces);
public sealed record SecondMatter(string Text);
/// <param name="Key">Building and leaf that were looked up.</param>
public sealed record SameMatter(string Key, Guid? PetitionId, DateTimeOffset? Since, int? People);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConversationState))]
internal sealed partial class StateJson : JsonSerializerContext
{
    private static StateJson? s_relaxed;

    // 汉字 as they are: half the bytes of the escaped form.
    public static StateJson Relaxed => s_relaxed ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = null,
    });
}
