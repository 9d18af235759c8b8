using IntakeBot.Dialogue.Activities;
using IntakeBot.Dialogue.Turns;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Live;
using IntakeBot.Host.Outbox;
using IntakeBot.Host.Security;
using IntakeBot.Host.Telemetry;

namespace IntakeBot.Host.Conversations;

/// <summary>
/// One turn at a time per conversation: know its state, ask the engine, commit everything at once, and only then show it.
/// A conversation that somebody else changed meanwhile is read and asked again.
/// </summary>
internal sealed class TurnPipeline(
    LiveConversations conversations, ConversationStore store, EngineRun engine, TurnEffects effects, Seal seal, ChangeFeed feed,
    OutboxSignal outbox, WakeSignal wakes, PushSignal pushes, TimeProvider clock)
{
    public async Task<TurnAnswer> RunAsync(string conversationId, TurnInput input, CancellationToken cancellation)
    {
        using var trace = Spans.Source.StartActivity("turn");
        var live = conversations.Get(conversationId);
        await live.Turn.WaitAsync(cancellation);
        try
        {
            for (var attempt = 0; attempt < TurnLimits.Attempts; attempt++)
            {
                if (await TryAsync(live, input, cancellation) is { } answer) return answer;
                Meters.Conflicts.Add(1);
                live.Forget();
            }

            return TurnAnswer.Of(TurnEnd.Contended);
        }
        finally
        {
            live.Turn.Release();
        }
    }

    // null: the conversation changed under our hands.
    private async Task<TurnAnswer?> TryAsync(LiveConversation live, TurnInput input, CancellationToken cancellation)
    {
        var known = await conversations.KnowAsync(live, cancellation);
        if (known is null && input.Begins is null)
        {
            conversations.Drop(live.Id);
            return TurnAnswer.Of(TurnEnd.Unknown);
        }

        if (known is not null && input.Begins is not null) return TurnAnswer.Of(TurnEnd.AlreadyOpen);
        known ??= new(0, live.Id, 0, 0, null, null, input.Begins!.Building, input.Begins.Channel, input.Begins.UserId, null, null, input.Begins.Pushes, []);
        if (input.ClientKey is { } key && known.Answered.TryGetValue(key, out var first)) return new(TurnEnd.Repeated, first, []);
        if (input.Guard?.Invoke(known) == false) return TurnAnswer.Of(TurnEnd.Refused, known);

        if (input.Building is { } building) known = known with { Building = building };
        var turn = await ComputeAsync(live, known, input, cancellation);
        var result = await store.CommitAsync(turn.Commit, cancellation);
        if (result.Status == CommitStatus.Conflict) return null;
        if (result.Status == CommitStatus.Refused) return TurnAnswer.Of(TurnEnd.Refused, known);

        Publish(live, known, turn, result);
        return new(TurnEnd.Committed, turn.Commit.AnsweredId, turn.Activities, Carried: result.Carried);
    }

    private async Task<ComputedTurn> ComputeAsync(LiveConversation live, KnownConversation known, TurnInput input, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var owner = input.Owner ?? new(known.OwnerId, known.OwnerName);
        var turn = new List<byte[]>(4);
        void Answer(Activity said, string? replyTo) => turn.Add(ActivityBytes.Of(TurnWriting.FromBot(said, TurnWriting.NewId(clock), known, replyTo, now)));
        if (input.Greeting is { } opened)
        {
            var greeted = await engine.RunAsync(known, opened, input.MayWait, crossed: false, now, cancellation);
            known = known with { State = greeted.State };
            // Its question has been answered already.
            foreach (var greeting in greeted.Activities.SkipLast(1)) Answer(greeting, null);
        }

        if (input.Said is { } said) turn.Add(input.SaidJson ?? ActivityBytes.Of(said));

        var state = known.State;
        var written = EffectsWritten.None;
        var wakeAt = known.WakeAt;
        if (input.ForEngine is { } heard)
        {
            var crossed = input.Seen < known.Seq && live.AskedAfter(input.Seen.Value);
            var outcome = await engine.RunAsync(known, heard, input.MayWait, crossed, now, cancellation);
            written = effects.Write(outcome.Effects, known, now);
            if (written.Broken is { } broken)
            {
                // The form could not leave the bot: the matter stays as it was, staff get the words as they are.
                outcome = engine.Broken(known);
                written = effects.Rescue(broken, known, now);
            }

            state = outcome.State;
            wakeAt = Wake(outcome, known, now);
            // What waited is answered without a new message.
            var replyTo = input.Said?.Id ?? (state.Waiting is null ? known.State?.Waiting?.LastId : null);
            foreach (var answer in outcome.Activities.Take(TurnLimits.ActivitiesPerTurn - turn.Count)) Answer(answer, replyTo);
        }

        var numbered = turn.Select((json, i) => new NumberedActivity(known.Seq + 1 + i, json)).ToArray();
        return new(state, numbered, written, new()
        {
            N = known.N,
            ConversationId = known.Id,
            ExpectedVersion = known.Version,
            At = now,
            State = seal.Close(state is null ? [] : state.ToBytes()),
            WakeAt = wakeAt,
            WakeChanged = wakeAt != known.WakeAt,
            OwnerId = owner.Id,
            OwnerName = owner.Name,
            Waits = owner.Id is null ? known.OwnerId is null ? null : false : input.Said is { Type: "message" } word ? word.From?.Role == "user" : null,
            FirstSeq = known.Seq + 1,
            Count = numbered.Length,
            ClientKey = input.ClientKey,
            AnsweredId = input.Said?.Id ?? (input.ClientKey is null ? null : "-"),
            Body = seal.Close(ActivityBytes.Join(turn)),
            Carried = known.Pushes ? input.InBody || numbered.Length == (input.Said?.From?.Role == "user" ? 1 : 0) : null,
            Building = input.Building,
            Begins = input.Begins,
            Outbox = written.Outbox,
            Effects = [.. input.Effects, .. written.Effects],
        });
    }

    // What waits is woken to the moment. A draft is looked at in time and, if it was gone on with meanwhile, later again: most turns
    // need not write down another moment.
    private static DateTimeOffset? Wake(TurnOutcome outcome, KnownConversation known, DateTimeOffset now) =>
        outcome.State.Waiting is null && outcome.WakeAt is { } wanted && known.WakeAt is { } planned && planned > now && planned <= wanted ? planned : outcome.WakeAt?.ToUniversalTime();

    private void Publish(LiveConversation live, KnownConversation known, ComputedTurn turn, CommitResult result)
    {
        var commit = turn.Commit;
        if (commit is { ClientKey: { } key, AnsweredId: { } id }) known.Answered[key] = id;
        live.Learn(
            known with
            {
                N = result.N,
                Version = known.Version + 1,
                Seq = commit.LastSeq,
                OwnerId = commit.OwnerId,
                OwnerName = commit.OwnerName,
                State = turn.State,
                WakeAt = commit.WakeAt,
            },
            turn.Activities);
        if (commit.Outbox is { } row) outbox.Committed(new(result.OutboxId, row.PetitionId, turn.Written.Message!, row.Traceparent, 0));
        if (commit is { WakeChanged: true, WakeAt: { } wake }) wakes.Plan(live.Id, wake);
        if (known.Pushes && !result.Carried) pushes.Due(live.Id);
        feed.Publish(Topics.Conversation, live.Id);
        foreach (var changed in turn.Written.Cases) feed.Publish(Topics.Case, changed.ToString());
        Meters.Turns.Add(1);
    }

    private sealed record ComputedTurn(ConversationState? State, NumberedActivity[] Activities, EffectsWritten Written, TurnCommit Commit);
}
