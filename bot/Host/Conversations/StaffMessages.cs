using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
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
    private readonly StaffMoves _moves;
    private readonly TurnPipeline _turns;
    private readonly LiveConversations _conversations;
    private readonly CaseReader _reader;
    private readonly CaseService _cases;
    private readonly PlacesSource _places;
    private readonly DutyBook _duty;
    private readonly ChangeFeed _feed;
    private readonly TimeProvider _clock;

    internal StaffMessages(
        StaffMoves moves, TurnPipeline turns, LiveConversations conversations, CaseReader reader, CaseService cases, PlacesSource places, DutyBook duty, ChangeFeed feed, TimeProvider clock)
    {
        (_moves, _turns, _conversations, _reader, _cases, _places, _duty, _feed, _clock) = (moves, turns, conversations, reader, cases, places, duty, feed, clock);
    }

    /// <summary>Takes the case over: the bot falls silent, the resident is told who is there.</summary>
    /// <param name="signOnAt">Desk where a claimer who has not signed on is on duty with this; null: nobody is signed on.</param>
    public async Task<StaffResult> ClaimAsync(Guid caseId, StaffMember who, string? signOnAt = null, CancellationToken cancellation = default)
    {
        var signedOn = false;
        var result = await _moves.MoveAsync(
            caseId,
            who,
            ClaimAsync,
            new()
            {
                Guard = conversation => conversation.OwnerId is null,
                Owner = new(who.Id, who.Signature),
                ForEngine = HostEvents.Owner(who.Name, who.StationName),
            },
            cancellation);
        // The same person talks to this resident already, about this matter or another one of theirs: nothing to say.
        if (result is StaffResult.Here) result = await _moves.MoveAsync(caseId, who, ClaimAsync, new() { Guard = conversation => conversation.OwnerId == who.Id }, cancellation);
        if (result is not StaffResult.Done || !signedOn) return result;
        _feed.Publish(Topics.Duty, "");
        return new StaffResult.Done(SignedOn: true);

        async Task<CaseMove> ClaimAsync(OpenTransaction open, CancellationToken stop)
        {
            var moved = await _cases.ClaimAsync(caseId, StaffMoves.Actor(who), who.StationId, open, stop);
            // With the claim or not at all: a case in hand of somebody who is not on duty would lie for ever when they go home.
            signedOn = moved.Moved && signOnAt is not null && await _duty.SignOnAsync(open, who.Id, who.Signature, signOnAt, stop);
            return moved;
        }
    }

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
            new()
            {
                Said = said,
                ClientKey = $"staff/{who.Id}/{key}",
                Guard = conversation => conversation.OwnerId == who.Id,
                Effects = found.State != CaseState.Claimed || found.OwnerId != who.Id ? []
                    : [async (connection, transaction, stop) => (await _cases.SpokeAsync(caseId, StaffMoves.Actor(who), new(connection, transaction), stop)).Problem is null],
            },
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
    public Task<StaffResult> HandBackAsync(Guid caseId, StaffMember who, CancellationToken cancellation = default) => _moves.LeaveAsync(
        caseId, who, (open, stop) => _cases.HandBackAsync(caseId, StaffMoves.Actor(who), null, open, stop), left => left ? HostEvents.HandBack() : null, cancellation);

    /// <summary>Takes the case from somebody who is gone: it waits in its station's queue, the bot answers again, and the resident is told.</summary>
    /// <param name="by">Who signed the owner off; null: nobody, the owner was away for too long.</param>
    public Task<StaffResult> ReleaseAsync(Guid caseId, StaffMember owner, StaffMember? by = null, string? comment = null, CancellationToken cancellation = default) => _moves.LeaveAsync(
        caseId,
        owner,
        (open, stop) => _cases.ReleaseAsync(caseId, owner.Id, by is null ? Actor.System("timer") : StaffMoves.Actor(by), comment, open, stop),
        left => left ? HostEvents.HandBack() : null,
        cancellation);

    /// <summary>Sends the case to another station's queue; the bot answers until somebody there claims it.</summary>
    /// <param name="comment">For the colleagues there; may be empty.</param>
    public Task<StaffResult> TransferAsync(Guid caseId, StaffMember who, string stationId, string comment, CancellationToken cancellation = default) => _moves.LeaveAsync(
        caseId,
        who,
        (open, stop) => _cases.TransferAsync(caseId, stationId, StaffMoves.Actor(who), comment, open, stop),
        // While nobody owned it the bot answers anyway: the resident needs no notice.
        left => left ? HostEvents.HandBack() : null,
        cancellation);

    /// <summary>
    /// Gives case and conversation to a colleague on duty in one go; the resident is told who is there now. The case moves to the colleague's desk when
    /// they could not see it where it lies.
    /// </summary>
    /// <param name="comment">For the colleague; may be empty.</param>
    public async Task<StaffResult> TransferToPersonAsync(Guid caseId, StaffMember who, StaffMember to, string? comment = null, CancellationToken cancellation = default)
    {
        // Given to oneself it is taken over, and the resident is not told again who has been there all the time.
        if (to.Id == who.Id) return await ClaimAsync(caseId, who, cancellation: cancellation);
        if (await _reader.FindAsync(caseId, cancellation) is not { } found) return new StaffResult.Unknown();
        if (!TryDeskOf(to, found, out var desk) || !await _duty.IsOnDutyAsync(to.Id, cancellation)) return new StaffResult.NotThere(to.Signature);
        return await _moves.MoveAsync(
            caseId,
            who,
            (open, stop) => _cases.TransferToPersonAsync(caseId, StaffMoves.Actor(to), desk, StaffMoves.Actor(who), comment, open, stop),
            new()
            {
                Guard = conversation => conversation.OwnerId is null || conversation.OwnerId == who.Id,
                Owner = new(to.Id, to.Signature),
                ForEngine = HostEvents.Owner(to.Name, to.StationName),
            },
            cancellation);
    }

    /// <summary>Ends the case with an outcome and a sentence for the resident, who is asked whether it is solved.</summary>
    public Task<StaffResult> CloseAsync(Guid caseId, StaffMember who, string outcome, string sentence, CancellationToken cancellation = default) => _moves.LeaveAsync(
        caseId,
        who,
        (open, stop) => _cases.CloseAsync(caseId, outcome, sentence, StaffMoves.Actor(who), open, stop),
        _ => HostEvents.Closed(outcome, sentence.Trim()),
        cancellation);

    /// <summary>Takes the case back because the resident told staff so, for instance on the phone.</summary>
    /// <param name="why">For the timeline.</param>
    public Task<StaffResult> WithdrawAsync(Guid caseId, StaffMember who, string? why, CancellationToken cancellation = default) => _moves.LeaveAsync(
        caseId, who, (open, stop) => _cases.WithdrawAsync(caseId, StaffMoves.Actor(who), why, open, stop), _ => HostEvents.Withdrawn(caseId), cancellation);

    /// <summary>Opens a finished case again, in its station's queue; the resident is told.</summary>
    /// <param name="why">For the timeline.</param>
    public Task<StaffResult> ReopenAsync(Guid caseId, StaffMember who, string? why, CancellationToken cancellation = default) => _moves.MoveAsync(
        caseId, who, (open, stop) => _cases.ReopenAsync(caseId, StaffMoves.Actor(who), why, open, stop), new() { ForEngine = HostEvents.Reopened(caseId) }, cancellation);

    /// <summary>Everything said after a watermark (0: from the beginning). null: no such conversation.</summary>
    public async Task<Transcript?> ReadAsync(string conversationId, long after, CancellationToken cancellation = default)
    {
        if (await _conversations.ReadAsync(conversationId, after, cancellation) is not { } set) return null;
        var known = await _conversations.KnowAsync(_conversations.Get(conversationId), cancellation);
        return new(conversationId, [.. set.Activities.Select(a => ActivityBytes.Read(a.Json))], set.Watermark, known?.OwnerId, known?.OwnerName);
    }

    // Where the case must lie for the colleague to see it; null: where it is.
    private bool TryDeskOf(StaffMember to, CaseRow found, out string? desk)
    {
        desk = null;
        if (to.StationId is null) return to.Role == StaffRole.Administrator;
        if (found.ExcludedStations?.Split(',').Contains(to.StationId) == true || _places.Current.FindStation(to.StationId) is not { } station) return false;
        var sees = to.Role switch
        {
            StaffRole.Administrator => true,
            StaffRole.District => station.Level == CaseLevel.District,
            StaffRole.Subdistrict => _places.Current.FindStation(found.StationId) is { } here && here.Subdistrict == station.Subdistrict,
            _ => false,
        };
        desk = sees || station.Id == found.StationId ? null : station.Id;
        return true;
    }
}
