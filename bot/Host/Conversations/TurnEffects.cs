using System.Security.Cryptography;
using System.Text;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using IntakeBot.Dialogue.Petitions;
using IntakeBot.Dialogue.Turns;
using IntakeBot.Host.Outbox;
using IntakeBot.Host.Security;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Conversations;

/// <summary>Writes the engine's effects as changes of the store that join the turn's transaction.</summary>
internal sealed partial class TurnEffects(
    CaseService cases, Seal seal, ServerKeys keys, HostTexts texts, OutboxSignal signal, IOptions<OutboxOptions> options, ILogger<TurnEffects> log)
{
    public EffectsWritten Write(IReadOnlyList<Effect> effects, KnownConversation conversation, DateTimeOffset now)
    {
        if (effects.Count == 0) return EffectsWritten.None;

        var written = EffectsWritten.None;
        foreach (var effect in effects)
        {
            written = effect switch
            {
                SubmitPetition submit => Submit(written, submit.Draft, conversation, now),
                SupplementPetition s => Add(written, s.PetitionId, Supplemented(s.PetitionId, new(ChinaTime.Of(now), s.Text, Files(s.Attachments), s.Mark))),
                JoinPetition join => Follow(Add(written, join.PetitionId, Supplemented(join.PetitionId, Joined(join.Own, now))), join.PetitionId, conversation, now),
                FollowPetition follow => Follow(written, follow.PetitionId, conversation, now),
                WithdrawPetition withdraw => Add(written, withdraw.PetitionId, Withdrawn(withdraw, now)),
                RatePetition rate => Add(written, rate.PetitionId, (open, cancellation) => cases.RateAsync(rate.PetitionId, rate.Stars is 0 ? null : rate.Stars, rate.Solved, open, cancellation)),
                ReopenPetition reopen => Add(written, reopen.PetitionId, (open, cancellation) => cases.ReopenAsync(reopen.PetitionId, Actor.Resident(), reopen.Reason, open, cancellation)),
                AskProgress or FindSameMatter => written,
                _ => throw new InvalidOperationException($"The engine asks for {effect.GetType().Name}, which nobody does."),
            };
        }

        return written;
    }

    /// <summary>
    /// The matter of a draft that breaks the contract, brought to staff all the same: one petition per conversation, with the
    /// few facts that always hold. Whoever opens it finds the resident's words in the transcript.
    /// </summary>
    public EffectsWritten Rescue(PetitionDraft draft, KnownConversation conversation, DateTimeOffset now)
    {
        var secret = HMACSHA256.HashData(keys.Codes, Encoding.UTF8.GetBytes($"rescue/{conversation.Id}"));
        var at = 16;
        var petition = PetitionForm.Rescued(
            draft, new Guid(secret.AsSpan(0, 16)), Receipt.New(most => secret[at++] % most), texts.Say("rescue"), conversation, now);
        var (row, _) = Packed(petition, now);
        return new()
        {
            Effects =
            [
                async (connection, transaction, cancellation) =>
                {
                    await using var db = CaseworkDb.On(connection, transaction);
                    if (await db.Petitions.FindAsync([petition.Id], cancellation) is not null) return true;
                    await using (var insert = PetitionStore.Insert(connection, transaction, petition, seal)) await insert.ExecuteNonQueryAsync(cancellation);
                    await OutboxInsert.RunAsync(connection, transaction, row with { Lease = now }, now, cancellation);
                    signal.Look();
                    return true;
                },
            ],
        };
    }

    private EffectsWritten Submit(EffectsWritten written, PetitionDraft draft, KnownConversation conversation, DateTimeOffset now)
    {
        var petition = PetitionForm.Of(draft, conversation, now);
        var problems = PetitionSchema.Check(petition);
        if (problems.Count > 0)
        {
            SchemaBroken(log, conversation.Id, string.Join("; ", problems.Take(5)));
            return written with { Broken = draft };
        }

        var (row, message) = Packed(petition, now);
        CommitEffect insert = async (connection, transaction, cancellation) =>
        {
            await using var command = PetitionStore.Insert(connection, transaction, petition, seal);
            await command.ExecuteNonQueryAsync(cancellation);
            return true;
        };
        if (written.Outbox is null) return written with { Outbox = row, Message = message, Effects = [.. written.Effects, insert] };

        // A second petition in one turn goes beside the turn's own row; the relay finds it by itself.
        CommitEffect send = async (connection, transaction, cancellation) =>
        {
            await OutboxInsert.RunAsync(connection, transaction, row with { Lease = now }, now, cancellation);
            signal.Look();
            return true;
        };
        return written with { Effects = [.. written.Effects, insert, send] };
    }

    private (NewOutboxRow Row, string Message) Packed(Petition petition, DateTimeOffset now)
    {
        var traceparent = System.Diagnostics.Activity.Current?.Id;
        var message = PetitionEnvelope.ForQueue(petition, traceparent);
        return (new(petition.Id, seal.Close(Encoding.UTF8.GetBytes(message)), traceparent, now + options.Value.Lease), message);
    }

    private Func<OpenTransaction, CancellationToken, Task<CaseMove>> Supplemented(Guid petitionId, Supplement supplement) =>
        (open, cancellation) => cases.SupplementAsync(petitionId, supplement, open, cancellation);

    // Before its case exists a petition cannot be withdrawn: the wish is kept with it, for whoever takes it over.
    private Func<OpenTransaction, CancellationToken, Task<CaseMove>> Withdrawn(WithdrawPetition withdraw, DateTimeOffset now) => async (open, cancellation) =>
    {
        var move = await cases.WithdrawAsync(withdraw.PetitionId, Actor.Resident(), withdraw.Reason, open, cancellation);
        return move.Problem is CaseNotFound
            ? await cases.SupplementAsync(withdraw.PetitionId, new(ChinaTime.Of(now), texts.Say("withdrawn")), open, cancellation)
            : move;
    };

    private EffectsWritten Add(EffectsWritten written, Guid caseId, Func<OpenTransaction, CancellationToken, Task<CaseMove>> move) => written with
    {
        Cases = [.. written.Cases, caseId],
        Effects =
        [
            .. written.Effects,
            async (connection, transaction, cancellation) =>
            {
                // A move that the case no longer allows is no reason to lose the resident's message.
                if ((await move(new(connection, transaction), cancellation)).Problem is { } problem and not CaseNotFound) NotMoved(log, caseId, problem.GetType().Name);
                return true;
            },
        ],
    };

    private static EffectsWritten Follow(EffectsWritten written, Guid petitionId, KnownConversation conversation, DateTimeOffset now) =>
        written with { Effects = [.. written.Effects, Followers.Add(petitionId, conversation.Id, now)] };

    private static Supplement Joined(PetitionDraft own, DateTimeOffset now) => new(
        ChinaTime.Of(now),
        string.Join(" / ", new[] { own.Description, own.Where.Detail, own.Reporter.Name, own.Reporter.Phone }.Where(part => !string.IsNullOrWhiteSpace(part))),
        Files(own.Attachments));

    private static IReadOnlyList<PetitionAttachment>? Files(IReadOnlyList<DraftAttachment> files) =>
        files.Count == 0 ? null : [.. files.Select(PetitionForm.Attachment)];

    [LoggerMessage(Level = LogLevel.Error, Message = "The petition of conversation {Conversation} breaks its schema and was not sent: {Problems}")]
    private static partial void SchemaBroken(ILogger log, string conversation, string problems);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Case {Case} did not move as its resident asked: {Problem}")]
    private static partial void NotMoved(ILogger log, Guid @case, string problem);
}
