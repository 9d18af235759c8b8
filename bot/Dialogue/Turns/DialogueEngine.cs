using IntakeBot.Dialogue.Activities;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Wording;

namespace IntakeBot.Dialogue.Turns;

/// <summary>
/// The conversation as a pure function: state and activity in, next state, answers and effects out. Thread-safe.
/// What the host hands in beyond plain text:
/// attachments already stored, with <c>content = {"id","bytes","sha256"}</c>;
/// a shared location as an entity <c>{"type":"Place","geo":{"type":"GeoCoordinates","latitude":22.74,"longitude":113.92}}</c>,
/// its datum in <c>channelData.intake.datum</c> (WGS84 when absent);
/// a tapped option as <c>imBack</c> text;
/// events of the host by <c>name</c> with their facts in <c>value</c>: <c>intake/opened</c>, <c>intake/scanned</c>, <c>intake/owner</c>,
/// <c>intake/handback</c>, <c>intake/closed</c>, <c>intake/merged</c>, <c>intake/unmerged</c>, <c>intake/withdrawn</c>, <c>intake/reopened</c>, <c>intake/overdue</c>, <c>intake/progress</c>, <c>intake/same</c>, <c>intake/followed</c>, <c>intake/wake</c>.
/// </summary>
public sealed class DialogueEngine(ContentLibrary library)
{
    /// <param name="state">null for a conversation that begins.</param>
    public TurnOutcome Run(ConversationState? state, Activity activity, TurnContext context)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(context);
        // A conversation in which no flow is open has ended with its version; what begins next begins with the current one.
        var edition = state is null || state.Stack.Count == 0 ? library.Current : library.Version(state.ContentVersion);
        var turn = new Turn(edition, (state ?? Fresh(edition)) with { ContentVersion = edition.Version }, activity, context);
        switch (activity.Type)
        {
            case "message": Messages.Handle(turn); break;
            case "event": Events.Handle(turn); break;
        }
        return turn.Finish();
    }

    /// <summary>Puts the open question of a state that was made, not reached by talking.</summary>
    internal TurnOutcome Resume(ConversationState state, TurnContext context)
    {
        var turn = new Turn(library.Version(state.ContentVersion), state, new Activity(), context);
        FlowRunner.Advance(turn);
        return turn.Finish();
    }

    private static ConversationState Fresh(ContentEdition edition) => new() { ContentVersion = edition.Version, Language = Languages.Chinese };
}
