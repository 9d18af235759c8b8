using IntakeBot.Casework.Cases;
using IntakeBot.Dialogue.Activities;
using IntakeBot.Host.Live;
using IntakeBot.Host.Staff;

namespace IntakeBot.Host.Conversations;

/// <summary>
/// How a move of staff changes case and conversation in one transaction, guarded by the conversation's version, and why it was refused when it was.
/// </summary>
internal sealed class StaffMoves(TurnPipeline turns, CaseReader reader, ChangeFeed feed)
{
    /// <summary>
    /// A move after which the owner may have nothing more to do in the conversation. Somebody may own two matters of one resident: then it stays
    /// with them until the last one is done. Which it is only the transaction knows; guessed wrong, it is done again the other way.
    /// </summary>
    /// <param name="tells">What the resident hears, given whether the conversation goes back to the bot.</param>
    public async Task<StaffResult> LeaveAsync(
        Guid caseId, StaffMember who, Func<OpenTransaction, CancellationToken, Task<CaseMove>> move, Func<bool, Activity?> tells, CancellationToken cancellation)
    {
        if (await reader.FindAsync(caseId, cancellation) is not { } found) return new StaffResult.Unknown();
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

    /// <summary>Moves the case within the conversation's turn; neither changes without the other.</summary>
    public async Task<StaffResult> MoveAsync(
        Guid caseId, StaffMember who, Func<OpenTransaction, CancellationToken, Task<CaseMove>> move, TurnInput input, CancellationToken cancellation)
    {
        if (await reader.FindAsync(caseId, cancellation) is not { } found) return new StaffResult.Unknown();
        CaseProblem? problem = null;
        var outdated = false;
        var answer = await turns.RunAsync(
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
            feed.Publish(Topics.Case, caseId.ToString());
            return new StaffResult.Done();
        }

        if (outdated) return new StaffResult.Outdated();
        if (answer.End == TurnEnd.Refused && problem is null && answer.OwnerId == who.Id) return new StaffResult.Here();
        return problem is null && answer.OwnerName is { } owner ? new StaffResult.Taken(owner) : Refused(problem);
    }

    public static StaffResult Refused(CaseProblem? problem) => problem switch
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

    public static Actor Actor(StaffMember who) => IntakeBot.Casework.Cases.Actor.Staff(who.Id, who.Signature, who.Origin);
}
