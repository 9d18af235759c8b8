using IntakeBot.Dialogue.Activities;
using IntakeBot.Dialogue.Petitions;

namespace IntakeBot.Dialogue.Turns;

/// <summary>The result of one turn: commit the state and the effects first, then show the activities.</summary>
public sealed record TurnOutcome(ConversationState State, IReadOnlyList<Activity> Activities, IReadOnlyList<Effect> Effects)
{
    /// <summary>When the event <c>intake/wake</c> is due although nobody says anything; null: never.</summary>
    public DateTimeOffset? WakeAt { get; init; }
    /// <summary>Keys of the wording that was rendered, in order: <c>ask.when@noise</c>. For rehearsals; clients never see them.</summary>
    public IReadOnlyList<string> Wording { get; init; } = [];
}

/// <summary>Something the host must do in the same transaction as the state, or answer before it (queries).</summary>
public abstract record Effect;

/// <summary>The petition goes to the store and the outbox.</summary>
public sealed record SubmitPetition(PetitionDraft Draft, SubmitReason Reason) : Effect;
public enum SubmitReason { Confirmed, PersonAsked, Emergency }

/// <summary>An addition to a petition already sent; reaches its case and its owner.</summary>
/// <param name="Mark">null: more of the same matter; <c>emergency</c>: it tells of danger; <c>another-matter</c>: it says that what was put together is not the same.</param>
public sealed record SupplementPetition(Guid PetitionId, string Text, IReadOnlyList<DraftAttachment> Attachments, string? Mark = null) : Effect
{
    public const string Emergency = "emergency", AnotherMatter = "another-matter";
}
public sealed record WithdrawPetition(Guid PetitionId, string Reason) : Effect;
public sealed record RatePetition(Guid PetitionId, int Stars, bool? Solved) : Effect;
public sealed record ReopenPetition(Guid PetitionId, string Reason) : Effect;

/// <summary>
/// A question to the host that is answered within the turn: the host runs the engine again with an event
/// activity <c>intake/progress</c> whose value is the answer, and joins both outcomes.
/// </summary>
/// <param name="Receipt">As the resident gave it; empty when the matter was joined and only <paramref name="PetitionId"/> is known.</param>
public sealed record AskProgress(string Receipt, Guid? PetitionId = null) : Effect;

/// <summary>
/// Asks whether an open case of the same building and leaf, at most 7 days old, exists. The host runs the engine again with an
/// event activity <c>intake/same</c> whose value is <c>{"found":true,"petitionId":"...","since":"2026-11-20T10:00:00+08:00","people":3}</c>;
/// that run answers no activities, it only remembers. A host that does not answer loses nothing but the offer to join.
/// </summary>
public sealed record FindSameMatter(string Building, string Leaf) : Effect;

/// <summary>
/// This conversation is told from now on how a petition of another one goes: by events <c>intake/followed</c> with
/// <c>{"petitionId":"...","what":"claimed|closed|overdue|withdrawn|reopened","station":"..."}</c>.
/// </summary>
public sealed record FollowPetition(Guid PetitionId) : Effect;

/// <summary>The resident joins an open matter: own facts are added to its case, and the joiner is kept informed too.</summary>
public sealed record JoinPetition(Guid PetitionId, PetitionDraft Own) : Effect;
