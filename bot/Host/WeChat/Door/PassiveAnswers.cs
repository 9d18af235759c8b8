using System.Data.Common;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Live;
using IntakeBot.Host.WeChat.Quota;
using IntakeBot.Host.WeChat.Wire;
using IntakeBot.Host.WeChat.Wording;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.WeChat.Door;

/// <summary>
/// What a call of WeChat is answered with. It ends in time whatever happens: with all that is new in the conversation, with an honest word that
/// it takes longer, or with nothing when somebody else carries the answer.
/// </summary>
internal sealed partial class PassiveAnswers(
    Deliveries deliveries, InboundTurn turns, Holds holds, Pushes pushes, LiveConversations conversations, ChangeFeed feed, OutgoingTexts texts, Quotas quotas,
    IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<PassiveAnswers> log)
{
    /// <summary>WeChat waits five seconds; the way there and back counts.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(4.2), Lease = TimeSpan.FromSeconds(8);
    private const int Tries = 6;

    public async Task<PassiveAnswer> AnswerAsync(InboundMessage message, string filesBase, CancellationToken aborted)
    {
        var conversationId = turns.ConversationId(message);
        using var limit = new CancellationTokenSource(Within, clock);
        var (delivery, isNew) = deliveries.Enter(message, conversationId, filesBase);
        using var hold = holds.Enter(conversationId, isNew);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, hold.Superseded, aborted);
        var comesByItself = false;
        try
        {
            var result = await delivery.Work.WaitAsync(wait.Token);
            if (result.Answer is { Waits: true })
            {
                comesByItself = true;
                await NoLongerWaitsAsync(conversationId, wait.Token);
            }

            return await TakeAsync(delivery, conversationId, result, wait.Token);
        }
        catch (Exception ended) when (ended is OperationCanceledException or DbException)
        {
            // Stopping: another process will be given the message again.
            if (delivery.Work.IsCanceled) return PassiveAnswer.Later;
        }
        finally
        {
            delivery.Leave();
        }

        if (delivery.Work.IsCompletedSuccessfully && delivery.TakeOwn() is { } own) return PassiveAnswer.Of(own);
        // Superseded: the newer call says it all.
        return comesByItself || !limit.IsCancellationRequested ? PassiveAnswer.Nothing : PassiveAnswer.Of(turns.Text(conversationId, "wechat.late"));
    }

    private async Task NoLongerWaitsAsync(string conversationId, CancellationToken cancellation)
    {
        using var signal = feed.Watch(Topics.Conversation, conversationId);
        while (await conversations.ReadAsync(conversationId, long.MaxValue, cancellation) is { Waits: true }) await signal.WaitAsync(Within, cancellation);
    }

    private async Task<PassiveAnswer> TakeAsync(Delivery delivery, string conversationId, TurnResult result, CancellationToken cancellation)
    {
        var claim = result.IsHeard ? await ClaimAsync(conversationId, cancellation) : null;
        // What is claimed is answered, whoever calls meanwhile.
        var begun = claim is not null && await quotas.FindAsync(conversationId, CancellationToken.None) is { } follower ? new BegunText(follower.BegunSeq, follower.BegunParts) : default;
        var own = delivery.TakeOwn();
        if (claim is null) return own is null ? PassiveAnswer.Nothing : PassiveAnswer.Of(own);
        var packed = texts.Pack(claim.Activities.Select(a => (a.Seq, ActivityBytes.Read(a.Json))), begun, own);
        if (packed.Count > 0) return new(packed[0].Text, delivered => EndAsync(claim, delivered ? packed : []));
        await EndAsync(claim, null);
        return PassiveAnswer.Nothing;
    }

    private async Task<PushClaim?> ClaimAsync(string conversationId, CancellationToken cancellation)
    {
        var claiming = pushes.ClaimAsync(conversationId, Lease, CancellationToken.None);
        try
        {
            return await claiming.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            _ = GiveUpAsync(claiming);
            throw;
        }
    }

    // A claim that came too late for this call is the next one's, or the pump's.
    private async Task GiveUpAsync(Task<PushClaim?> claiming)
    {
        try
        {
            if (await claiming is { } claim) await EndAsync(claim, []);
        }
        catch (DbException failed)
        {
            NotClaimed(log, failed.GetType().Name);
        }
    }

    // Empty: none of it arrived. null: there was nothing to say.
    private async Task EndAsync(PushClaim claim, IReadOnlyList<PackedText>? packed)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                if (packed is [{ PartsLeft: > 0 } begun, ..]) await quotas.BegunAsync(claim.Target.ConversationId, begun.UpTo, begun.Part);
                await pushes.DoneAsync(claim, packed switch
                {
                    null => new(claim.To),
                    [] => new(claim.From, TimeSpan.Zero),
                    [var only] => new(only.UpTo),
                    [var first, ..] => new(first.PartsLeft > 0 ? first.UpTo - 1 : first.UpTo, TimeSpan.Zero),
                });
                return;
            }
            catch (Exception failed) when (failed is DbException or DbUpdateException)
            {
                // Not written down it would be sent again.
                if (left == 0)
                {
                    NotWritten(log, claim.Target.ConversationId, failed.GetType().Name);
                    return;
                }

                await Task.Delay(TimeSpan.FromSeconds(1), clock, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An answer could not be claimed in time ({Error}); it is pushed")]
    private static partial void NotClaimed(ILogger log, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "That an answer in conversation {Conversation} was delivered could not be written down ({Error}); it may come twice")]
    private static partial void NotWritten(ILogger log, string conversation, string error);
}

/// <param name="Text">null: nothing.</param>
/// <param name="Ended">Called once with whether it was written to WeChat.</param>
internal sealed record PassiveAnswer(string? Text, Func<bool, Task> Ended)
{
    public static readonly PassiveAnswer Nothing = new(null, static _ => Task.CompletedTask);
    public static readonly PassiveAnswer Later = Nothing with { IsLater = true };

    /// <summary>Not now: WeChat is to bring it again.</summary>
    public bool IsLater { get; private init; }

    public static PassiveAnswer Of(string text) => Nothing with { Text = text };
}
