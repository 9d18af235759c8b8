using IntakeBot.Casework.Cases;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Live;
using IntakeBot.Host.Staff;

namespace IntakeBot.Host.Conversations;

/// <summary>
/// What staff do in a conversation. Case and conversation change in one transaction, guarded by the conversation's
/// version, so that two clicks at once have one winner; the resident hears of it after the commit.
/// </summary>
public sealed class StaffMessages
{
    private readonly TurnPipeline _turns;
    private readonly LiveConversations _conversations;
    private readonly CaseReader _reader;
    private readonly CaseService _cases;
    private readonly ChangeFeed _feed;
    private readonly TimeProvider _clock;

    internal StaffMessages(TurnPipeline turns, LiveConversations conversations, CaseReader reader, CaseService cases, ChangeFeed feed, TimeProvider clock)
    {
        (_turns, _conversations, _reader, _cases, _feed, _clock) = (turns, conversations, reader, cases, feed, clock);
    }

    /// <summary>Takes the case over: the bot falls silent, the resident is told who is there.</summary>
    public Task<StaffResult> ClaimAsync(Guid caseId, StaffMember who, CancellationToken cancellation = default) => MoveAsync(
        caseId,
        who,
        (open, stop) => _cases.ClaimAsync(caseId, Actor(who), open, stop),
        new()
        {
            Guard = conversation => conversation.OwnerId is null,
            Owner = new(who.Id, who.Signature),
            ForEngine = HostEvents.Owner(who.Name, who.StationName),
        },
        cancellation);

    /// <summary>Answers the resident. Only the owner may.</summary>
    /// <param name="key">Made once per message by the caller: the same key sent again says nothing twice.</param>
    public async Task<StaffResult> SayAsync(Guid caseId, StaffMember who, string text, string key, CancellationToken cancellation = default)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > TurnLimits.StaffCharacters) return new StaffResult.Invalid("text");
        if (await _reader.FindAsync(caseId, cancellation) is not { } found) return new StaffResult.Unknown();

        var said = new Activity
        {
            Type = "message",
            Id = TurnWriting.NewId(_clock),
            Timestamp = _clock.GetUtcNow(),
            Conversation = new() { Id = found.ConversationId },
            From = new() { Id = "staff-" + who.Id, Name = who.Signature, Role = "bot" },
            Text = text.Trim(),
            TextFormat = "plain",
        };
        var answer = await _turns.RunAsync(
            found.ConversationId,
            new() { Said = said, ClientKey = $"staff/{who.Id}/{key}", Guard = conversation => conversation.OwnerId == who.Id },
            cancellation);
        return answer.End switch
        {
            TurnEnd.Committed or TurnEnd.Repeated => new StaffResult.Done(),
            TurnEnd.Refused when answer.OwnerName is { } owner => new StaffResult.Taken(owner),
            TurnEnd.Refused => new StaffResult.NotOwner(),
            _ => new StaffResult.Unknown(),
        };
    }

    /// <summary>Gives the conversation back to the bot; the case stays open, in its station's queue.</summary>
    public Task<StaffResult> HandBackAsync(Guid caseId, StaffMember who, CancellationToken cancellation = default) => MoveAsync(
        caseId,
        who,
        (open, stop) => _cases.HandBackAsync(caseId, Actor(who), null, open, stop),
        new() { Owner = new(null, null), ForEngine = HostEvents.HandBack() },
        cancellation);

    /// <summary>Sends the case to another station's queue; the bot answers until somebody there claims it.</summary>
    /// <param name="comment">For the colleagues there; may be empty.</param>
    public async Task<StaffResult> TransferAsync(Guid caseId, StaffMember who, string stationId, string comment, CancellationToken cancellation = default)
    {
        // While nobody owned it the bot answers anyway: the resident needs no notice.
        var owned = (await _reader.FindAsync(caseId, cancellation))?.OwnerId is not null;
        return await MoveAsync(
            caseId,
            who,
            (open, stop) => _cases.TransferAsync(caseId, stationId, Actor(who), comment, open, stop),
            new() { Owner = new(null, null), ForEngine = owned ? HostEvents.HandBack() : null },
            cancellation);
    }

    /// <summary>Ends the case with an outcome and a sentence for the resident, who is asked whether it is solved.</summary>
    public Task<StaffResult> CloseAsync(Guid caseId, StaffMember who, string outcome, string sentence, CancellationToken cancellation = default) => MoveAsync(
        caseId,
        who,
        (open, stop) => _cases.CloseAsync(caseId, outcome, sentence, Actor(who), open, stop),
        new() { Owner = new(null, null), ForEngine = HostEvents.Closed(outcome, sentence.Trim()) },
        cancellation);

    /// <summary>Everything said after a watermark (0: from the beginning). null: no such conversation.</summary>
    public async Task<Transcript?> ReadAsync(string conversationId, long after, CancellationToken cancellation = default)
    {
        if (await _conversations.ReadAsync(conversationId, after, cancellation) is not { } set) return null;
        var known = await _conversations.KnowAsync(_conversations.Get(conversationId), cancellation);
        return new(conversationId, [.. set.Activities.Select(a => ActivityBytes.Read(a.Json))], set.Watermark, known?.OwnerId, known?.OwnerName);
    }

    private async Task<StaffResult> MoveAsync(
        Guid caseId, StaffMember who, Func<OpenTransaction, CancellationToken, Task<CaseMove>> move, TurnInput input, CancellationToken cancellation)
    {
        if (await _reader.FindAsync(caseId, cancellation) is not { } found) return new StaffResult.Unknown();
        CaseProblem? problem = null;
        var answer = await _turns.RunAsync(
            found.ConversationId,
            input with
            {
                Effects =
                [
                    async (connection, transaction, stop) =>
                    {
                        var moved = await move(new(connection, transaction), stop);
                        problem = moved.Problem;
                        return problem is null;
                    },
                ],
            },
            cancellation);
        if (answer.End == TurnEnd.Committed)
        {
            _feed.Publish(Topics.Case, caseId.ToString());
            return new StaffResult.Done();
        }

        // Claimed before by the same person: nothing to do, nothing to say.
        if (answer.End == TurnEnd.Refused && problem is null && answer.OwnerId == who.Id) return new StaffResult.Done();
        return problem is null && answer.OwnerName is { } owner ? new StaffResult.Taken(owner) : Refused(problem);
    }

    private static StaffResult Refused(CaseProblem? problem) => problem switch
    {
        OwnedByOther other => new StaffResult.Taken(other.OwnerName),
        NotOwned => new StaffResult.NotOwner(),
        IllegalMove illegal => new StaffResult.Illegal(illegal.From.Code(), illegal.To.Code()),
        UnknownOutcome => new StaffResult.Invalid("outcome"),
        SentenceMissing => new StaffResult.Invalid("sentence"),
        UnknownStation or StationComplainedOf => new StaffResult.Invalid("station"),
        _ => new StaffResult.Unknown(),
    };

    private static Actor Actor(StaffMember who) => IntakeBot.Casework.Cases.Actor.Staff(who.Id, who.Signature);
}
