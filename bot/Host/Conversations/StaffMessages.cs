using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Live;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Store;

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
    private readonly PlacesSource _places;
    private readonly DutyBook _duty;
    private readonly WriteGate _gate;
    private readonly ChangeFeed _feed;
    private readonly TimeProvider _clock;

    internal StaffMessages(
        TurnPipeline turns, LiveConversations conversations, CaseReader reader, CaseService cases, PlacesSource places, DutyBook duty, WriteGate gate, ChangeFeed feed, TimeProvider clock)
    {
        (_turns, _conversations, _reader, _cases, _places, _duty, _gate, _feed, _clock) = (turns, conversations, reader, cases, places, duty, gate, feed, clock);
    }

    /// <summary>Takes the case over: the bot falls silent, the resident is told who is there.</summary>
    public async Task<StaffResult> ClaimAsync(Guid caseId, StaffMember who, CancellationToken cancellation = default)
    {
        var result = await MoveAsync(
            caseId,
            who,
            (open, stop) => _cases.ClaimAsync(caseId, Actor(who), who.StationId, open, stop),
            new()
            {
                Guard = conversation => conversation.OwnerId is null,
                Owner = new(who.Id, who.Signature),
                ForEngine = HostEvents.Owner(who.Name, who.StationName),
            },
            cancellation);
        // The same person talks to this resident already, about this matter or another one of theirs: nothing to say.
        return result is not StaffResult.Here ? result : await MoveAsync(
            caseId,
            who,
            (open, stop) => _cases.ClaimAsync(caseId, Actor(who), who.StationId, open, stop),
            new() { Guard = conversation => conversation.OwnerId == who.Id },
            cancellation);
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
                    : [async (connection, transaction, stop) => (await _cases.SpokeAsync(caseId, Actor(who), new(connection, transaction), stop)).Problem is null],
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
    public Task<StaffResult> HandBackAsync(Guid caseId, StaffMember who, CancellationToken cancellation = default) => LeaveAsync(
        caseId, who, (open, stop) => _cases.HandBackAsync(caseId, Actor(who), null, open, stop), left => left ? HostEvents.HandBack() : null, cancellation);

    /// <summary>Takes the case from somebody who is gone: it waits in its station's queue, the bot answers again, and the resident is told.</summary>
    /// <param name="by">Who signed the owner off; null: nobody, the owner was away for too long.</param>
    public Task<StaffResult> ReleaseAsync(Guid caseId, StaffMember owner, StaffMember? by = null, string? comment = null, CancellationToken cancellation = default) => LeaveAsync(
        caseId,
        owner,
        (open, stop) => _cases.ReleaseAsync(caseId, owner.Id, by is null ? IntakeBot.Casework.Cases.Actor.System("timer") : Actor(by), comment, open, stop),
        left => left ? HostEvents.HandBack() : null,
        cancellation);

    /// <summary>Sends the case to another station's queue; the bot answers until somebody there claims it.</summary>
    /// <param name="comment">For the colleagues there; may be empty.</param>
    public Task<StaffResult> TransferAsync(Guid caseId, StaffMember who, string stationId, string comment, CancellationToken cancellation = default) => LeaveAsync(
        caseId,
        who,
        (open, stop) => _cases.TransferAsync(caseId, stationId, Actor(who), comment, open, stop),
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
        if (to.Id == who.Id) return await ClaimAsync(caseId, who, cancellation);
        if (await _reader.FindAsync(caseId, cancellation) is not { } found) return new StaffResult.Unknown();
        if (!TryDeskOf(to, found, out var desk) || !await _duty.IsOnDutyAsync(to.Id, cancellation)) return new StaffResult.NotThere(to.Signature);
        return await MoveAsync(
            caseId,
            who,
            (open, stop) => _cases.TransferToPersonAsync(caseId, Actor(to), desk, Actor(who), comment, open, stop),
            new()
            {
                Guard = conversation => conversation.OwnerId is null || conversation.OwnerId == who.Id,
                Owner = new(to.Id, to.Signature),
                ForEngine = HostEvents.Owner(to.Name, to.StationName),
            },
            cancellation);
    }

    /// <summary>Ends the case with an outcome and a sentence for the resident, who is asked whether it is solved.</summary>
    public Task<StaffResult> CloseAsync(Guid caseId, StaffMember who, string outcome, string sentence, CancellationToken cancellation = default) => LeaveAsync(
        caseId,
        who,
        (open, stop) => _cases.CloseAsync(caseId, outcome, sentence, Actor(who), open, stop),
        _ => HostEvents.Closed(outcome, sentence.Trim()),
        cancellation);

    /// <summary>Takes the case back because the resident told staff so, for instance on the phone.</summary>
    /// <param name="why">For the timeline.</param>
    public Task<StaffResult> WithdrawAsync(Guid caseId, StaffMember who, string? why, CancellationToken cancellation = default) => LeaveAsync(
        caseId, who, (open, stop) => _cases.WithdrawAsync(caseId, Actor(who), why, open, stop), _ => HostEvents.Withdrawn(caseId), cancellation);

    /// <summary>Opens a finished case again, in its station's queue; the resident is told.</summary>
    /// <param name="why">For the timeline.</param>
    public Task<StaffResult> ReopenAsync(Guid caseId, StaffMember who, string? why, CancellationToken cancellation = default) => MoveAsync(
        caseId, who, (open, stop) => _cases.ReopenAsync(caseId, Actor(who), why, open, stop), new() { ForEngine = HostEvents.Reopened(caseId) }, cancellation);

    /// <summary>
    /// Ends a duplicate: its matter is handled in another case, which its resident follows from now on and is told so, without the other's receipt.
    /// </summary>
    /// <param name="comment">For the timeline; may be empty.</param>
    public async Task<StaffResult> MergeAsync(Guid caseId, StaffMember who, Guid into, string? comment = null, CancellationToken cancellation = default)
    {
        if (await _reader.FindAsync(caseId, cancellation) is not { } found || await _reader.FindAsync(into, cancellation) is not { } target) return new StaffResult.Unknown();
        var root = target is { State: CaseState.Merged, MergedInto: { } next } ? next : target.Id;
        var result = await LeaveAsync(
            caseId,
            who,
            async (open, stop) =>
            {
                var moved = await _cases.MergeAsync(caseId, root, Actor(who), comment, open, stop);
                if (!moved.Moved) return moved;
                // The target was merged itself at this very moment, or this one claimed: what the resident is about to hear would not be true.
                if (moved.Case.MergedInto != root || moved.Case.OwnerId != found.OwnerId) return new CaseChanged(caseId);
                await Followers.Add(root, found.ConversationId, _clock.GetUtcNow())(open.Connection, open.Transaction, stop);
                return moved;
            },
            _ => HostEvents.Merged(caseId, root),
            cancellation);
        if (result is StaffResult.Done) _feed.Publish(Topics.Case, root.ToString());
        return result;
    }

    /// <summary>A word among staff; the resident never sees it.</summary>
    public Task<StaffResult> NoteAsync(Guid caseId, StaffMember who, string text, CancellationToken cancellation = default) =>
        string.IsNullOrWhiteSpace(text) || text.Length > TurnLimits.StaffCharacters
            ? Task.FromResult<StaffResult>(new StaffResult.Invalid("text"))
            : WriteAsync(() => _cases.NoteAsync(caseId, Actor(who), "noted", text, null, cancellation), cancellation);

    /// <summary>Logs a call.</summary>
    public Task<StaffResult> CallAsync(Guid caseId, StaffMember who, CallLog call, CancellationToken cancellation = default) =>
        call.Comment?.Length > TurnLimits.StaffCharacters
            ? Task.FromResult<StaffResult>(new StaffResult.Invalid("text"))
            : WriteAsync(() => _cases.CallAsync(caseId, call, Actor(who), null, cancellation), cancellation);

    /// <summary>Sets a fact right; both values are kept.</summary>
    public Task<StaffResult> ReviseAsync(Guid caseId, StaffMember who, Revision revision, CancellationToken cancellation = default) =>
        WriteAsync(() => _cases.ReviseAsync(caseId, revision, Actor(who), null, cancellation), cancellation);

    /// <summary>Marks how far the owner has come.</summary>
    /// <param name="to">Contacted, Handling, Ordered, Settled or Unsettled.</param>
    public Task<StaffResult> AdvanceAsync(Guid caseId, StaffMember who, CaseState to, string? comment = null, CancellationToken cancellation = default) =>
        WriteAsync(() => _cases.AdvanceAsync(caseId, to, Actor(who), comment, null, cancellation), cancellation);

    /// <summary>Everything said after a watermark (0: from the beginning). null: no such conversation.</summary>
    public async Task<Transcript?> ReadAsync(string conversationId, long after, CancellationToken cancellation = default)
    {
        if (await _conversations.ReadAsync(conversationId, after, cancellation) is not { } set) return null;
        var known = await _conversations.KnowAsync(_conversations.Get(conversationId), cancellation);
        return new(conversationId, [.. set.Activities.Select(a => ActivityBytes.Read(a.Json))], set.Watermark, known?.OwnerId, known?.OwnerName);
    }

    // A move after which the owner may have nothing more to do in the conversation. Somebody may own two matters of one resident: then it stays with
    // them until the last one is done. Which it is only the transaction knows; guessed wrong, it is done again the other way.
    private async Task<StaffResult> LeaveAsync(
        Guid caseId, StaffMember who, Func<OpenTransaction, CancellationToken, Task<CaseMove>> move, Func<bool, Activity?> tells, CancellationToken cancellation)
    {
        if (await _reader.FindAsync(caseId, cancellation) is not { } found) return new StaffResult.Unknown();
        var left = found.OwnerId == who.Id;
        for (var tries = 0; ; tries++)
        {
            string? owner = null;
            var wrong = false;
            var result = await MoveAsync(
                caseId,
                who,
                async (open, stop) =>
                {
                    var moved = await move(open, stop);
                    wrong = moved.Moved && left != (owner is not null && !await CaseReader.OwnsAsync(found.ConversationId, owner, open, stop));
                    return wrong ? new CaseChanged(caseId) : moved;
                },
                new()
                {
                    Guard = conversation =>
                    {
                        (owner, wrong) = (conversation.OwnerId, false);
                        return true;
                    },
                    Owner = left ? new(null, null) : null,
                    ForEngine = tells(left),
                },
                cancellation);
            if (!wrong || tries == TurnLimits.Attempts) return result;
            left = !left;
        }
    }

    private async Task<StaffResult> MoveAsync(
        Guid caseId, StaffMember who, Func<OpenTransaction, CancellationToken, Task<CaseMove>> move, TurnInput input, CancellationToken cancellation)
    {
        if (await _reader.FindAsync(caseId, cancellation) is not { } found) return new StaffResult.Unknown();
        CaseProblem? problem = null;
        var outdated = false;
        var answer = await _turns.RunAsync(
            found.ConversationId,
            input with
            {
                Effects =
                [
                    async (connection, transaction, stop) =>
                    {
                        outdated = who.Seen is { } seen && !await SeenCase.IsStillAsync(new(connection, transaction), caseId, seen, stop);
                        if (outdated) return false;
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

        if (outdated) return new StaffResult.Outdated();
        if (answer.End == TurnEnd.Refused && problem is null && answer.OwnerId == who.Id) return new StaffResult.Here();
        return problem is null && answer.OwnerName is { } owner ? new StaffResult.Taken(owner) : Refused(problem);
    }

    // The case alone changes: nothing is said in the conversation.
    private async Task<StaffResult> WriteAsync(Func<Task<CaseMove>> write, CancellationToken cancellation)
    {
        using var held = await _gate.EnterAsync(cancellation);
        var moved = await write();
        return moved.Moved ? new StaffResult.Done() : Refused(moved.Problem);
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

    private static StaffResult Refused(CaseProblem? problem) => problem switch
    {
        OwnedByOther other => new StaffResult.Taken(other.OwnerName),
        NotOwned => new StaffResult.NotOwner(),
        IllegalMove illegal => new StaffResult.Illegal(illegal.From.Code(), illegal.To.Code()),
        UnknownOutcome => new StaffResult.Invalid("outcome"),
        SentenceMissing => new StaffResult.Invalid("sentence"),
        UnknownStation or StationComplainedOf => new StaffResult.Invalid("station"),
        TriesMissing tries => new StaffResult.TriesMissing(tries.Missing),
        FactInvalid fact => new StaffResult.Unfit(fact.Field, fact.Fault),
        CallInvalid => new StaffResult.Invalid("call"),
        MergedIntoItself or MergeTargetOver => new StaffResult.Invalid("target"),
        CaseChanged => new StaffResult.Outdated(),
        TooManyInHand many => new StaffResult.TooMany(many.Most),
        _ => new StaffResult.Unknown(),
    };

    private static Actor Actor(StaffMember who) => IntakeBot.Casework.Cases.Actor.Staff(who.Id, who.Signature, who.Origin);
}
